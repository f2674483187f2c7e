"""What answers instead of AWS: moto in process, or whatever a test answers in its place."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import ANY

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.aws_http.messages import AwsResponse, HttpRequest, NothingSent
from tests.steps.quick_moto import make_moto_quick

Answering = Callable[[HttpRequest], AwsResponse]


class FakeTransport:
    """A Transport that ends in this process."""

    def __init__(self) -> None:
        self.answering: Answering = through_moto

    def __call__(self, request: HttpRequest) -> AwsResponse:
        return self.answering(request)


def an_aws() -> Aws:
    """The adapters' AWS, over that transport."""
    make_moto_quick()
    aws = Aws()
    aws.transport = FakeTransport()
    return aws


def through_moto(request: HttpRequest) -> AwsResponse:
    body = request.body if isinstance(request.body, bytes) else request.body.read()
    headers = HTTPHeaders.from_dict(dict(request.headers))
    url = request.origin + request.target
    prepared = AWSPreparedRequest(request.method, url, headers, body, stream_output=False)
    answer = botocore_stubber("before-send", prepared)
    if answer is None:
        raise NothingSent("moto is not there")
    lower_case_headers = {name.lower(): str(value) for name, value in answer.headers.items()}
    streamed = request.streamed and answer.status_code == 200
    stream = io.BytesIO(answer.content) if streamed else None
    return AwsResponse(answer.status_code, lower_case_headers, b"" if streamed else answer.content, stream)


def answer_of(status: int, body: object, headers: Mapping[str, str] | None = None) -> AwsResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return AwsResponse(status, headers or {}, content)


def action_of(request: HttpRequest) -> str:
    """Such as `GetItem`; of services that go by paths, the path."""
    action = request.headers.get("x-amz-target", "")
    return action.rpartition(".")[2] or request.target


@contextmanager
def answering(aws: Aws, answer: Answering) -> Iterator[None]:
    """Until the end of the block the service answers like this."""
    transport = aws.transport
    assert isinstance(transport, FakeTransport)
    before, transport.answering = transport.answering, answer
    try:
        yield
    finally:
        transport.answering = before


@contextmanager
def watching(aws: Aws, look: Callable[[HttpRequest], None], *, after: bool = False) -> Iterator[None]:
    """Each request is looked at, before it is answered or after that. What `look` raises, the caller gets."""

    def answer(request: HttpRequest) -> AwsResponse:
        if not after:
            look(request)
        response = through_moto(request)
        if after:
            look(request)
        return response

    with answering(aws, answer):
        yield


class Script:
    """Requests that must come, in this order, and what each is answered."""

    def __init__(self) -> None:
        self._left: list[tuple[str, Any, AwsResponse]] = []

    def answers(self, action: str, body: object, expected: Any = ANY) -> None:
        self._left.append((action, expected, answer_of(200, body)))

    def refuses(self, action: str, code: str, **details: Any) -> None:
        self._left.append((action, ANY, answer_of(400, {"__type": f"of.some#{code}", **details})))

    def __call__(self, request: HttpRequest) -> AwsResponse:
        action, expected, answer = self._left.pop(0)
        assert action == action_of(request)
        parameters = json.loads(request.body) if isinstance(request.body, bytes) and request.body else {}
        parameters.pop("ClientRequestToken", None)
        assert parameters == expected
        return answer

    def assert_is_over(self) -> None:
        assert not self._left


@contextmanager
def scripted(aws: Aws) -> Iterator[Script]:
    script = Script()
    with answering(aws, script):
        yield script
    script.assert_is_over()
