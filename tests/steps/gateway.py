"""API Gateway for tests that call the functions themselves: which of them gets a request, and in what event."""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from samtranslator.yaml_helper import yaml_parse

from local.stack.routes import DEFAULT, Route, Routes
from tests.local_site import ROOT

HOST = "site.example"
FOLDERS = {"PortalFunction": "portal", "AcceptInviteFunction": "accept_invite"}
"""The functions that answer requests, by the template's names."""


@cache
def api_routes() -> Routes:
    """The routes of template.yaml, each with the folder of its function."""
    functions = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))["Resources"]
    return Routes(
        [
            Route(event["Properties"].get("Method", "ANY"), event["Properties"].get("Path", DEFAULT), FOLDERS[name])
            for name in FOLDERS
            for event in functions[name]["Properties"]["Events"].values()
            if event["Type"] == "HttpApi"
        ]
    )


@cache
def _sample_event() -> str:
    return (ROOT / "events" / "http_login.json").read_text()


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
    event: dict[str, Any] = json.loads(_sample_event())
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
