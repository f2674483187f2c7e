"""API Gateway for tests that call the functions themselves: which of them gets a request, and in what event."""

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from local.stack.routes import DEFAULT, Route, Routes
from tests.steps.lambda_events import an_event
from tests.steps.template import FOLDERS, functions

HOST = "site.example"


@cache
def api_routes() -> Routes:
    """The routes of template.yaml, each with the folder of its function."""
    return Routes(
        [
            Route(event["Properties"].get("Method", "ANY"), event["Properties"].get("Path", DEFAULT), folder)
            for name, folder in FOLDERS.items()
            for event in functions()[name]["Events"].values()
            if event["Type"] == "HttpApi"
        ]
    )


def http_event(
    method: str,
    target: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    cookies: Sequence[str] = (),
) -> tuple[str, dict[str, Any]]:
    """The folder of the function that gets the request, and the event it gets. `target` is path and query, encoded."""
    written, _, query = target.partition("?")
    path = unquote(written).partition("?")[0]
    match = api_routes().match(method, path)
    assert match, f"no route for {method} {path}"
    event = an_event("http_login")
    event |= {"routeKey": match.route.key, "rawPath": path, "rawQueryString": query}
    event["requestContext"] |= {"routeKey": match.route.key, "domainName": HOST}
    event["requestContext"]["http"] |= {"method": method, "path": path}
    event["headers"] |= {"host": HOST, **(headers or {})}
    if cookies:
        event["cookies"] = list(cookies)
    if match.parameters:
        event["pathParameters"] = match.parameters
    if body:
        event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    return match.route.function, event
