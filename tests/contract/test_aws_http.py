"""Requests as they go over a real socket, and signatures as botocore makes them."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.aws_http.account import Account, Credentials
from homeroom.adapters.aws_http.connections import Connections
from homeroom.adapters.aws_http.messages import AnswerLost, AwsResponse, HttpRequest, NothingSent, ServiceError
from homeroom.adapters.aws_http.service import AwsRequest
from homeroom.adapters.aws_http.signature import Signer
from homeroom.adapters.s3 import S3Files
from homeroom.domain.imports.upload import Upload
from homeroom.settings import Settings
from tests.steps.aws_http import answer_of, answering

NOW = datetime(2026, 11, 26, 12, 30, 5, tzinfo=UTC)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CUT_OFF = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"


# ------------------------------------------------------------ signatures
@pytest.mark.parametrize("token", ["", "a-token"])
@pytest.mark.parametrize(
    ("service", "path", "query", "body"),
    [
        ("dynamodb", "/", "", b'{"TableName":"t"}'),
        ("ses", "/v2/email/outbound-emails", "", b"{}"),
        ("s3", "/uploads/a%20%2B%C3%A9~/..//b.csv", "versionId=a%2Fb", b""),
    ],
)
def test_signatures_are_botocores(
    service: str, path: str, query: str, body: bytes, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = sha256(body).hexdigest()
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-content-sha256": digest}
    signer = Signer(Credentials("id", "secret", token), "eu-west-1", service)
    ours = signer.sign("POST", ("host.example", path, query), headers, digest, NOW)

    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: NOW)
    url = f"https://host.example{path}" + (f"?{query}" if query else "")
    theirs = AWSRequest("POST", url, headers=headers, data=body)
    theirs.context["payload_signing_enabled"] = True
    auth = S3SigV4Auth if service == "s3" else SigV4Auth
    auth(BotocoreCredentials("id", "secret", token or None), service, "eu-west-1").add_auth(theirs)
    assert ours["authorization"] == theirs.headers["Authorization"]


# ------------------------------------------------------------ who asks, and where
def test_what_an_environment_does_not_say_botocore_finds(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    config = tmp_path / "config"
    config.write_text("[default]\nregion = eu-west-3\naws_access_key_id = mine\naws_secret_access_key = key\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    account = Account()
    assert (account.region, account.credentials()) == ("eu-west-3", Credentials("mine", "key", ""))
    config.write_text("")
    account = Account()
    with pytest.raises(NothingSent):
        account.credentials()
    with pytest.raises(NothingSent):
        _ = account.region


@pytest.mark.parametrize(
    ("environment", "sent", "address"),
    [
        ({}, AwsRequest("GET", "/a"), "https://s3.eu-west-1.amazonaws.com/a"),
        ({}, AwsRequest("GET", "/a", bucket="b"), "https://b.s3.eu-west-1.amazonaws.com/a"),
        ({}, AwsRequest("GET", "/a", bucket="b.c"), "https://s3.eu-west-1.amazonaws.com/b.c/a"),
        ({"AWS_REGION": "cn-north-1"}, AwsRequest("GET", "/a", "q=1"), "https://s3.cn-north-1.amazonaws.com.cn/a?q=1"),
        ({"AWS_ENDPOINT_URL": "http://here:1/"}, AwsRequest("GET", "/a", bucket="b"), "http://here:1/b/a"),
        (
            {"AWS_ENDPOINT_URL": "http://here", "AWS_ENDPOINT_URL_S3": "http://s3"},
            AwsRequest("GET", "/a"),
            "http://s3/a",
        ),
    ],
)
def test_each_request_goes_where_the_environment_says(
    environment: dict[str, str], sent: AwsRequest, address: str, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    seen = []

    def answer(request: HttpRequest) -> AwsResponse:
        seen.append(request.origin + request.target)
        return answer_of(200, b"")

    with answering(aws, answer):
        aws.objects.send(sent)
    assert seen == [address]


# ------------------------------------------------------------ tried again, or not
def outcomes(aws: Aws, *answers: AwsResponse | Exception) -> tuple[int, object]:
    """How often DynamoDB is asked, and what comes of it."""
    left = list(answers)

    def answer(_: HttpRequest) -> AwsResponse:
        one = left.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    with answering(aws, answer):
        try:
            result: object = aws.dynamodb.get_item(TableName="t")
        except (ServiceError, AnswerLost, NothingSent) as error:
            result = error
    return len(answers) - len(left), result


THROTTLED = answer_of(400, {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException"})
REFUSED = answer_of(400, {"__type": "com.amazonaws.dynamodb.v20120810#ValidationException"})
BROKEN = answer_of(503, b"<html>")
WRONG = AwsResponse(200, {"x-amz-crc32": "1"}, b"{}")


@pytest.mark.parametrize("first", [THROTTLED, BROKEN, WRONG, AnswerLost(), NothingSent()])
def test_what_may_go_better_is_tried_again(first: AwsResponse | Exception, aws: Aws) -> None:
    assert outcomes(aws, first, answer_of(200, {})) == (2, {})
    times, result = outcomes(aws, *[first] * 9)
    assert times == 5
    assert isinstance(result, Exception)


def test_a_definite_no_is_not_asked_for_twice(aws: Aws) -> None:
    times, result = outcomes(aws, REFUSED)
    assert times == 1
    assert isinstance(result, ServiceError)
    assert (result.code, result.status) == ("ValidationException", 400)


def test_a_file_is_sent_from_its_beginning_at_each_try(aws: Aws, settings: Settings) -> None:
    seen = []

    def answer(request: HttpRequest) -> AwsResponse:
        assert not isinstance(request.body, bytes)
        seen.append(request.body.read())
        return answer_of(503, b"<Error><Code>SlowDown</Code></Error>") if len(seen) == 1 else answer_of(200, b"")

    with answering(aws, answer):
        S3Files(aws, settings).write_results(Upload(bucket="uploads", key="uploads/a.csv"), io.BytesIO(b"rows"))
    assert seen == [b"rows", b"rows"]


# ------------------------------------------------------------ a real socket
@contextmanager
def a_server(*connections: tuple[bytes, ...]) -> Iterator[tuple[str, Callable[[], list[int]]]]:
    """Answers what it is told, connection by connection, and closes each after that. Gives its address, and the number
    of requests on each connection so far.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    counts: list[int] = []

    def serve() -> None:
        for answers in connections:
            connection, _ = listening.accept()
            counts.append(0)
            with connection:
                for answer in answers:
                    connection.recv(65536)
                    counts[-1] += 1
                    connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", lambda: counts
    finally:
        thread.join(5)
        listening.close()


