"""Requests that no page sends, to every route: each gets a page of ours, none a 500, and none changes anything."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from homeroom.web.core.guards import Guard
from homeroom.web.core.responses import SECURITY_HEADERS
from homeroom.web.core.routing import Route
from tests.steps.figures import Recorder
from tests.steps.function_site import FunctionSite, Role, a_function_site
from tests.steps.gateway import http_event
from tests.steps.malformed import Sent, malformed
from tests.steps.route_examples import body_of, form_of, path_of

FEWEST = 60
"""Malformed requests to each route."""
SEED = 20260901
WHO_PASSES = {
    Guard.ANYBODY: Role.ANONYMOUS,
    Guard.LINK: Role.ANONYMOUS,
    Guard.STOPPING: Role.ANONYMOUS,
    Guard.ANSWERING: Role.ANSWERED,
    Guard.SECOND_FACTOR: Role.OWES_CODE,
    Guard.SETTING_PASSWORD: Role.SETTING_PASSWORD,
    Guard.ACCOUNT: Role.ONE_OF_TWO,
    Guard.LOGGED_IN: Role.ADMIN,
    Guard.ADMIN: Role.ADMIN,
    Guard.PARENT: Role.PARENT_A,
}
"""Whoever gets past the guard, so that the page itself has to cope."""
HANDLER_TURNS_AWAY = (Guard.ANYBODY, Guard.LINK, Guard.STOPPING, Guard.ANSWERING, Guard.SETTING_PASSWORD)
"""What opens their pages is none of the guard's business."""
ALWAYS = SECURITY_HEADERS.keys() - {"Content-Security-Policy", "Cache-Control"}


@pytest.fixture(scope="module")
def site() -> Iterator[FunctionSite]:
    with a_function_site() as made:
        yield made


def a_good_request(route: Route, site: FunctionSite, role: Role) -> tuple[Sent, dict[str, str]]:
    """With the fields of its form."""
    target, cookies = path_of(route, site, site.families[0]), site.cookies_of(role)
    if route.method == "GET":
        return Sent("GET", target, cookies=cookies), {}
    form = form_of(route, site, site.families[0], role)
    body, content_type = body_of(route, form)
    return Sent("POST", target, body, {"content-type": content_type}, cookies), form


def who_sends(routes: list[Route]) -> Iterator[tuple[Route, list[Role]]]:
    """To each route whoever gets past its guard, and strangers where their requests may end differently: those whom the
    guard turns away get no further on any other route of its method, but where it gives back what was typed.
    """
    met = set()
    for route in routes:
        kind = (route.guard, route.method)
        strangers = [Role.ANONYMOUS] if kind not in met or route.way_back or route.guard in HANDLER_TURNS_AWAY else []
        met.add(kind)
        yield route, list(dict.fromkeys([WHO_PASSES[route.guard], *strangers]))


def wrong_with(answer: dict[str, Any], event: dict[str, Any], site: FunctionSite) -> list[str]:
    status, headers = answer["statusCode"], answer["headers"]
    method = event["requestContext"]["http"]["method"]
    faults = [f"status {status}"] if status >= 500 else []
    faults += [f"no {name}" for name in ALWAYS if headers.get(name) != SECURITY_HEADERS[name]]
    faults += ["no policy"] if "default-src 'none'" not in headers.get("Content-Security-Policy", "") else []
    is_static = event["rawPath"].startswith(("/static/", "/logo/")) and status == 200
    faults += ["may be kept"] if headers.get("Cache-Control") != "no-store" and not is_static else []
    faults += ["not HTML"] if status >= 400 and headers.get("Content-Type") != "text/html; charset=utf-8" else []
    faults += ["no Allow"] if (status == 405) != ("Allow" in headers) else []
    faults += ["a body for HEAD"] if method == "HEAD" and answer["body"] else []
    strange = [value for value in (*headers.values(), *answer["cookies"]) if not value.isascii() or "\n" in value]
    faults += [f"header {value!r}" for value in strange]
    faults += ["something changed"] if (status >= 400 or method in ("GET", "HEAD")) and site.changed else []
    return faults


