"""What pages know of a request."""

from typing import Any

from homeroom.web.core.requests import read_request
from tests.steps.gateway import http_event


def visitor(source: str) -> str:
    _, event = http_event("GET", "/code")
    http: dict[str, Any] = event["requestContext"]["http"]
    http["sourceIp"] = source
    return read_request(event, "GET", {}).visitor


def test_whoever_changes_the_half_of_an_address_that_they_choose_freely_is_the_same_visitor_for_every_limit() -> None:
    assert visitor("2001:db8:1:2::9") == visitor("2001:db8:1:2:3:4:5:6") != visitor("2001:db8:1:3::9")
    assert visitor("192.0.2.1") == "192.0.2.1"
