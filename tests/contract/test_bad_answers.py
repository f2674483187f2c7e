"""However the far end behaves, a call ends as not sent, lost or refused, and never as done; and mails go out once."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.parsers import ResponseParserError

from homeroom.adapters import aws_clients, botocore_clients
from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.lean_aws import http
from homeroom.adapters.s3 import S3Files
from homeroom.adapters.ses import SesMailer
from ops import add_admin
from tests.steps.aws_uses import GOOD, SETTINGS, USES, outcome
from tests.steps.far_behaviours import (
    an_answer,
    answering_before_the_end,
    answering_once,
    closing,
    resetting,
    serving,
    silent_after,
)
from tests.steps.far_end import Behaviour, Connection, FarEnd, Received, a_far_end
from tests.steps.lean_requests import Clock
from tests.steps.transports import BOTH, REGION, Transport, an_account, aws_by

LIMITS = ("_TABLES", "_QUEUES", "_FILES", "_PASSWORDS", "_SECRETS", "_MAIL")
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def impatience() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http, "CONNECT_SECONDS", 0.25)
        patch.setattr(botocore_clients, "CONNECT_SECONDS", 0.25)
        for name in LIMITS:
            limits = getattr(aws_clients, name)
            patch.setattr(aws_clients, name, limits._replace(attempts=min(limits.attempts, 2), read_seconds=0.25))
        yield


@pytest.fixture(scope="module", params=BOTH)
def transport(request: pytest.FixtureRequest) -> Transport:
    transport: Transport = request.param
    return transport


@pytest.fixture(scope="module")
def lasting(transport: Transport, impatience: None) -> Iterator[tuple[FarEnd, Aws]]:
    """Making boto3's clients is what takes long."""
    with pytest.MonkeyPatch.context() as patch, a_far_end(serving()) as far_end:
        an_account(patch, far_end.address)
        yield far_end, aws_by(transport, patch)


@pytest.fixture
def far_end(lasting: tuple[FarEnd, Aws], transport: Transport, monkeypatch: pytest.MonkeyPatch) -> FarEnd:
    an_account(monkeypatch, lasting[0].address, TRANSPORT_TO_AWS=transport)
    return lasting[0]


@pytest.fixture
def aws(lasting: tuple[FarEnd, Aws]) -> Aws:
    return lasting[1]


def reset_at_once(connection: Connection) -> None:
    connection.reset()


def good_for(request: Received) -> bytes:
    return an_answer(b"" if request.method == "PUT" else GOOD)


def redirect(status: int) -> Behaviour:
    return serving(an_answer(b"", status, {"location": "/elsewhere", "x-amz-bucket-region": REGION}))


