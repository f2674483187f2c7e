"""What pages know of a request."""

from typing import Any

import pytest

from homeroom.domain.kernel.errors import NotFound
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


@pytest.mark.parametrize("text", ["x" * 65, "%F0%9F%91%A9", "a/b", "%00", ""])
def test_what_is_no_id_leads_nowhere_in_a_path_and_names_nothing_in_a_query(text: str) -> None:
    """No table takes a key that is too long."""
    _, event = http_event("GET", f"/requests?done={text}")
    assert read_request(event, "GET", {}).id_named("done") == ""
    for name in ("id", "contact_id"):
        with pytest.raises(NotFound):
            read_request(event, "GET", {name: event["rawQueryString"].partition("=")[2]})


def test_an_id_in_a_query_is_read() -> None:
    _, event = http_event("GET", "/requests?done=fb57b3239bcd447ff1f166cd")
    assert read_request(event, "GET", {}).id_named("done") == "fb57b3239bcd447ff1f166cd"
