"""A file has arrived, and its event is lost: the page says so after a while, and the hourly run begins it."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.log_in import an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor, multipart

FILE = b"year,class_code,student_last_name,student_first_name\n2026-2027,3-A,Li,Mei\n"
LATE = "This is taking longer than usual."


def refreshed(browser: Visitor, page: Answer) -> Answer:
    """What a browser does with such a page, a while later."""
    refresh = re.search(r'<meta http-equiv="refresh" content="\d+;url=([^"]+)">', page.html)
    assert refresh
    return browser.get(unescape(refresh[1]))


def uploaded(stack: Stack) -> tuple[Visitor, str]:
    """A Site Admin's browser, and the address of the page that waits for the check."""
    admin = an_admins_browser(stack)
    answer = admin.post_body("/imports", *multipart(admin.csrf("/imports"), ("3-A & co.csv", FILE)))
    return admin, answer.location


def test_a_page_that_waits_says_after_two_minutes_that_it_takes_long_and_offers_to_upload_again(stack: Stack) -> None:
    admin, address = uploaded(stack)
    page = admin.get(address)
    for minutes in (0, 1):
        stack.clock.wait(timedelta(minutes=minutes))
        page = refreshed(admin, page)
        assert (page.status, page.heading) == (200, "Your file")
        assert LATE not in page.html
    stack.clock.wait(timedelta(minutes=1))
    page = refreshed(admin, page)
    assert LATE in page.html
    assert '<a href="/imports">upload it again</a>' in page.html
    assert LATE in refreshed(admin, page).html


def test_a_page_that_waits_believes_no_moment_that_cannot_be(stack: Stack) -> None:
    admin, address = uploaded(stack)
    for since in ("", "x", "-1", "9" * 400, "9" * 10, "²"):
        page = admin.get(f"{urlsplit(address).path}?since={since}")
        assert page.status == 200
        assert LATE not in page.html


def test_a_check_whose_event_was_lost_is_found_within_two_hours_and_the_page_that_waits_shows_it(stack: Stack) -> None:
    admin, address = uploaded(stack)
    page = admin.get(address)
    stack.clock.now = stack.clock.now.replace(year=2030)
    admin = logged_in(stack, "admin@example.org")
    stack.invoke("remind", an_event("hourly"))
    [upload] = stack.queued_imports()
    assert [upload] == stack.checks()
    message = {
        "kind": "import",
        "version": 1,
        "bucket": upload.bucket,
        "key": upload.key,
        "object_version": upload.object_version,
    }
    stack.invoke("import_csv", sqs_event(message))
    assert refreshed(admin, page).heading == "Check of 3-A & co.csv"
    stack.invoke("remind", an_event("daily"))
    assert stack.queued_imports() == []


def test_an_upload_whose_event_was_lost_is_found_by_the_hourly_run(stack: Stack) -> None:
    stack.put("uploads/lost.csv", FILE)
    stack.clock.now = stack.clock.now.replace(year=2030)
    stack.invoke("remind", an_event("hourly"))
    assert [upload.key for upload in stack.queued_imports()] == ["uploads/lost.csv"]
