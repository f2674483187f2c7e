"""What a far end may do to a connection, well or badly."""

import json
import threading
from collections.abc import Callable, Mapping

from tests.steps.far_end import Behaviour, Connection, Received


def an_answer(body: object = b"{}", status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {"content-length": str(len(content)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} Said So\r\n{head}\r\n".encode() + content


def serving(answer: bytes | Callable[[Received], bytes] = an_answer()) -> Behaviour:  # noqa: B008  bytes do not change
    """One answer after the other, for as long as there are requests."""

    def behave(connection: Connection) -> None:
        while request := connection.read():
            connection.send(answer if isinstance(answer, bytes) else answer(request))

    return behave


def answering_once(answer: bytes) -> Behaviour:
    """Closes the connection after that. Nothing of an empty answer is sent."""

    def behave(connection: Connection) -> None:
        connection.read()
        connection.send(answer)

    return behave


def answering_before_the_end(answer: bytes) -> Behaviour:
    def behave(connection: Connection) -> None:
        connection.read_some()
        connection.send(answer)
        threading.Event().wait(0.05)

    return behave


def resetting(*, after: bool, having_answered: int = 0) -> Behaviour:
    """Reads so many whole requests and answers them; resets while or after the next is read."""

    def behave(connection: Connection) -> None:
        for _ in range(having_answered):
            connection.read()
            connection.send(an_answer())
        connection.read() if after else connection.read_some()
        connection.reset()

    return behave


def closing(*, having_answered: int = 0) -> Behaviour:
    """As `resetting`, after the next was read, but in good order."""

    def behave(connection: Connection) -> None:
        for _ in range(having_answered):
            connection.read()
            connection.send(an_answer())
        connection.read()

    return behave


def silent_after(answers: int, answer: bytes = an_answer()) -> Behaviour:
    """As a connection that has died without a word: after so many answers nothing comes any more."""

    def behave(connection: Connection) -> None:
        for _ in range(answers):
            connection.read()
            connection.send(answer)
        connection.drain()

    return behave
