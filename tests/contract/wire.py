"""Answers where the socket would be: behind botocore's own parsing and retries, which a Stubber leaves out."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders


class _Body:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


def http_answer(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> AWSResponse:
    return AWSResponse("https://aws.example", status, HTTPHeaders.from_dict(headers or {}), _Body(body))


@contextmanager
def answering(client: Any, event: str, answer: Callable[..., AWSResponse]) -> Iterator[None]:
    client.meta.events.register_first(event, answer)
    try:
        yield
    finally:
        client.meta.events.unregister(event, answer)
