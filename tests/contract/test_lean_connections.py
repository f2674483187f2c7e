"""Which connections the lean transport uses, whom it trusts, and how long it waits."""

import io
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from homeroom.adapters.lean_aws import http
from homeroom.adapters.lean_aws.account import Account
from homeroom.adapters.lean_aws.http import Http
from homeroom.adapters.lean_aws.messages import Body
from tests.steps.authority import Authority
from tests.steps.far_behaviours import an_answer, answering_once, serving, silent_after
from tests.steps.far_end import Connection, FarEnd, a_far_end
from tests.steps.lean_requests import LARGE, METHODS, Clock, a_request, what_becomes_of
from tests.steps.transports import an_account, aws_by


@pytest.fixture
def transport() -> Http:
    return Http("/dev/null")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(http, "time", clock)
    return clock


# ------------------------------------------------------------ which connection
def connections_after(steps: list[float], transport: Http, clock: Clock, far_end: FarEnd, **more: Any) -> list[int]:
    """Of a request, and of one more after each of these numbers of seconds."""
    for seconds in (0, *steps):
        clock.now += seconds
        transport.send(a_request(far_end, **more))
    return [request.connection for request in far_end.requests]


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize(
    ("seconds", "connections"),
    [
        ([0, 1, 59.9], [0, 0, 0, 0]),
        ([60.1, 0, 60.1, 0], [0, 1, 1, 2, 2]),
        ([-1, 0], [0, 1, 1]),
    ],
)
def test_a_connection_that_was_idle_too_long_is_never_used_again(
    seconds: list[float], connections: list[int], secure: bool, clock: Clock, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    with a_far_end(serving(), tls=authority.server() if secure else None) as far_end:
        assert connections_after(seconds, Http(authority.bundle), clock, far_end) == connections
        for ended in range(connections[-1]):
            far_end.wait_for_end(ended)  # it is closed, not kept beside the other


def test_for_mail_five_seconds_are_too_long(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_far_end(serving(an_answer({"MessageId": "m"}))) as far_end:
        an_account(monkeypatch, far_end.address)
        aws = aws_by("lean", monkeypatch)
        for seconds in (0, 4.9, 5.1, 0):
            clock.now += seconds
            aws.ses.send_email(Content={})
        assert [request.connection for request in far_end.requests] == [0, 0, 1, 1]


def test_each_host_has_a_connection_of_its_own(transport: Http) -> None:
    with a_far_end(serving()) as one, a_far_end(serving()) as other:
        for far_end in (one, other) * 3:
            transport.send(a_request(far_end))
        assert (one.connections, other.connections) == (1, 1)


@METHODS
def test_a_connection_that_the_far_end_has_closed_is_not_used(method: str, transport: Http) -> None:
    with a_far_end(answering_once(an_answer()), serving()) as far_end:
        transport.send(a_request(far_end))
        far_end.wait_for_end(0)
        assert what_becomes_of(a_request(far_end, method), transport) == "200"
        assert [request.connection for request in far_end.requests] == [0, 1]


# ------------------------------------------------------------ how long
@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> Http:
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.2)
    return Http("/dev/null")


@METHODS
@pytest.mark.parametrize("answered", [0, 1])
def test_an_answer_that_does_not_come_in_time_is_lost(answered: int, method: str, soon: Http) -> None:
    with a_far_end(silent_after(answered), serving()) as far_end:
        for _ in range(answered):
            soon.send(a_request(far_end))
        assert what_becomes_of(a_request(far_end, method, read_seconds=0.2), soon) == "lost"
        assert what_becomes_of(a_request(far_end), soon) == "200"
        assert far_end.connections == 2


def test_an_answer_that_comes_drop_by_drop_is_late_too(soon: Http) -> None:
    def behave(connection: Connection) -> None:
        connection.read()
        for drop in an_answer(b"x" * 100):
            connection.send(bytes([drop]))
            threading.Event().wait(0.01)

    with a_far_end(behave) as far_end:
        assert what_becomes_of(a_request(far_end, read_seconds=0.2), soon) == "lost"


def test_a_connection_that_does_not_come_in_time_is_none(soon: Http) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        assert what_becomes_of(a_request(f"http://127.0.0.1:{address[1]}"), soon) == "nothing sent"
        for one in waiting:
            one.close()
    with a_far_end(silent_after(0)) as no_tls:
        assert what_becomes_of(a_request(no_tls.address.replace("http:", "https:")), soon) == "nothing sent"


def test_a_file_may_take_as_long_as_it_moves(soon: Http) -> None:
    def behave(connection: Connection) -> None:
        connection.pauses = 60  # of a hundredth of a second
        serving()(connection)

    file = Body.of_file(io.BytesIO(LARGE))
    with a_far_end(behave) as far_end:
        assert what_becomes_of(a_request(far_end, "PUT", body=file, read_seconds=0.3), soon) == "200"


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_file_that_moves_no_more_is_not_sent(method: str, soon: Http) -> None:
    over, seen = threading.Event(), []

    def behave(connection: Connection) -> None:
        connection.read_some(2_000_000)
        seen.append(over.wait(20))

    body = Body.of_file(io.BytesIO(LARGE)) if method == "PUT" else Body.of_bytes(LARGE)
    with a_far_end(behave) as far_end:
        assert what_becomes_of(a_request(far_end, method, body=body, read_seconds=0.2), soon) == "nothing sent"
        over.set()
        far_end.wait_for_end(0)
    assert seen == [True]


# ------------------------------------------------------------ authorities
def test_whom_to_trust_is_botocores_list_or_the_environments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with a_far_end(serving(), tls=authority.server()) as far_end:
        assert what_becomes_of(a_request(far_end), Http(Account().authorities)) == "nothing sent"
        monkeypatch.setenv("AWS_CA_BUNDLE", authority.bundle)
        assert what_becomes_of(a_request(far_end), Http(Account().authorities)) == "200"
    with a_far_end(serving(), tls=authority.server("127.0.0.2")) as of_another_name:
        assert what_becomes_of(a_request(of_another_name), Http(authority.bundle)) == "nothing sent"
        assert of_another_name.requests == []
