"""What is sent, what comes back, and the three ways in which it may fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple


@dataclass(frozen=True)
class HttpRequest:
    """`origin` is such as `https://sqs.eu-west-1.amazonaws.com`; `target` the path and the query, encoded. A body that
    is a file has a `Content-Length` among the headers. `streamed`: the answer's body is read by whoever asks.
    """

    method: str
    origin: str
    target: str
    headers: Mapping[str, str]
    body: bytes | BinaryIO = b""
    read_seconds: float = 5
    streamed: bool = False


class AwsResponse(NamedTuple):
    """Names of headers are in small letters. `stream` stands in for the body where one was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    stream: BinaryIO | None = None


class NothingSent(Exception):
    """No connection, no credentials: AWS has not heard of the request."""


class AnswerLost(Exception):
    """The request may have been carried out, and nobody knows."""


class ServiceError(Exception):
    """AWS' definite answer that it did not do it. `code` is such as `ThrottlingException`; `details` is all that a JSON
    answer says.
    """

    def __init__(self, status: int, code: str, details: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.details = details
