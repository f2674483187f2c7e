"""Routes are data: method, path, who may pass, and a plain function. Which of them a request is for is decided here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Json, Page, Redirect

Answer = Page | Redirect | File | Json
Handler = Callable[[Request, Services], Answer]

WayBack = Callable[[Request, Services], FormProof | None]
"""Where the same person may save, in this browser, a form that was refused: None where nothing says so."""

_FOLDERS = (".", "..")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class MethodNotAllowed(HomeroomError):
    """The path is one of ours, but not for this method. `allow` is the header that says which it is for."""

    def __init__(self, allow: str) -> None:
        super().__init__(allow)
        self.allow = allow


@dataclass(frozen=True, repr=False)
class Route:
    """`method` is GET or POST; what is there to GET is there to HEAD. `path` may hold parameters: `/students/{id}`.
    `way_back` makes the route that of a form whose fields people type: refused, it gives back what was typed.
    """

    method: str
    path: str
    guard: Guard
    handler: Handler
    way_back: WayBack | None = None

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, repr=False)
class Match:
    """`key` is for logs: it holds the pattern of the path, never the path itself, which may hold a secret. `params` are
    as they were before they were put into the path.
    """

    key: str
    route: Route
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class NoMatch:
    """`error` says why, NotFound or MethodNotAllowed."""

    key: str
    error: HomeroomError


class RouteTable:
    """Finds the route of a request. A literal segment of a path comes before a parameter, as in API Gateway."""

    def __init__(self, routes: Sequence[Route]) -> None:
        """Raises ValueError for two routes of one method and path."""
        self._paths: dict[str, dict[str, Route]] = {}
        for route in routes:
            if self._paths.setdefault(route.path, {}).setdefault(route.method, route) is not route:
                raise ValueError(route.key)
        self._patterns = sorted((path.split("/") for path in self._paths if "{" in path), key=_literal_first)

    def match(self, method: str, path: str) -> Match | NoMatch:
        """`path` as API Gateway hands it over: decoded once, and cut at what decodes to a question mark. So whoever
        puts anything into a path encodes it twice (`path_segment`), and here it is decoded for the second time.
        """
        place = self._find(path)
        if place is None:
            return NoMatch("no route", NotFound())
        pattern, params = place
        routes = self._paths[pattern]
        route = routes.get("GET" if method == "HEAD" else method)
        key = f"{method if method in _METHODS else 'OTHER'} {pattern}"
        return Match(key, route, params) if route else NoMatch(key, MethodNotAllowed(_allow(routes)))

    def _find(self, path: str) -> tuple[str, Mapping[str, str]] | None:
        if path in self._paths and "{" not in path:
            return path, {}
        segments = path.split("/")
        for pattern in self._patterns:
            params = _params(pattern, segments)
            if params is not None:
                return "/".join(pattern), params
        return None


def path_segment(text: str) -> str:
    """Any text as a part of a path. Browsers take `.` and `..` for folders, also where they are encoded once."""
    encoded = quote(text, safe="")
    return quote(encoded.replace(".", "%2E") if text in _FOLDERS else encoded, safe="")


def _allow(methods: Collection[str]) -> str:
    return ", ".join([*methods, "HEAD"] if "GET" in methods else methods)


def _literal_first(pattern: Sequence[str]) -> list[bool]:
    return [_is_param(segment) for segment in pattern]


def _is_param(segment: str) -> bool:
    return segment.startswith("{")


def _params(pattern: Sequence[str], segments: Sequence[str]) -> Mapping[str, str] | None:
    if len(pattern) != len(segments):
        return None
    params = {}
    for expected, segment in zip(pattern, segments, strict=True):
        if _is_param(expected) and segment:
            params[expected[1:-1]] = unquote(segment)
        elif expected != segment:
            return None
    return params
