"""Hands mails to SES, each in one attempt, and sorts what goes wrong into never, later, slower, and nobody
knows.
"""

from email.header import Header
from email.utils import formataddr
from typing import TYPE_CHECKING

from homeroom.adapters import aws_errors
from homeroom.adapters.aws_clients import Aws
from homeroom.domain.kernel.email_address import email_to_send_to
from homeroom.domain.kernel.text import one_line
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.settings import Settings
from homeroom.use_cases.ports.mailer import MailNotSent, Others, OutgoingMail

if TYPE_CHECKING:
    from mypy_boto3_sesv2.type_defs import SendEmailRequestTypeDef

MAIL_TAG = "mail"
"""The tag on each mail that carries our mail id, so that SES' own events name it."""

_JSON = {"content-type": "application/json"}
_LONGEST_SUBJECT, _LONGEST_NAME = 200, 100
_SLOWEST = 1
"""Mails a second: what a new account has."""

_Verdict = tuple[MailState, Others, MailReason]
# What SES answers -> whether to try again, what it means for the others, and why, for a Site Admin.
_TOO_FAST = (MailState.DEFERRED, Others.SLOW_DOWN, MailReason.TOO_FAST)
_USED_UP = (MailState.DEFERRED, Others.STOP, MailReason.QUOTA_USED_UP)
_PAUSED = (MailState.DEFERRED, Others.STOP, MailReason.SENDING_PAUSED)
_NO_SENDER = (MailState.DEFERRED, Others.STOP, MailReason.SENDER_NOT_VERIFIED)
_NOT_ALLOWED = (MailState.DEFERRED, Others.STOP, MailReason.SENDING_NOT_ALLOWED)
_SANDBOX = (MailState.DEFERRED, Others.GO_ON, MailReason.SANDBOX)
_LOST = (MailState.SEND_UNCONFIRMED, Others.GO_ON, MailReason.ANSWER_LOST)
_NO_WAY_THERE = (MailState.DEFERRED, Others.SLOW_DOWN, MailReason.UNREACHABLE)
_BY_CODE: dict[str, _Verdict] = {
    "MessageRejected": (MailState.REFUSED, Others.GO_ON, MailReason.MESSAGE_REJECTED),
    "BadRequestException": (MailState.REFUSED, Others.GO_ON, MailReason.ADDRESS_REJECTED),
    "TooManyRequestsException": _TOO_FAST,
    "Throttling": _TOO_FAST,
    "ThrottlingException": _TOO_FAST,
    "LimitExceededException": _USED_UP,
    "SendingPausedException": _PAUSED,
    "AccountSuspendedException": _PAUSED,
    "MailFromDomainNotVerifiedException": _NO_SENDER,
}
# The same codes stand for too many mails a second and for too many a day, and the same for a virus and for an address
# that is not confirmed: only the words tell them apart.
_A_DAYS_QUOTA = "quota"
_NOT_VERIFIED = "not verified"


class SesMailer:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._settings = settings

    def send(self, mail: OutgoingMail) -> str:
        try:
            answer = self._aws.ses.send_email(**self._request(mail))
        except aws_errors.ClientError as error:
            raise _not_sent(self._verdict(error), aws_errors.code_of(error)) from error
        except aws_errors.BotoCoreError as error:  # without an answer the mail may have gone out
            verdict = _NO_WAY_THERE if aws_errors.is_nothing_sent(error) else _LOST
            raise _not_sent(verdict, type(error).__name__) from error
        message_id = answer.get("MessageId")
        if not message_id:  # an answer, but not one of SES
            raise _not_sent(_LOST, "no message id")
        return message_id

    def forget(self, address: str) -> None:
        try:
            self._aws.ses.delete_suppressed_destination(EmailAddress=email_to_send_to(address))
        except aws_errors.ClientError as error:
            if aws_errors.code_of(error) != "NotFoundException":
                raise

    @property
    def sender_address(self) -> str:
        return self._settings.sender_address

    def sending_rate(self) -> int:
        try:
            quota = self._aws.ses.get_account().get("SendQuota", {})
            return max(_SLOWEST, int(quota.get("MaxSendRate", _SLOWEST)))
        except Exception:  # whatever it is must not keep anything from being sent: slowly, then
            return _SLOWEST

    def _verdict(self, error: "aws_errors.ClientError") -> _Verdict:
        code, explanation = aws_errors.code_of(error), str(error.response["Error"]["Message"])
        if code == "MessageRejected" and _NOT_VERIFIED in explanation:
            return _NO_SENDER if self._names_sender(explanation) else _SANDBOX
        verdict = _BY_CODE.get(code)
        if verdict:
            return _USED_UP if verdict is _TOO_FAST and _A_DAYS_QUOTA in explanation.lower() else verdict
        broke = error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
        return _LOST if broke else _NOT_ALLOWED  # any other 4xx is a definite no

    def _names_sender(self, explanation: str) -> bool:
        """Of the addresses and domains that SES wants confirmed, it lists each that is not."""
        address = self._settings.sender_address.lower()
        identities = {word.strip(".,;:<>\"'") for word in explanation.lower().split()}
        return not identities.isdisjoint({address, address.rpartition("@")[2]})

    def _request(self, mail: OutgoingMail) -> "SendEmailRequestTypeDef":
        request: SendEmailRequestTypeDef = {
            "FromEmailAddress": _sender(mail.sender_name, self._settings.sender_address),
            "Destination": {"ToAddresses": [email_to_send_to(mail.to)]},
            "Content": {
                "Simple": {
                    "Subject": {"Data": one_line(mail.subject, _LONGEST_SUBJECT), "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": mail.text, "Charset": "UTF-8"},
                        "Html": {"Data": mail.html, "Charset": "UTF-8"},
                    },
                }
            },
            "EmailTags": [{"Name": MAIL_TAG, "Value": mail.tag}],
            "ConfigurationSetName": self._settings.mail_configuration_set,
        }
        if mail.reply_to:
            request["ReplyToAddresses"] = [email_to_send_to(mail.reply_to)]
        if mail.stop:
            request["Content"]["Simple"]["Headers"] = [
                {"Name": "List-Unsubscribe", "Value": f"<{mail.stop}>"},
                {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
            ]
        return request


def _sender(name: str, address: str) -> str:
    """`Name <address>`; a name beyond ASCII in the encoded words of RFC 2047, on one line, and so is one that would be
    read as such a word.
    """
    name = one_line(name, _LONGEST_NAME)
    if name.isascii() and "=?" not in name:
        return formataddr((name, address))
    return f"{Header(name, 'utf-8', maxlinelen=75).encode(linesep='')} <{address}>"


def _not_sent(verdict: _Verdict, error_name: str) -> MailNotSent:
    """Without SES' own words, which may name an address."""
    state, others, reason = verdict
    return MailNotSent(state, reason, others, error_name)
