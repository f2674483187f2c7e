"""The sockets and threads: carries requests to a function of ours and its answers back."""

import socket
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local.api.messages import HttpAnswer, HttpRequest, json_answer

LARGEST_BODY = 10 * 1024 * 1024  # bytes, API Gateway's limit
Answer = Callable[[HttpRequest], HttpAnswer]


def make_server(listener: socket.socket, answer: Answer) -> ThreadingHTTPServer:
    """A server on a socket that listens already: whoever connects before it runs waits instead of being refused."""

    class Handler(_Handler):
        answer_to = staticmethod(answer)

    server = _Server(listener.getsockname()[:2], Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.daemon_threads = True
    return server


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has gone before its answer came is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    answer_to: Answer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    timeout = 120

    def _any(self) -> None:
        self._send(self._answer())

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _any  # noqa: N815 (the server's names)

    def log_message(self, *_: object) -> None:
        """Say nothing: the functions keep the log."""

    def _answer(self) -> HttpAnswer:
        length = self.headers.get("content-length") or "0"
        if not length.isdigit() or "transfer-encoding" in self.headers:
            self.close_connection = True
            return json_answer(411, {"message": "Length Required"})
        if int(length) > LARGEST_BODY:
            self.close_connection = True
            return json_answer(413, {"message": "Request Entity Too Large"})
        body = self.rfile.read(int(length))
        return self.answer_to(HttpRequest(self.command, self.path, self.headers.items(), body, self.client_address[0]))

    def _send(self, answer: HttpAnswer) -> None:
        self.send_response_only(answer.status)
        self.send_header("date", self.date_time_string())
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
