"""Functions get the events, and browsers the answers, that API Gateway's payload format 2.0 promises."""

from base64 import b64decode
from typing import Any

from local.api.event import to_answer, to_event
from local.api.messages import HttpRequest
from local.stack.routes import Match, Route

MATCH = Match(Route("POST", "/students/{id}", "portal"), {"id": "Noé 7"})
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def event_of(target: str = "/", headers: list[tuple[str, str]] | None = None, body: bytes = b"") -> dict[str, Any]:
    return to_event(HttpRequest("POST", target, headers or [], body), MATCH, 1_700_000_000.5, 8000)


def test_the_path_is_decoded_and_the_query_is_not() -> None:
    event = event_of("/students/No%C3%A9%207?q=a%20b&q=c&empty=")
    assert event["rawPath"] == "/students/Noé 7"
    assert event["rawQueryString"] == "q=a%20b&q=c&empty="
    assert event["queryStringParameters"] == {"q": "a b,c", "empty": ""}
    assert event["pathParameters"] == {"id": "Noé 7"}
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "POST /students/{id}"


def test_the_path_is_cut_at_what_decodes_to_a_question_mark() -> None:
    assert event_of("/homerooms/3%3FA?q=%3F")["rawPath"] == "/homerooms/3"
    assert event_of("/homerooms/3%253FA?q=%3F")["rawPath"] == "/homerooms/3%3FA"


def test_repeated_headers_are_joined_and_names_are_lower_case() -> None:
    event = event_of(headers=[("Accept", "text/html"), ("ACCEPT", "text/plain")])
    assert event["headers"]["accept"] == "text/html,text/plain"


def test_cookies_are_a_list_of_their_own() -> None:
    event = event_of(headers=[("Cookie", "a=1; b=2"), ("cookie", "c=3")])
    assert event["cookies"] == ["a=1", "b=2", "c=3"]
    assert "cookie" not in event["headers"]


def test_a_posted_form_arrives_as_base64() -> None:
    event = event_of(headers=[FORM], body="name=Zoë".encode())
    assert event["isBase64Encoded"] is True
    assert b64decode(event["body"]) == "name=Zoë".encode()


def test_json_arrives_as_text() -> None:
    event = event_of(headers=[("content-type", "application/json")], body=b"{}")
    assert (event["isBase64Encoded"], event["body"]) == (False, "{}")


def test_an_empty_body_is_left_out() -> None:
    assert "body" not in event_of(headers=[FORM])


def test_the_domain_is_never_taken_from_a_strange_host_header() -> None:
    assert event_of(headers=[("Host", "evil.example")])["requestContext"]["domainName"] == "127.0.0.1:8000"
    assert event_of(headers=[("Host", "localhost:8000")])["requestContext"]["domainName"] == "localhost:8000"


def test_the_time_is_said_in_both_ways() -> None:
    context = event_of()["requestContext"]
    assert (context["timeEpoch"], context["time"]) == (1_700_000_000_500, "14/Nov/2023:22:13:20 +0000")


def test_each_cookie_of_an_answer_is_a_header_of_its_own() -> None:
    answer = to_answer({"statusCode": 303, "headers": {"Location": "/me"}, "cookies": ["a=1; Path=/", "b=2"]})
    assert answer.status == 303
    assert [pair for pair in answer.headers if pair[0] == "set-cookie"] == [
        ("set-cookie", "a=1; Path=/"),
        ("set-cookie", "b=2"),
    ]


def test_a_base64_answer_is_decoded() -> None:
    answer = to_answer({"statusCode": 200, "isBase64Encoded": True, "body": "AAEC", "headers": {"content-type": "x/y"}})
    assert answer.body == bytes([0, 1, 2])


def test_a_result_without_a_status_is_the_body() -> None:
    answer = to_answer({"hello": "Zoë"})
    assert (answer.status, answer.body) == (200, '{"hello": "Zoë"}'.encode())