def a_request(origin: str, *, streamed: bool = False, seconds: float = 5) -> HttpRequest:
    return HttpRequest("GET", origin, "/", {}, read_seconds=seconds, streamed=streamed)


def test_one_connection_serves_many_requests() -> None:
    with a_server((OK, OK, OK)) as (origin, counts):
        connections = Connections()
        assert [connections(a_request(origin)).body for _ in range(3)] == [b"{}"] * 3
        assert counts() == [3]


def test_a_connection_that_the_other_side_has_closed_is_not_used_again() -> None:
    with a_server((OK,), (OK,)) as (origin, counts):
        connections = Connections()
        connections(a_request(origin))
        threading.Event().wait(0.1)
        assert connections(a_request(origin)).status == 200
        assert counts() == [1, 1]


def test_without_a_connection_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NothingSent):
        Connections()(a_request(origin))
    with a_server((b"no TLS",)) as (plain, _), pytest.raises(NothingSent):
        Connections()(a_request(plain.replace("http:", "https:")))


@pytest.mark.parametrize("answer", [b"", CUT_OFF, b"nonsense\r\n\r\n"])
def test_an_answer_that_does_not_come_whole_is_lost(answer: bytes) -> None:
    with a_server((answer,)) as (origin, _), pytest.raises(AnswerLost):
        Connections()(a_request(origin))


def test_an_answer_that_does_not_come_in_time_is_lost() -> None:
    with a_server((b"HTTP/1.1 200 OK\r\n", b"")) as (origin, _), pytest.raises(AnswerLost):
        Connections()(a_request(origin, seconds=0.05))


def test_a_file_that_is_cut_off_is_no_shorter_file() -> None:
    with a_server((CUT_OFF,)) as (origin, _):
        stream = Connections()(a_request(origin, streamed=True)).stream
        assert stream
        with stream, pytest.raises(AnswerLost):
            stream.read()


def test_a_file_that_is_being_read_has_its_connection_for_itself() -> None:
    with a_server((OK,), (OK,)) as (origin, counts):
        connections = Connections()
        stream = connections(a_request(origin, streamed=True)).stream
        assert stream
        with stream:
            assert connections(a_request(origin)).body == b"{}"
            assert stream.read() == b"{}"
        assert counts() == [1, 1]


def test_what_is_read_of_a_file_is_what_moto_keeps(aws: Aws, settings: Settings) -> None:
    aws.s3.put_object(Bucket=settings.upload_bucket, Key="uploads/a.csv", Body=b"one", Metadata={"by-user": "ana"})
    response = aws.objects.send(AwsRequest("GET", "/uploads/a.csv", streamed=True, bucket=settings.upload_bucket))
    assert response.stream
    assert (response.stream.read(), response.headers["x-amz-meta-by-user"]) == (b"one", "ana")
