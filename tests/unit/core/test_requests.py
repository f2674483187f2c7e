"""What pages see of a request."""

from homeroom.web.core.requests import read_request
from tests.steps.gateway import http_event


def seen_from(address: str) -> str:
    _, event = http_event("GET", "/code")
    event["requestContext"]["http"] |= {"sourceIp": address}
    return read_request(event, "GET", {}).visitor


def test_tries_of_one_subscriber_are_counted_together_whichever_of_their_addresses_they_come_from() -> None:
    assert seen_from("2001:db8:1:2:3:4:5:6") == seen_from("2001:db8:1:2::9") != seen_from("2001:db8:1:3::9")
    assert seen_from("192.0.2.1") != seen_from("192.0.2.2")


def test_no_header_changes_from_where_a_request_comes() -> None:
    claims = {"x-forwarded-for": "198.51.100.7", "forwarded": "for=198.51.100.7", "x-real-ip": "198.51.100.7"}
    (_, plain), (_, claimed) = http_event("GET", "/code"), http_event("GET", "/code", headers=claims)
    assert read_request(plain, "GET", {}).visitor == read_request(claimed, "GET", {}).visitor
