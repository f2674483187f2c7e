"""Hands mails to SES, each in one attempt, and sorts what goes wrong into never, later, and nobody knows."""

from email.header import Header
from email.utils import formataddr
from typing import TYPE_CHECKING

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    SSLError,
)

from homeroom.adapters.aws import Aws
from homeroom.domain.email_address import email_to_send_to
from homeroom.domain.mail import MailState
from homeroom.domain.text import one_line
from homeroom.settings import Settings
from homeroom.use_cases.ports import MailNotSent, OutgoingMail

if TYPE_CHECKING:
    from mypy_boto3_sesv2.type_defs import SendEmailRequestTypeDef

MAIL_TAG = "mail"
"""The tag on each mail that carries our mail id, so that SES' own events name it."""

_LONGEST_SUBJECT, _LONGEST_NAME = 200, 100

# What SES answers -> whether to try again, and the sentence for a Site Admin.
_TOO_FAST = (
    MailState.LATER,
    "The mail service takes no more mails at this moment, or none today: its quota is used up.",
)
_NOT_READY = (
    MailState.LATER,
    "The mail service does not know the sender's address yet, or may write to confirmed addresses only.",
)
_PAUSED = (MailState.LATER, "The mail service has paused sending for this account.")
_BY_CODE = {
    "MessageRejected": (MailState.REFUSED, "The mail service refuses this message."),
    "BadRequestException": (MailState.REFUSED, "The mail service does not accept this address."),
    "TooManyRequestsException": _TOO_FAST,
    "LimitExceededException": _TOO_FAST,
    "Throttling": _TOO_FAST,
    "ThrottlingException": _TOO_FAST,
    "SendingPausedException": _PAUSED,
    "AccountSuspendedException": _PAUSED,
    "MailFromDomainNotVerifiedException": _NOT_READY,
}
# The same code as for a virus in the mail, but a matter of the account: it can be put right and sent then.
_NOT_VERIFIED = "not verified"
_DEFINITE_NO = (MailState.LATER, "The mail service does not let the site send mails.")  # any other 4xx
_LOST = (MailState.UNKNOWN, "The mail service's answer was lost.")
_NO_WAY_THERE = (MailState.LATER, "The mail service cannot be reached.")


class SesMailer:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._settings = settings

    def send(self, mail: OutgoingMail) -> str:
        request = self._request(mail)
        try:
            answer = self._aws.ses.send_email(**request)
        except ClientError as error:
            raise _not_sent(_verdict(error), error.response["Error"]["Code"]) from error
        except (EndpointConnectionError, ConnectTimeoutError) as error:
            raise _not_sent(_NO_WAY_THERE, type(error).__name__) from error
        except (HTTPClientError, SSLError) as error:  # the mail may have gone out
            raise _not_sent(_LOST, type(error).__name__) from error
        except BotoCoreError as error:  # before anything was sent: no credentials, no region
            raise _not_sent(_NO_WAY_THERE, type(error).__name__) from error
        if "MessageId" not in answer:  # an answer, but not one of SES
            raise _not_sent(_LOST, "no message id")
        return answer["MessageId"]

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
    """`Name <address>`; a name beyond ASCII in the encoded words of RFC 2047, on one line."""
    name = one_line(name, _LONGEST_NAME)
    if name.isascii():
        return formataddr((name, address))
    return f"{Header(name, 'utf-8', maxlinelen=75).encode(linesep='')} <{address}>"


def _verdict(error: ClientError) -> tuple[MailState, str]:
    answer = error.response["Error"]
    if answer["Code"] == "MessageRejected" and _NOT_VERIFIED in answer.get("Message", ""):
        return _NOT_READY
    if answer["Code"] in _BY_CODE:
        return _BY_CODE[answer["Code"]]
    broke = error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
    return _LOST if broke else _DEFINITE_NO


def _not_sent(verdict: tuple[MailState, str], error_name: str) -> MailNotSent:
    """Without SES' own words, which may name an address."""
    state, sentence = verdict
    return MailNotSent(state, f"{sentence} ({error_name})")
