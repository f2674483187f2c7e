"""Connections that are kept from one request to the next, one for each host."""

import io
import select
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from homeroom.adapters.aws_http.messages import AnswerLost, AwsResponse, HttpRequest, NothingSent

if TYPE_CHECKING:
    from ssl import SSLContext

_HOW: Mapping[str, Any] = {"timeout": 2, "blocksize": 65_536}
"""Seconds to connect, and bytes of a file at a time."""
_OK = 200


class Transport(Protocol):
    def __call__(self, request: HttpRequest) -> AwsResponse:
        """One attempt. Raises NothingSent or AnswerLost."""


class Connections:
    """A Transport over the network."""

    def __init__(self) -> None:
        self._kept: dict[str, HTTPConnection] = {}
        self._tls: SSLContext | None = None

    def __call__(self, request: HttpRequest) -> AwsResponse:
        connection = self._kept.pop(request.origin, None)
        if connection is None or _is_dropped(connection):
            connection = self._connect(request.origin)
        connection.sock.settimeout(request.read_seconds)
        try:
            connection.request(request.method, request.target, request.body, cast("dict[str, str]", request.headers))
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            if request.streamed and response.status == _OK:
                return AwsResponse(_OK, headers, b"", cast("BinaryIO", _Body(response, connection)))
            body = response.read()
        except (OSError, HTTPException) as error:
            connection.close()
            raise AnswerLost(type(error).__name__) from error
        if response.will_close:
            connection.close()
        else:
            self._kept[request.origin] = connection
        return AwsResponse(response.status, headers, body)

    def __del__(self) -> None:
        for connection in self._kept.values():
            connection.close()

    def _connect(self, origin: str) -> HTTPConnection:
        """Raises NothingSent."""
        scheme, _, host = origin.partition("://")
        connection = self._secure(host) if scheme == "https" else HTTPConnection(host, **_HOW)
        try:
            connection.connect()
        except OSError as error:
            raise NothingSent(type(error).__name__) from error
        return connection

    def _secure(self, host: str) -> HTTPSConnection:
        """One context for all: reading the list of authorities takes longer than all the rest of a connection."""
        if self._tls is None:
            from ssl import create_default_context

            self._tls = create_default_context()
        return HTTPSConnection(host, context=self._tls, **_HOW)


def _is_dropped(connection: HTTPConnection) -> bool:
    """Between two requests there is nothing to read but the other side's end."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    if not poll.poll(0):
        return False
    connection.close()
    return True


class _Body(io.RawIOBase):
    """An answer's body on a connection of its own. One that ends too early is an error and no end: a file that is cut
    off must not look like a shorter file. http.client takes it for one.
    """

    def __init__(self, response: HTTPResponse, connection: HTTPConnection) -> None:
        self._response = response
        self._connection = connection
        self._left = response.length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Raises AnswerLost."""
        try:
            count = self._response.readinto(buffer)
        except (OSError, HTTPException) as error:
            raise AnswerLost(type(error).__name__) from error
        if self._left is not None:
            self._left -= count
            if not count and self._left and len(buffer):
                raise AnswerLost("the body is cut off")
        return count

    def close(self) -> None:
        self._connection.close()
        super().close()
