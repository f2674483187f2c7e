"""A request and its answer, free of the server that carries them."""

import json
from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass(frozen=True)
class HttpRequest:
    """One request as it came in. `target` is the path with its query, undecoded; headers keep order and repetition."""

    method: str
    target: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    client: str = "127.0.0.1"

    @property
    def path(self) -> str:
        """The decoded path, cut at what decodes to a question mark, as API Gateway hands it over."""
        return unquote(self.target.partition("?")[0]).partition("?")[0]

    @property
    def query(self) -> str:
        """The undecoded query, without its question mark."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str:
        """The first header of that name (in any case), or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True)
class HttpAnswer:
    """What goes back to the browser."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def json_answer(status: int, value: object) -> HttpAnswer:
    """An answer whose body is JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return HttpAnswer(status, [("content-type", "application/json")], body)


def html_answer(status: int, text: str) -> HttpAnswer:
    """An answer whose body is a page."""
    return HttpAnswer(status, [("content-type", "text/html; charset=utf-8")], text.encode())
