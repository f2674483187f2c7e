"""What answers instead of AWS where moto never would, and looks at every request: where botocore would send it."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unittest.mock import ANY

from botocore import handlers
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

Answer = Callable[[AWSPreparedRequest], AWSResponse | None]
"""None leaves the request to whoever else answers, such as moto. What it raises is what sending raised."""

_answers: list[Answer] = []
_afterwards: list[Callable[[], None]] = []


def _before_send(request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
    return _answers[-1](request) if _answers else None


def _response_received(**_: Any) -> None:
    for look in _afterwards:
        look()


# Before moto: botocore asks in this order, and every client of this process is made after this module was imported.
handlers.BUILTIN_HANDLERS[:0] = [("before-send", _before_send), ("response-received", _response_received)]


class _Content(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


def answer_of(status: int, body: object, headers: Mapping[str, str] | None = None) -> AWSResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    all_headers = {"content-length": str(len(content)), **(headers or {})}
    return AWSResponse("https://aws.example/", status, all_headers, _Content(content))  # type: ignore[arg-type]


def json_of(request: AWSPreparedRequest) -> Any:
    return json.loads(request.body) if isinstance(request.body, str | bytes) and request.body else {}


def action_of(request: AWSPreparedRequest) -> str:
    """Such as `GetItem`; of services that go by paths, the path."""
    target = request.headers.get("X-Amz-Target", b"")
    action = target.decode() if isinstance(target, bytes) else target
    return action.rpartition(".")[2] or "/" + request.url.split("/", 3)[3]


@contextmanager
def answering(answer: Answer) -> Iterator[None]:
    """Until the end of the block AWS answers like this."""
    _answers.append(answer)
    try:
        yield
    finally:
        _answers.pop()


@contextmanager
def watching(look: Callable[[AWSPreparedRequest], None]) -> Iterator[None]:
    """Each request is looked at before it is answered. What `look` raises, the caller gets."""
    with answering(look):
        yield


@contextmanager
def watching_answers(look: Callable[[], None]) -> Iterator[None]:
    """`look` is called after each answer."""
    _afterwards.append(look)
    try:
        yield
    finally:
        _afterwards.pop()


class Script:
    """Requests that must come, in this order, and what each is answered."""

    def __init__(self) -> None:
        self._left: list[tuple[str, Any, AWSResponse]] = []

    def answers(self, action: str, body: object, expected: Any = ANY) -> None:
        self._left.append((action, expected, answer_of(200, body)))

    def refuses(self, action: str, code: str, **details: Any) -> None:
        self._left.append((action, ANY, answer_of(400, {"__type": f"of.some#{code}", **details})))

    def __call__(self, request: AWSPreparedRequest) -> AWSResponse:
        action, expected, answer = self._left.pop(0)
        assert action == action_of(request)
        parameters = json_of(request)
        parameters.pop("ClientRequestToken", None)
        assert parameters == expected
        return answer

    def assert_is_over(self) -> None:
        assert not self._left


@contextmanager
def scripted() -> Iterator[Script]:
    script = Script()
    with answering(script):
        yield script
    script.assert_is_over()