REJECTED = {"x-amzn-errortype": "MessageRejected"}
BAD: dict[str, tuple[Behaviour, set[str]]] = {
    "closes": (closing(), {"lost"}),
    "says nothing": (silent_after(0), {"lost"}),
    "nothing but a status": (answering_once(b"HTTP/1.1 200 OK\r\n"), {"lost"}),
    "half a status": (answering_once(b"HTTP/1.1 2"), {"lost"}),
    "half a head": (answering_once(b"HTTP/1.1 200 OK\r\nDate: Thu, 26 Nov"), {"lost"}),
    "half a body": (answering_once(an_answer(b"{}" * 50)[:-50]), {"lost"}),
    "a body of another length": (answering_once(an_answer(b"{}", headers={"content-length": "9"})), {"lost"}),
    "half a chunk": (answering_once(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{}"), {"lost"}),
    "not yet an answer": (answering_once(an_answer(GOOD, 101, {"upgrade": "h2c"})), {"lost"}),
    "garbage": (answering_once(b"\x00\xff\r\n\r\n"), {"lost"}),
    "half a length": (answering_once(b"HTTP/1.1 200 OK\r\nContent-Length:"), {"lost"}),
    "301": (redirect(301), {"refused", "nothing sent"}),
    "302": (redirect(302), {"refused", "nothing sent"}),
    "307": (redirect(307), {"refused", "nothing sent"}),
    "401": (serving(an_answer(b"", 401, {"www-authenticate": "Basic realm=x"})), {"refused", "nothing sent"}),
    "403 in other JSON": (serving(an_answer(b'["x"]', 403)), {"refused", "nothing sent"}),
    "403 in deep JSON": (serving(an_answer(b'{"x":' * 100_000, 403)), {"refused", "nothing sent"}),
    "400, and no text": (serving(an_answer(b"\xff", 400)), {"refused", "nothing sent"}),
    "400 without words": (serving(an_answer(b'{"message": 5}', 400, REJECTED)), {"refused"}),
    "503": (serving(an_answer(b"<html>", 503)), {"refused", "lost"}),
    "503 once": (answering_once(an_answer(b"<html>", 503, {"connection": "close"})), {"refused", "lost"}),
    "503 early": (answering_before_the_end(an_answer(b"", 503)), {"refused", "lost", "nothing sent"}),
    "200 early, and half": (answering_before_the_end(b"HTTP/1.1 200 OK\r\nServer"), {"lost", "nothing sent"}),
    "reset before": (reset_at_once, {"lost", "nothing sent"}),
    "reset while": (resetting(after=False), {"lost", "nothing sent"}),
    "reset after": (resetting(after=True), {"lost"}),
}
BAD_JSON: dict[str, bytes] = {
    "wrong checksum": an_answer(b'{"MessageId": "m"}', headers={"x-amz-crc32": "1"}),
    "html": an_answer(b"<html>"),
    "empty": an_answer(b""),
    "half": an_answer(b'{"MessageId"'),
    "no object": an_answer(b'["MessageId"]'),
    "deep": an_answer(b"[" * 100_000),
    "not in UTF-8": an_answer('{"MessageId": "m"}'.encode("utf-16")),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("behaviour", BAD)
def test_nothing_bad_is_taken_for_done(behaviour: str, use: str, far_end: FarEnd, aws: Aws) -> None:
    bad, outcomes = BAD[behaviour]
    far_end.begin(bad)
    assert outcome(use, aws) in outcomes
    assert not [request for request in far_end.requests if "elsewhere" in request.target]
    if use == "ses":
        assert (len(far_end.requests) <= 1, far_end.connections) == (True, 1)


@pytest.mark.parametrize("use", ["ses", "dynamodb save", "dynamodb read", "sqs"])
@pytest.mark.parametrize("answer", BAD_JSON)
def test_an_answer_that_is_none_of_the_services_is_lost(answer: str, use: str, far_end: FarEnd, aws: Aws) -> None:
    far_end.begin(serving(BAD_JSON[answer]))
    assert outcome(use, aws) == "lost"
    assert len(far_end.requests) <= 1 or use != "ses"


@pytest.mark.parametrize("quota", [None, "x", {"MaxSendRate": "x"}, {"MaxSendRate": None}])
def test_where_ses_says_no_number_mails_go_out_slowly(quota: object, far_end: FarEnd, aws: Aws) -> None:
    far_end.begin(serving(an_answer({"SendQuota": quota})))
    assert SesMailer(aws, SETTINGS).sending_rate() == 1


@pytest.mark.parametrize("use", USES)
def test_what_is_answered_well_is_done(use: str, far_end: FarEnd, aws: Aws) -> None:
    far_end.begin(serving(good_for))
    assert outcome(use, aws) == "done"
    assert outcome(use, aws) == "done"
    assert [request.connection for request in far_end.requests] == [0, 0]


@pytest.mark.parametrize("use", [use for use in USES if use != "ses"])
@pytest.mark.parametrize("first", ["closes", "says nothing", "503 once", "reset after"])
def test_what_may_go_better_is_tried_again(first: str, use: str, far_end: FarEnd, aws: Aws) -> None:
    far_end.begin(BAD[first][0], serving(good_for))
    assert outcome(use, aws) == "done"


# ------------------------------------------------------------ what the environment says
@pytest.fixture
def given(transport: Transport, impatience: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[FarEnd]:
    """A far end, an account, and nothing else that botocore might find."""
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with a_far_end(serving(good_for)) as far_end:
        an_account(monkeypatch, far_end.address, TRANSPORT_TO_AWS=transport)
        yield far_end


@pytest.mark.parametrize("missing", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"])
@pytest.mark.parametrize("use", USES)
def test_without_an_account_nothing_is_sent(
    use: str, missing: str, transport: Transport, given: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(missing)
    expected = "nothing sent"
    if missing == "AWS_REGION" and transport == "boto3" and use.startswith("s3"):
        expected = "done"  # boto3's S3 is the one that needs no region
    assert outcome(use, Aws()) == expected
    assert (given.connections == 0) == (expected == "nothing sent")


@pytest.mark.parametrize("use", USES)
def test_without_a_connection_nothing_is_sent(use: str, given: FarEnd) -> None:
    given.refuse_others()
    assert outcome(use, Aws()) == "nothing sent"


@pytest.mark.parametrize("use", ["ses", "dynamodb save", "s3 open"])
def test_a_proxy_is_for_boto3_alone(
    use: str, transport: Transport, given: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, NOWHERE)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert outcome(use, Aws()) == ("done" if transport == "lean" else "nothing sent")


def region_of(authorization: str) -> str:
    return authorization.partition("Credential=")[2].split("/")[2]


def test_the_region_is_aws_region_in_every_client(given: FarEnd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    aws = Aws()
    for use in USES:
        outcome(use, aws)
    with pytest.raises(ResponseParserError):  # JSON is no answer of CloudFormation's
        add_admin.main("homeroom", "ana@example.org", "Ana")
    assert {region_of(request.headers["authorization"]) for request in given.requests} == {"eu-west-1"}
    assert aws.cognito.meta.region_name == "eu-west-1"
    form = S3Files(aws, SETTINGS).check_form("a.csv", "ana", "/")
    assert "/eu-west-1/s3/" in form.fields["x-amz-credential"]


# ------------------------------------------------------------ a connection that died without a word
@pytest.mark.parametrize(("seconds", "expected", "connections"), [(5.1, "done", [0, 1]), (4.9, "lost", [0])])
def test_a_mail_after_a_silence_goes_over_another_connection(
    seconds: float, expected: str, connections: list[int], far_end: FarEnd, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(http, "time", clock)
    monkeypatch.setattr(botocore_clients, "time", clock)
    far_end.begin(silent_after(1, an_answer(GOOD)), serving(good_for))
    assert outcome("ses", aws) == "done"
    clock.now += seconds
    assert outcome("ses", aws) == expected
    assert [request.connection for request in far_end.requests] == connections
