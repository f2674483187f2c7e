"""What libcurl would do by itself, and a mail would go out twice or a file be lost: each is kept from it."""

import io
from hashlib import sha256
from pathlib import Path

import pytest

from homeroom.adapters.lean_aws.account import Credentials
from homeroom.adapters.lean_aws.http import Http
from homeroom.adapters.lean_aws.messages import Body
from tests.steps.far_behaviours import an_answer, answering_once, closing, resetting, serving
from tests.steps.far_end import Behaviour, Connection, a_far_end
from tests.steps.lean_requests import LARGE, METHODS, a_request, what_becomes_of


@pytest.fixture
def transport() -> Http:
    return Http("/dev/null")


# ------------------------------------------------------------ what is sent
@pytest.mark.parametrize(
    "path", ["/b/../c", "/b/./c", "/b//c", "//", "/..", "/b/..", "/%2E%2E/c", "/a%2Fb?versionId=..%2F"]
)
def test_dots_in_an_address_are_sent_as_they_are(path: str, transport: Http) -> None:
    with a_far_end(serving()) as far_end:
        transport.send(a_request(far_end, "GET", path))
    assert [request.target for request in far_end.requests] == [path]


def test_a_request_that_could_not_be_made_leaves_nothing_to_the_next(transport: Http) -> None:
    with a_far_end(serving()) as far_end, a_far_end(serving()) as another:
        transport.send(a_request(far_end))
        with pytest.raises(UnicodeEncodeError):
            transport.send(a_request(another, credentials=Credentials("id", "sécret", "")))
        transport.send(a_request(far_end))
    assert (len(far_end.requests), len(another.requests)) == (2, 0)


@METHODS
def test_libcurls_own_habits_are_left_out(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    with a_far_end(serving()) as far_end:
        Http("/dev/null").send(a_request(far_end, method, signed_for="dynamodb"))
    (request,) = far_end.requests
    assert (request.method, request.target, request.version) == (method, "/", "HTTP/1.1")
    assert (request.headers["content-type"], request.headers["user-agent"]) == ("text/plain", "homeroom")
    assert not {"expect", "transfer-encoding", "accept-encoding", "cookie"} & request.headers.keys()


@pytest.mark.parametrize("start", [0, 3])
@pytest.mark.parametrize("content", [b"", b"one row", b"\x00" + LARGE[:3_000_000]])
def test_a_file_is_signed_with_its_own_digest(content: bytes, start: int, transport: Http, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old" + content)
    with (tmp_path / "file").open("rb") as opened, a_far_end(serving()) as far_end:
        for file in (opened, io.BytesIO(b"old" + content)):
            file.seek(start)
            body = Body.of_file(file)
            for _ in range(2):  # and from where it began at each try
                transport.send(a_request(far_end, "PUT", body=body))
    expected = (b"old" + content)[start:]
    for request in far_end.requests:
        assert request.body == expected
        assert request.headers["x-amz-content-sha256"] == sha256(expected).hexdigest()
        assert ";x-amz-content-sha256;" in request.headers["authorization"]
        assert not {"expect", "transfer-encoding"} & request.headers.keys()
    assert len(far_end.requests) == 4


def test_a_request_that_could_not_even_be_prepared_leaves_nothing_of_itself(transport: Http) -> None:
    with a_far_end(serving()) as far_end:
        transport.send(a_request(far_end))
        with pytest.raises(UnicodeEncodeError):
            transport.send(a_request(far_end, path="/other", credentials=Credentials("id", "\u00e9", "")))
        transport.send(a_request(far_end))
    assert [request.target for request in far_end.requests] == ["/", "/"]


# ------------------------------------------------------------ sent once
@METHODS
@pytest.mark.parametrize("dies", [resetting(after=True, having_answered=1), closing(having_answered=1)])
def test_a_request_on_a_kept_connection_that_dies_is_sent_once(dies: Behaviour, method: str, transport: Http) -> None:
    with a_far_end(dies, serving()) as far_end:
        first, second = a_request(far_end), a_request(far_end, method, "/second")
        assert [what_becomes_of(request, transport) for request in (first, second)] == ["200", "lost"]
        assert [request.target for request in far_end.requests] == ["/", "/second"]
        assert what_becomes_of(second, transport) == "200"


def test_without_a_connection_nothing_was_sent(transport: Http) -> None:
    with a_far_end(serving()) as far_end:
        far_end.refuse_others()
        assert what_becomes_of(a_request(far_end), transport) == "nothing sent"
    assert what_becomes_of(a_request("http://nowhere.invalid"), transport) == "nothing sent"


@METHODS
def test_could_not_connect_is_no_proof_that_nothing_was_sent(method: str, transport: Http) -> None:
    def behave(connection: Connection) -> None:
        connection.read()
        connection.send(an_answer())
        connection.read()
        far_end.refuse_others()

    with a_far_end(behave) as far_end:
        outcomes = [what_becomes_of(a_request(far_end, method), transport) for _ in range(3)]
        assert outcomes == ["200", "lost", "nothing sent"]


@pytest.mark.parametrize("kept", [0, 1])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_what_was_still_being_written_is_not_sent(method: str, kept: int, transport: Http) -> None:
    body = Body.of_bytes(LARGE) if method == "POST" else Body.of_file(io.BytesIO(LARGE))
    with a_far_end(resetting(after=False, having_answered=kept), serving()) as far_end:
        for _ in range(kept):
            transport.send(a_request(far_end))
        assert what_becomes_of(a_request(far_end, method, body=body), transport) == "nothing sent"
        assert what_becomes_of(a_request(far_end), transport) == "200"


class Unreadable(io.BytesIO):
    def read(self, _: int | None = -1) -> bytes:
        raise OSError("of a family")


def test_an_error_of_the_file_is_raised_and_printed_nowhere(transport: Http, capfd: pytest.CaptureFixture[str]) -> None:
    body = Body(Unreadable(), 0, 9, "", is_large=True)
    with a_far_end(serving()) as far_end:
        with pytest.raises(OSError, match="of a family"):
            transport.send(a_request(far_end, "PUT", body=body))
        assert what_becomes_of(a_request(far_end), transport) == "200"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        b"nonsense\r\n\r\n",
    ],
)
@METHODS
def test_an_answer_that_does_not_come_whole_is_lost(answer: bytes, method: str, transport: Http) -> None:
    with a_far_end(answering_once(answer)) as far_end:
        assert what_becomes_of(a_request(far_end, method), transport) == "lost"
    assert len(far_end.requests) == 1