def test_every_malformed_request_gets_a_page_of_ours_and_changes_nothing(
    site: FunctionSite, record_figure: Recorder
) -> None:
    chance, wrong, tried = Random(SEED), [], 0
    for route, roles in who_sends(site.routes):
        to_this_route = 0
        for role in roles:  # in order: what chance brings is the same each time
            for what, folder, event in malformed(*a_good_request(route, site, role), chance):
                site.start_again()
                to_this_route += 1
                wrong += [
                    f"{route.key}, {role}, {what}: {w}" for w in wrong_with(site.call(folder, event), event, site)
                ]
        assert to_this_route >= FEWEST, route.key
        tried += to_this_route
    assert not wrong, "\n".join(wrong[:50])
    assert not site.log.unhandled, site.log.unhandled[:10]
    patterns = {route.path for route in site.routes}
    assert {line["route"].partition(" ")[2] for line in site.log.invocations} <= patterns | {"route"}
    record_figure("malformed requests", tried)


def test_every_good_request_is_none_of_these(site: FunctionSite) -> None:
    """Else the malformed ones would be refused for something else than what is wrong with them."""
    refused = []
    for route in site.routes:
        site.start_again()
        good, _ = a_good_request(route, site, WHO_PASSES[route.guard])
        if site.call(*good.event)["statusCode"] in (400, 403, 404, 405):
            refused.append(route.key)
    assert not refused


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_head_is_answered_like_get_without_the_body(site: FunctionSite, method: str) -> None:
    for route in site.routes:
        if route.method == "GET":
            good, _ = a_good_request(route, site, WHO_PASSES[route.guard])
            shown, head = site.call(*good.event), site.call(*replace(good, method="HEAD").event)
            assert head == shown | {"body": "", "isBase64Encoded": False} | {"cookies": head["cookies"]}, route.key


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/students/abc", "GET, HEAD"),
        ("POST", "/students", "GET, HEAD"),
        ("GET", "/logout", "POST"),
        ("DELETE", "/login", "GET, POST, HEAD"),
        ("OPTIONS", "/i/abc", "GET, POST, HEAD"),
        ("GET", "/i/abc/new-link", "POST"),
        ("PUT", "/answer/register", "GET, POST, HEAD"),
    ],
)
def test_what_a_path_is_not_for_is_answered_with_what_it_is_for(
    site: FunctionSite, method: str, path: str, allow: str
) -> None:
    answer = site.call(*http_event(method, path))
    assert (answer["statusCode"], answer["headers"]["Allow"]) == (405, allow)
    assert "<h1>This page can&#39;t be used that way</h1>" in answer["body"]


@pytest.mark.parametrize("rubbish", ['"', "'", ">", ")", ".", "%22", "%E2%80%9D", "=3D"])
def test_a_link_with_something_behind_it_gets_a_page_that_helps(site: FunctionSite, rubbish: str) -> None:
    for link in (f"/i/{site.families[0].link}", f"/u/{site.families[0].stop}"):
        answer = site.call(*http_event("GET", link + rubbish))
        assert answer["statusCode"] == 404
        assert "We don&#39;t recognize this link" in answer["body"]


def test_a_log_line_says_the_route_and_never_the_path(site: FunctionSite) -> None:
    site.log.clear()
    for method, path in (("HEAD", "/i/secret"), ("PROPFIND", "/i/secret"), ("GET", "/secret"), ("POST", "/imports/x")):
        site.call(*http_event(method, path))
    routes = ["HEAD /i/{token}", "OTHER /i/{token}", "no route", "POST /imports/{id}"]
    assert [line["route"] for line in site.log.invocations] == routes
    assert {line["correlation_id"] for line in site.log.all} == {"EXAMPLE="}
    assert "secret" not in site.log.text
