"""A server on this machine in place of AWS: it does to each connection what it is told, and keeps every request."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_AT_ONCE = 65_536
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(frozen=True)
class Received:
    """A request as it came. `target` is raw, names of headers are in small letters, `connection` counts from 0."""

    method: str
    target: str
    version: str
    headers: Mapping[str, str]
    body: bytes
    connection: int


class Connection:
    def __init__(self, its_socket: socket.socket, number: int, requests: list[Received]) -> None:
        self.number = number
        self.pauses = 0
        """How often it waits for a moment before it reads on."""
        self._socket, self._requests, self._rest = its_socket, requests, b""

    def read(self) -> Received | None:
        """A whole request, or None when there is no other."""
        head = self._read_until(lambda data: b"\r\n\r\n" in data)
        if not head:
            return None
        first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        if headers.get("expect") == "100-continue":
            self.send(_CONTINUE)
        start = head.index(b"\r\n\r\n") + 4
        end = start + int(headers.get("content-length", "0"))
        whole = self._read_until(lambda data: len(data) >= end)
        if len(whole) < end:
            return None
        self._rest = whole[end:]
        method, target, version = first.split(" ")
        request = Received(method, target, version, headers, whole[start:end], self.number)
        self._requests.append(request)
        return request

    def read_some(self, most: int = 1) -> bytes:
        return self._socket.recv(most)

    def drain(self) -> None:
        """Whatever comes, until the other side has closed."""
        while self._socket.recv(_AT_ONCE):
            pass

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def reset(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def _read_until(self, is_enough: Callable[[bytearray], bool]) -> bytes:
        data = bytearray(self._rest)
        while not is_enough(data):
            if self.pauses:
                self.pauses -= 1
                threading.Event().wait(0.01)
            some = self._socket.recv(_AT_ONCE)
            if not some:
                break
            data += some
        self._rest = bytes(data)
        return self._rest


Behaviour = Callable[[Connection], None]
"""What is done to a connection, from its beginning to its end. When it returns, the connection is closed."""


class FarEnd:
    """Does to the first connection what is said first, and so on; to all further ones what is said last."""

    def __init__(self, *behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Received] = []
        self.connections = 0
        self._behaviours, self._tls = behaviours, tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _AT_ONCE)
        self._open: list[socket.socket] = []
        self._last, self._is_accepted = ("", 0), threading.Event()
        self._threads: list[threading.Thread] = []
        self._starting = threading.Lock()

    @property
    def address(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._listening.getsockname()[1]}"

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def begin(self, *behaviours: Behaviour) -> None:
        """Behave otherwise from now on, and forget what was."""
        with socket.socket() as last:  # whoever has connected before this one has been accepted before, too
            last.bind(("127.0.0.1", 0))
            self._last, self._is_accepted = last.getsockname(), threading.Event()
            last.connect(self._listening.getsockname())
            self._is_accepted.wait(5)
        self._end_all()
        self._behaviours, self.connections = behaviours, 0
        self.requests.clear()

    def refuse_others(self) -> None:
        """No further connection is accepted."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)

    def wait_for_end(self, connection: int) -> None:
        """Until nothing more is done to the connection, from this side."""
        with self._starting:
            thread = self._threads[connection]
        thread.join(5)

    def stop(self) -> None:
        self.refuse_others()
        self._listening.close()
        self._end_all()

    def _end_all(self) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(5)
        self._open.clear()
        self._threads.clear()

    def _in_thread(self, do: Callable[[], None]) -> None:
        thread = threading.Thread(target=do, daemon=True)
        with self._starting:
            thread.start()
            self._threads.append(thread)

    def _accept(self) -> None:
        while True:
            try:
                accepted, peer = self._listening.accept()
            except OSError:  # stopped
                return
            if peer == self._last:
                accepted.close()
                self._is_accepted.set()
                continue
            number, self.connections = self.connections, self.connections + 1
            self._in_thread(lambda accepted=accepted, number=number: self._serve(accepted, number))  # type: ignore[misc]

    def _serve(self, accepted: socket.socket, number: int) -> None:
        behave = self._behaviours[min(number, len(self._behaviours) - 1)]
        with suppress(OSError):  # whoever is at the other end may be gone
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._tls.wrap_socket(accepted, server_side=True) if self._tls else accepted as its_socket:
                self._open.append(its_socket)
                behave(Connection(its_socket, number, self.requests))


@contextmanager
def a_far_end(*behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[FarEnd]:
    far_end = FarEnd(*behaviours, tls=tls)
    far_end.start()
    try:
        yield far_end
    finally:
        far_end.stop()
