"""Handing a mail over: in one attempt, and with a word on what became of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.ses import SesMailer
from homeroom.domain.mail.mail import MailState
from homeroom.use_cases.ports.mailer import MailNotSent, Others, OutgoingMail
from tests.steps.aws_answers import answer_of, answering, json_of, scripted
from tests.steps.aws_stack import SENDER
from tests.steps.aws_uses import MAIL, SETTINGS
from tests.steps.ports import Ports


def test_every_mail_has_a_message_id_of_its_own(services: Ports) -> None:
    first, second = services.mailer.send(MAIL), services.mailer.send(replace(MAIL, sender_name="", reply_to=""))
    assert first
    assert second not in ("", first)


# ------------------------------------------------------------ what is sent to SES, and how often
class RecordingTransport:
    """Stands where the socket would be: behind all retries."""

    def __init__(self, answer: Callable[[], AWSResponse]) -> None:
        self._answer = answer
        self.requests: list[Any] = []

    def __call__(self, request: AWSPreparedRequest) -> AWSResponse:
        self.requests.append(json_of(request))
        return self._answer()


def answers(status: int, body: object, code: str = "") -> Callable[[], AWSResponse]:
    headers = {"x-amzn-errortype": code} if code else {}
    return lambda: answer_of(status, body, headers)


def broken(error: Exception) -> Callable[[], AWSResponse]:
    def fail() -> AWSResponse:
        raise error

    return fail


@contextmanager
def recorded(answer: Callable[[], AWSResponse]) -> Iterator[RecordingTransport]:
    transport = RecordingTransport(answer)
    with answering(transport):
        yield transport


def sent(aws: Aws, mail: OutgoingMail) -> Any:
    """The request that SES gets for this mail."""
    with recorded(answers(200, {"MessageId": "m1"})) as transport:
        assert SesMailer(aws, SETTINGS).send(mail) == "m1"
    (request,) = transport.requests
    return request


def not_sent(aws: Aws, answer: Callable[[], AWSResponse]) -> MailNotSent:
    """What the mailer says of this answer, after exactly one attempt."""
    with recorded(answer) as transport, pytest.raises(MailNotSent) as failure:
        SesMailer(aws, SETTINGS).send(MAIL)
    assert len(transport.requests) == 1
    return failure.value


def test_a_mail_goes_out_with_its_tag_and_both_bodies(aws: Aws) -> None:
    assert sent(aws, MAIL) == {
        "FromEmailAddress": f"Lincoln School <{SENDER}>",
        "Destination": {"ToAddresses": ["maria@example.org"]},
        "ReplyToAddresses": ["office@lincoln.example"],
        "Content": {
            "Simple": {
                "Subject": {"Data": "Please tell us about Noé", "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": "Press the button.", "Charset": "UTF-8"},
                    "Html": {"Data": "<p>Press the button.</p>", "Charset": "UTF-8"},
                },
            }
        },
        "EmailTags": [{"Name": "mail", "Value": "i1-3"}],
        "ConfigurationSetName": "homeroom-mail",
    }


def test_a_mail_program_can_stop_all_mails_with_one_press(aws: Aws) -> None:
    """RFC 8058: both headers, the address in angle brackets."""
    stop = f"https://site.example/u/{'x' * 43}"
    assert sent(aws, replace(MAIL, stop=stop))["Content"]["Simple"]["Headers"] == [
        {"Name": "List-Unsubscribe", "Value": f"<{stop}>"},
        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
    ]


def test_without_a_reply_address_answers_go_to_the_sender(aws: Aws) -> None:
    assert "ReplyToAddresses" not in sent(aws, replace(MAIL, reply_to=""))


def test_addresses_beyond_ascii_are_sent_as_mail_services_want_them(aws: Aws) -> None:
    request = sent(aws, replace(MAIL, to="maria@müller.de", reply_to="office@müller.de"))
    assert request["Destination"] == {"ToAddresses": ["maria@xn--mller-kva.de"]}
    assert request["ReplyToAddresses"] == ["office@xn--mller-kva.de"]


@pytest.mark.parametrize(
    "name",
    [
        "Lincoln School",
        'St. "Mary\'s", Springfield <x@y.z>; (all)',
        "Escuela Peñarol",
        "学校" * 45,
        "É" * 100,
        "=?utf-8?b?Y2VvQGJhbms=?=",
    ],
)
def test_any_sender_name_is_readable_and_leaves_the_address_alone(name: str, aws: Aws) -> None:
    sender = sent(aws, replace(MAIL, sender_name=name))["FromEmailAddress"]
    assert sender.isascii()
    shown, address = parseaddr(sender)
    assert (str(make_header(decode_header(shown))), address) == (name, SENDER)
    assert all(len(word) <= 75 for word in sender.split() if word.startswith("=?"))


@pytest.mark.parametrize("evil", ["Office\r\nBcc: all@example.org", "Office\nBcc: ñ@example.org", "a\u2028b"])
def test_no_line_break_gets_into_a_header(evil: str, aws: Aws) -> None:
    request = sent(aws, replace(MAIL, sender_name=evil, subject=evil))
    headers = request["FromEmailAddress"] + request["Content"]["Simple"]["Subject"]["Data"]
    assert len(headers.splitlines()) == 1
    assert parseaddr(request["FromEmailAddress"])[1] == SENDER


NO_SENDER = f"Email address is not verified. The following identities failed the check in region US-EAST-1: {SENDER}"
NO_DOMAIN = f"{NO_SENDER}, maria@example.org".replace(SENDER, SENDER.partition("@")[2])
SANDBOX = NO_SENDER.replace(SENDER, "maria@example.org")
REFUSED, LATER, UNKNOWN = MailState.REFUSED, MailState.DEFERRED, MailState.SEND_UNCONFIRMED
GO_ON, SLOW_DOWN, STOP = Others.GO_ON, Others.SLOW_DOWN, Others.STOP


@pytest.mark.parametrize(
    ("status", "code", "message", "state", "others"),
    [
        (400, "MessageRejected", "Message contains a virus", REFUSED, GO_ON),
        (400, "BadRequestException", "Illegal address", REFUSED, GO_ON),
        (400, "MessageRejected", SANDBOX, LATER, GO_ON),
        (400, "MessageRejected", NO_SENDER, LATER, STOP),
        (400, "MessageRejected", NO_DOMAIN, LATER, STOP),
        (400, "MailFromDomainNotVerifiedException", "", LATER, STOP),
        (400, "AccountSuspendedException", "", LATER, STOP),
        (400, "SendingPausedException", "", LATER, STOP),
        (400, "LimitExceededException", "", LATER, STOP),
        (429, "TooManyRequestsException", "Maximum sending rate exceeded.", LATER, SLOW_DOWN),
        (429, "TooManyRequestsException", "Daily message quota exceeded.", LATER, STOP),
        (400, "ThrottlingException", "Daily message quota exceeded", LATER, STOP),
        (503, "Throttling", "", LATER, SLOW_DOWN),
        (404, "NotFoundException", "Configuration set does not exist", LATER, STOP),
        (403, "AccessDeniedException", "", LATER, STOP),
        (403, "ExpiredTokenException", "", LATER, STOP),
        (400, "SomethingNewException", "", LATER, STOP),
        (500, "InternalServiceErrorException", "", UNKNOWN, GO_ON),
        (500, "InternalFailure", "", UNKNOWN, GO_ON),
        (502, "", "", UNKNOWN, GO_ON),
        (503, "ServiceUnavailable", "", UNKNOWN, GO_ON),
        (504, "", "", UNKNOWN, GO_ON),
    ],
)
def test_what_ses_answers_is_sorted(
    status: int, code: str, message: str, state: MailState, others: Others, aws: Aws
) -> None:
    failure = not_sent(aws, answers(status, {"message": message}, code))
    assert (failure.state, failure.others) == (state, others)
    assert code in failure.error_name


@pytest.mark.parametrize(
    ("error", "state", "others"),
    [
        (ReadTimeoutError(endpoint_url="x"), UNKNOWN, GO_ON),
        (ConnectionClosedError(endpoint_url="x"), UNKNOWN, GO_ON),
        (SSLError(endpoint_url="x", error=OSError()), UNKNOWN, GO_ON),
        (ConnectTimeoutError(endpoint_url="x"), LATER, SLOW_DOWN),
        (EndpointConnectionError(endpoint_url="x"), LATER, SLOW_DOWN),
        (ProxyConnectionError(proxy_url="x"), LATER, SLOW_DOWN),
        (NoCredentialsError(), LATER, SLOW_DOWN),
        (NoRegionError(), LATER, SLOW_DOWN),
    ],
)
def test_a_connection_that_breaks_is_sorted(error: Exception, state: MailState, others: Others, aws: Aws) -> None:
    failure = not_sent(aws, broken(error))
    assert (failure.state, failure.others) == (state, others)


def test_an_answer_that_cannot_be_read_leaves_the_mail_unknown(aws: Aws) -> None:
    assert not_sent(aws, answers(200, b"<html>")).state is MailState.SEND_UNCONFIRMED


def test_the_reason_names_no_address(aws: Aws) -> None:
    message = "Email address is not verified. The following identities failed the check: maria@example.org"
    failure = not_sent(aws, answers(400, {"message": message}, "MessageRejected"))
    assert "@" not in f"{failure.detailed_reason}"
    assert "@" not in str(failure)


# ------------------------------------------------------------ how fast
@pytest.mark.parametrize(("max_send_rate", "rate"), [(14.0, 14), (1.0, 1), (0.5, 1), (0.0, 1), (500.0, 500)])
def test_the_sending_rate_is_what_ses_says_and_at_least_one(max_send_rate: float, rate: int, aws: Aws) -> None:
    quota = {"Max24HourSend": 50000.0, "MaxSendRate": max_send_rate, "SentLast24Hours": 10.0}
    with scripted() as ses:
        ses.answers("/v2/email/account", {"SendQuota": quota, "SendingEnabled": True}, {})
        assert SesMailer(aws, SETTINGS).sending_rate() == rate


@pytest.mark.parametrize("code", ["AccessDeniedException", "TooManyRequestsException", "InternalFailure"])
def test_where_ses_does_not_say_how_fast_the_pace_is_that_of_a_new_account(code: str, aws: Aws) -> None:
    with scripted() as ses:
        ses.refuses("/v2/email/account", code)
        assert SesMailer(aws, SETTINGS).sending_rate() == 1


def test_a_connection_that_breaks_does_not_keep_mails_from_being_sent(aws: Aws) -> None:
    answer = broken(ReadTimeoutError(endpoint_url="x"))
    with answering(lambda _: answer()):
        assert SesMailer(aws, SETTINGS).sending_rate() == 1
