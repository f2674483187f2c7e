"""Which route a request is for."""

from urllib.parse import unquote

import pytest

from homeroom.domain.kernel.errors import NotFound
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Redirect
from homeroom.web.core.routing import Match, MethodNotAllowed, NoMatch, Route, RouteTable, path_segment


def a_page(_: Request, __: Services) -> Redirect:
    return Redirect("/")


def a_route(key: str) -> Route:
    method, _, path = key.partition(" ")
    return Route(method, path, Guard.ANYBODY, a_page)


TABLE = RouteTable(
    [
        a_route(key)
        for key in (
            "GET /imports/{id}",
            "GET /imports/columns",
            "POST /imports/uploads",
            "POST /imports/{id}/stop",
            "GET /",
            "GET /login",
            "POST /login",
        )
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "key", "params"),
    [
        ("GET", "/", "GET /", {}),
        ("HEAD", "/login", "HEAD /login", {}),
        ("GET", "/imports/columns", "GET /imports/columns", {}),
        ("GET", "/imports/abc", "GET /imports/{id}", {"id": "abc"}),
        ("GET", '/imports/a"\n.b', "GET /imports/{id}", {"id": 'a"\n.b'}),
        ("POST", "/imports/columns/stop", "POST /imports/{id}/stop", {"id": "columns"}),
        ("GET", "/imports/{id}", "GET /imports/{id}", {"id": "{id}"}),
    ],
)
def test_a_literal_part_comes_before_a_parameter(method: str, path: str, key: str, params: dict[str, str]) -> None:
    match = TABLE.match(method, path)
    assert isinstance(match, Match)
    assert (match.key, match.params) == (key, params)


@pytest.mark.parametrize("path", ["/imports", "/imports/", "/imports/a/b", "", "//", "/login/", "login"])
def test_what_no_route_is_for_is_not_found_and_has_no_name_in_logs(path: str) -> None:
    match = TABLE.match("GET", path)
    assert isinstance(match, NoMatch)
    assert (match.key, type(match.error)) == ("no route", NotFound)


@pytest.mark.parametrize(
    ("method", "path", "key", "allow"),
    [
        ("PUT", "/login", "PUT /login", "GET, POST, HEAD"),
        ("GET", "/imports/uploads", "GET /imports/uploads", "POST"),
        ("HEAD", "/imports/a/stop", "HEAD /imports/{id}/stop", "POST"),
        ("get", "/", "OTHER /", "GET, HEAD"),
    ],
)
def test_another_method_is_told_which_the_path_is_for(method: str, path: str, key: str, allow: str) -> None:
    match = TABLE.match(method, path)
    assert isinstance(match, NoMatch)
    assert isinstance(match.error, MethodNotAllowed)
    assert (match.key, match.error.allow) == (key, allow)


@pytest.mark.parametrize("text", ["3-A", "3?A", "50%", "%41", "a/b", "ü 1", "👩", "#", "..", "\x00"])
def test_any_text_survives_in_a_path_that_the_api_decodes_and_cuts(text: str) -> None:
    handed_over = unquote(f"/imports/{path_segment(text)}").partition("?")[0]
    match = TABLE.match("GET", handed_over)
    assert isinstance(match, Match)
    assert match.params == {"id": text}


def test_ordinary_codes_look_the_same_in_an_address() -> None:
    assert path_segment("3-A") == "3-A"


def test_two_handlers_for_one_route_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="GET /login"):
        RouteTable([a_route("GET /login"), a_route("GET /login")])
