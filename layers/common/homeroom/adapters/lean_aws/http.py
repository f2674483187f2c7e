"""One attempt at one request, through libcurl, which signs it and keeps the connection.

libcurl has ways of its own that AWS' mail service cannot bear; tests/contract/test_lean_http.py has a test for each.
"""

import select
import time
from collections.abc import Callable
from typing import Any, BinaryIO

import pycurl

from homeroom.adapters import aws_errors
from homeroom.adapters.lean_aws.messages import Body, HttpRequest, HttpResponse
from homeroom.adapters.limits import CONNECT_SECONDS

_USER_AGENT = "homeroom"
_END_OF_HEAD = b"\r\n"
_FIRST_OF_ANSWERS = 200  # what is below only says that an answer will come


class Http:
    """One handle for all services: it keeps one connection for each host, and the list of authorities, which takes
    three times as long to read as all the rest of a connection.
    """

    def __init__(self, authorities: str) -> None:
        self._curl = curl = pycurl.Curl()
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PROXY, "")  # none, whatever the environment says
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(1000 * CONNECT_SECONDS))
        curl.setopt(pycurl.USERAGENT, _USER_AGENT)
        curl.setopt(pycurl.CAINFO, authorities)
        curl.setopt(pycurl.PREREQFUNCTION, self._count)
        self._sends = 0
        self._settled: Any = None
        self._unreadable: Exception | None = None
        self._multi = pycurl.CurlMulti()
        # A fresh connection ends the one before it: otherwise that would be kept, too, and used again by a later call.
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, 1)
        self._kept: dict[str, tuple[int, float]] = {}
        """Of each host the socket, and when it was last used."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Raises one of botocore's errors: a ConnectionError when AWS has not heard of the request, an HTTPClientError
        when it may have been carried out and nobody knows. An error of the body's file is raised as it is.
        """
        curl, head, body = self._curl, list[bytes](), list[bytes]()
        self._prepare(request)
        curl.setopt(pycurl.HEADERFUNCTION, head.append)
        curl.setopt(pycurl.WRITEFUNCTION, body.append)
        code = self._perform(request)
        if self._unreadable:
            raise self._unreadable
        if code:
            raise self._failure(request, code)
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        if not head or head[-1] != _END_OF_HEAD or status < _FIRST_OF_ANSWERS:
            raise aws_errors.ConnectionClosedError(endpoint_url=request.host)
        return HttpResponse(status, head, b"".join(body))

    def _perform(self, request: HttpRequest) -> int:
        """What went wrong, by libcurl's number, 0 for nothing."""
        multi, self._sends = self._multi, 0
        multi.add_handle(self._curl)
        try:
            if not self._wait(request.read_seconds):
                return int(pycurl.E_OPERATION_TIMEDOUT)
            _, _, failed = multi.info_read()
            self._keep(request.host, self._curl.getinfo(pycurl.ACTIVESOCKET))
        finally:
            multi.remove_handle(self._curl)
        return int(failed[0][1]) if failed else 0

    def _keep(self, host: str, socket: int) -> None:
        """Where none is kept, what was known of the one before stays: should it be there after all, it is old."""
        if socket >= 0:
            self._kept[host] = socket, time.time()

    def _wait(self, seconds: float) -> bool:
        """False where nothing moved for so long. libcurl's own watch for that is half a minute late."""
        multi, moved = self._multi, time.monotonic()
        while multi.perform()[1]:
            milliseconds = multi.timeout()  # until libcurl has to look by itself; negative for never
            if multi.select(min(seconds, milliseconds / 1000) if milliseconds >= 0 else seconds):
                moved = time.monotonic()
            elif time.monotonic() - moved > seconds:
                return False
        return True

    def _prepare(self, request: HttpRequest) -> None:
        curl, body = self._curl, request.body
        settled = request.url, request.method, request.region, request.signed_for, request.credentials
        if settled != self._settled:
            self._settled = None  # as long as it is half done
            self._settle(request)
            self._settled = settled
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        if request.credentials.token:
            lines.append(f"X-Amz-Security-Token: {request.credentials.token}")
        if body:
            lines.append(f"X-Amz-Content-SHA256: {body.digest}")
        lines.append("Expect:")  # nothing waits for leave to send its body
        curl.setopt(pycurl.HTTPHEADER, lines)
        curl.setopt(pycurl.FRESH_CONNECT, self._needs_fresh_connection(request))
        is_large = body is not None and body.is_large
        curl.setopt(pycurl.TIMEOUT_MS, 0 if is_large else int(1000 * (CONNECT_SECONDS + request.read_seconds)))
        curl.setopt(pycurl.HTTPGET, 1)  # forgets the body before
        self._unreadable = None
        if body:
            self._prepare_body(body)

    def _settle(self, request: HttpRequest) -> None:
        """What is the same of one request as of the next, where both are for the same service."""
        curl, credentials = self._curl, request.credentials
        curl.setopt(pycurl.CURLU, pycurl.CurlUrl(request.url, pycurl.U_PATH_AS_IS))
        curl.setopt(pycurl.AWS_SIGV4, f"aws:amz:{request.region}:{request.signed_for}")
        curl.setopt(pycurl.USERNAME, credentials.key_id)
        curl.setopt(pycurl.PASSWORD, credentials.secret)
        curl.setopt(pycurl.CUSTOMREQUEST, request.method)

    def _prepare_body(self, body: Body) -> None:
        """As a file that nobody can go back in: so libcurl knows how much it sent, and never sends it twice."""
        body.file.seek(body.start)
        self._curl.setopt(pycurl.UPLOAD, 1)
        self._curl.setopt(pycurl.READFUNCTION, self._reading(body.file))
        self._curl.setopt(pycurl.INFILESIZE_LARGE, body.length)

    def _reading(self, file: BinaryIO) -> Callable[[int], bytes | int]:
        """Pycurl would print an error with its text, and go on as if the connection had been lost."""

        def read(most: int) -> bytes | int:
            try:
                return file.read(most)
            except Exception as error:  # `send` raises it
                self._unreadable = error
                return int(pycurl.READFUNC_ABORT)

        return read

    def _needs_fresh_connection(self, request: HttpRequest) -> bool:
        """By the clock on the wall: a function that is frozen between two events may miss that any other goes on. And
        libcurl does not look whether a connection has ended that was used within the last second.
        """
        if request.host not in self._kept:
            return False
        socket, last_used = self._kept[request.host]
        return not 0 <= time.time() - last_used <= request.idle_seconds or _has_ended(socket)

    def _count(self, *_: Any) -> int:
        """Libcurl asks this whenever it begins to send. On a connection that died it would begin anew by itself, and a
        mail would go out twice.
        """
        self._sends += 1
        return int(pycurl.PREREQFUNC_OK if self._sends == 1 else pycurl.PREREQFUNC_ABORT)

    def _failure(self, request: HttpRequest, code: int) -> Exception:
        timed_out = code == pycurl.E_OPERATION_TIMEDOUT
        if not self._sends:
            kind = aws_errors.ConnectTimeoutError if timed_out else aws_errors.EndpointConnectionError
            return kind(endpoint_url=request.host, error=code)
        if request.body and self._curl.getinfo(pycurl.SIZE_UPLOAD_T) < request.body.length:
            return aws_errors.EndpointConnectionError(endpoint_url=request.host, error=code)
        if timed_out:
            return aws_errors.ReadTimeoutError(endpoint_url=request.host)
        if code in _CLOSED:
            return aws_errors.ConnectionClosedError(endpoint_url=request.host)
        return aws_errors.HTTPClientError(error=f"libcurl's error {code}")


def _has_ended(socket: int) -> bool:
    """Whether there is something to read where nobody was asked, such as the end."""
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


_CLOSED = frozenset(
    {
        pycurl.E_GOT_NOTHING,
        pycurl.E_PARTIAL_FILE,
        pycurl.E_RECV_ERROR,
        pycurl.E_SEND_ERROR,
        pycurl.E_SEND_FAIL_REWIND,
        pycurl.E_ABORTED_BY_CALLBACK,
    }
)
