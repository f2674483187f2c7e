"""One attempt at one request, through libcurl, which signs it and keeps the connection.

libcurl has ways of its own that AWS' mail service cannot bear; tests/contract/test_lean_http.py has a test for each.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import pycurl
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)

from homeroom.adapters.lean_aws.account import Credentials
from homeroom.adapters.limits import CONNECT_SECONDS

_USER_AGENT = "homeroom"
_END_OF_HEAD = b"\r\n"


@dataclass(frozen=True)
class FileBody:
    """A file to send: `length` bytes from `start` on."""

    file: BinaryIO
    start: int
    length: int


@dataclass(frozen=True)
class HttpRequest:
    """`url` is complete and encoded. `signed_for` is the name in signatures, such as `ses`. A connection that was idle
    for more than `idle_seconds` is not used. The answer must have come within `read_seconds`; a file may take as long
    as it moves.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    signed_for: str
    region: str
    credentials: Credentials
    body: bytes | FileBody = b""
    read_seconds: float = 5
    idle_seconds: float = 60


@dataclass(frozen=True)
class HttpResponse:
    status: int
    head: list[bytes]
    """Lines of the head, the first one and the empty one included."""
    body: bytes

    def header(self, name: str) -> str:
        """Empty where it was not sent. The name in small letters."""
        wanted = name.encode() + b":"
        for line in self.head:
            if line[: len(wanted)].lower() == wanted:
                return line[len(wanted) :].strip().decode("latin-1")
        return ""

    def headers(self) -> dict[str, str]:
        """All of them, names in small letters."""
        pairs = (line.decode("latin-1").partition(":") for line in self.head[1:-1])
        return {name.strip().lower(): value.strip() for name, _, value in pairs}


class Http:
    """One handle for all services: it keeps one connection for each host, and the list of authorities, which takes
    three times as long to read as all the rest of a connection.
    """

    def __init__(self, authorities: str) -> None:
        self._curl = curl = pycurl.Curl()
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PROXY, "")  # none, whatever the environment says
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.CONNECTTIMEOUT, CONNECT_SECONDS)
        curl.setopt(pycurl.USERAGENT, _USER_AGENT)
        curl.setopt(pycurl.CAINFO, authorities)
        curl.setopt(pycurl.PREREQFUNCTION, self._count)
        self._sends = 0
        self._last_used: dict[str, float] = {}

    def send(self, request: HttpRequest) -> HttpResponse:
        """Raises one of botocore's errors: a ConnectionError when AWS has not heard of the request, an HTTPClientError
        when it may have been carried out and nobody knows.
        """
        curl, head, body = self._curl, list[bytes](), list[bytes]()
        self._prepare(request)
        curl.setopt(pycurl.HEADERFUNCTION, head.append)
        curl.setopt(pycurl.WRITEFUNCTION, body.append)
        self._sends = 0
        try:
            curl.perform()
        except pycurl.error as error:
            raise self._failure(request, error.args[0]) from None
        if not head or head[-1] != _END_OF_HEAD:
            raise ConnectionClosedError(endpoint_url=request.url)
        return HttpResponse(curl.getinfo(pycurl.RESPONSE_CODE), head, b"".join(body))

    def _prepare(self, request: HttpRequest) -> None:
        curl, credentials = self._curl, request.credentials
        curl.setopt(pycurl.CURLU, pycurl.CurlUrl(request.url, pycurl.U_PATH_AS_IS))
        curl.setopt(pycurl.AWS_SIGV4, f"aws:amz:{request.region}:{request.signed_for}")
        curl.setopt(pycurl.USERNAME, credentials.key_id)
        curl.setopt(pycurl.PASSWORD, credentials.secret)
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        if credentials.token:
            lines.append(f"X-Amz-Security-Token: {credentials.token}")
        lines.append("Expect:")  # nothing waits for leave to send its body
        curl.setopt(pycurl.HTTPHEADER, lines)
        curl.setopt(pycurl.FRESH_CONNECT, self._was_idle_too_long(request))
        self._prepare_body(request)

    def _prepare_body(self, request: HttpRequest) -> None:
        curl, body, milliseconds = self._curl, request.body, int(1000 * request.read_seconds)
        curl.setopt(pycurl.HTTPGET, 1)  # forgets the method before
        if isinstance(body, FileBody):
            body.file.seek(body.start)
            curl.setopt(pycurl.UPLOAD, 1)
            curl.setopt(pycurl.READFUNCTION, body.file.read)
            curl.setopt(pycurl.INFILESIZE_LARGE, body.length)
            curl.setopt(pycurl.TIMEOUT_MS, 0)
            curl.setopt(pycurl.LOW_SPEED_LIMIT, 1)
            curl.setopt(pycurl.LOW_SPEED_TIME, max(1, round(request.read_seconds)))
            return
        curl.setopt(pycurl.TIMEOUT_MS, 1000 * CONNECT_SECONDS + milliseconds)
        curl.setopt(pycurl.LOW_SPEED_TIME, 0)
        if request.method == "POST":
            curl.setopt(pycurl.POSTFIELDS, body)

    def _was_idle_too_long(self, request: HttpRequest) -> bool:
        """By the clock on the wall: a function that is frozen between two events may miss that any other goes on."""
        host, now = request.url.split("/", 3)[2], time.time()
        idle = now - self._last_used.get(host, now)
        self._last_used[host] = now
        return not 0 <= idle <= request.idle_seconds

    def _count(self, *_: Any) -> int:
        """Libcurl asks this whenever it begins to send. On a connection that died it would begin anew by itself, and a
        mail would go out twice.
        """
        self._sends += 1
        return int(pycurl.PREREQFUNC_OK if self._sends == 1 else pycurl.PREREQFUNC_ABORT)

    def _failure(self, request: HttpRequest, code: int) -> Exception:
        timed_out = code == pycurl.E_OPERATION_TIMEDOUT
        if not self._sends:
            kind = ConnectTimeoutError if timed_out else EndpointConnectionError
            return kind(endpoint_url=request.url, error=code)
        if self._sends == 1 and self._is_half_sent(request):
            return EndpointConnectionError(endpoint_url=request.url, error=code)
        if timed_out:
            return ReadTimeoutError(endpoint_url=request.url)
        if code in _CLOSED:
            return ConnectionClosedError(endpoint_url=request.url)
        return HTTPClientError(error=f"libcurl's error {code}")

    def _is_half_sent(self, request: HttpRequest) -> bool:
        length = request.body.length if isinstance(request.body, FileBody) else len(request.body)
        return bool(self._curl.getinfo(pycurl.SIZE_UPLOAD_T) < length)


_CLOSED = frozenset(
    {
        pycurl.E_GOT_NOTHING,
        pycurl.E_PARTIAL_FILE,
        pycurl.E_RECV_ERROR,
        pycurl.E_SEND_ERROR,
        pycurl.E_ABORTED_BY_CALLBACK,
    }
)
