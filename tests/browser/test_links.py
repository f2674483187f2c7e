"""What a link does, and what becomes of it."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import answer, invite, send_invitation
from tests.steps.school import School
from tests.steps.windows import OpenPage


def request(url: str, method: str = "GET") -> tuple[int, dict[str, str]]:
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc)) as connection:
        connection.request(method, parts.path)
        with connection.getresponse() as response:
            response.read()
            return response.status, {name.lower(): value for name, value in response.getheaders()}


def test_opening_a_link_fifty_times_changes_nothing(school: School, admin: Page, open_page: OpenPage) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    school.wait_until_delivered(parent)
    before = school.everything_stored()

    for n in range(50):
        status, headers = request(link, "HEAD" if n % 2 else "GET")
        assert status == 200
        assert "set-cookie" not in headers
    scanner = open_page()
    for _ in range(3):
        scanner.goto(link)
        scanner.wait_for_load_state("networkidle")

    after = school.everything_stored()
    assert {t: rows for t, rows in after.items() if t != "AccessTable"} == {
        t: rows for t, rows in before.items() if t != "AccessTable"
    }
    answer(scanner, link, [student], "Lucía", "García")


def test_a_used_link_says_so(school: School, admin: Page, phone: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    answer(phone, link, [student], "Lucía", "García")
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have already answered")
    assert request(link)[0] == 410


def test_an_unknown_link_says_so(school: School, phone: Page) -> None:
    phone.goto(f"/i/{'x' * 43}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("We don't recognize this link")
    assert request(f"{school.url}/i/{'x' * 43}")[0] == 404


@pytest.mark.parametrize(
    ("attributes", "heading"),
    [
        ({"expires_at": "2026-01-01T00:00:00.000000+00:00"}, "Your link has expired"),
        ({"state": "withdrawn"}, "This invitation was withdrawn"),
    ],
)
def test_a_link_that_is_over_says_why(
    school: School, admin: Page, phone: Page, attributes: dict[str, str], heading: str
) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    school.rewrite_invitation(parent, **attributes)
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
    assert phone.get_by_role("button", name="Start").count() == 0


def test_a_newer_mail_makes_the_earlier_link_dead(school: School, admin: Page, phone: Page) -> None:
    parent = school.new_address()
    noe, ana = school.new_students("Noé", "Ana")
    first = invite(admin, school, [noe], parent)
    send_invitation(admin, ana, parent)
    newest = school.link_to(parent, 2)
    phone.goto(first)
    expect(phone.get_by_role("heading", level=1)).to_have_text("There is a newer email for you")
    answer(phone, newest, [noe, ana], "Lucía", "García")


def test_somebody_else_who_is_logged_in_is_told_so(school: School, admin: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    admin.goto(link)
    expect(admin.get_by_role("heading", level=1)).to_have_text("This link is for someone else")
