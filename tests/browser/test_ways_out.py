"""What a parent does who does not answer: says that it is not their child, asks for a new link, stops the mails. On a
phone, without JavaScript; a screen reader finds its way on every page.
"""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.steps.browser import answer, begin, has_invitation_fields, invite, open_profile, send_invitation
from tests.steps.school import School
from tests.steps.windows import PHONE, OpenPage, look_at

LONG_AGO = "2026-01-01T00:00:00.000000+00:00"


@pytest.fixture
def plain_phone(open_page: OpenPage) -> Page:
    """A parent's, whose browser runs no scripts."""
    return open_page(PHONE, javascript=False)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_not_my_child_for_one_of_two_and_then_for_the_other(school: School, admin: Page, plain_phone: Page) -> None:
    noe, ana = school.new_students("Noé", "Ana")
    parent = school.new_address()
    link = invite(admin, school, [noe, ana], parent)
    page = plain_phone
    page.goto(link)
    page.get_by_role("link", name="Let us know").click()
    heading(page, "Who is not your child?")
    page.get_by_label("Noé").check()
    page.get_by_role("button", name="Tell the school").click()
    heading(page, "Thank you for telling us")
    page.get_by_role("link", name="Continue").click()
    heading(page, "Add your contact information for Ana")

    begin(page, link)
    page.get_by_role("link", name="Let us know").click()
    page.get_by_role("button", name="Ana is not my child").click()
    heading(page, "You told us that this is not for you")

    open_profile(admin, ana)
    expect(admin.get_by_text("Declined: not my child")).to_be_visible()
    assert has_invitation_fields(admin)
    row = f"year,class_code,student_last_name,student_first_name,parent_email\n{ana.csv_row},{parent}"
    [outcome] = school.drop(f"again-{ana.last_name}", row.encode())
    assert outcome["outcome"] == "skipped"
    assert "not their child" in outcome["message"]

    send_invitation(admin, ana, parent)
    answer(page, school.link_to(parent, 3), [ana], "Lucía", "García")


def test_an_expired_link_leads_to_a_new_one(school: School, admin: Page, plain_phone: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    school.rewrite_invitation(parent, expires_at=LONG_AGO, asked_at=LONG_AGO)
    page = plain_phone
    page.goto(link)
    heading(page, "Your link has expired")
    expect(page.get_by_text(f"We can send a new one to {parent[0]}•••••@example.org.")).to_be_visible()
    page.get_by_role("button", name="Send me a new link").click()
    heading(page, "Check your email")
    newest = school.link_to(parent, 2)
    assert "your new link" in school.mails_to(parent, 2)[-1]["subject"]
    answer(page, newest, [student], "Lucía", "García")
    confirmation = school.mails_to(parent, 3)[-1]
    assert "Name: Lucía García" in confirmation["text"]


def test_no_more_mails_and_the_office_is_told_so(school: School, admin: Page, plain_phone: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    [mail] = school.mails_to(parent)
    stop = next(line for line in mail["text"].splitlines() if "/u/" in line)
    page = plain_phone
    page.goto(stop)
    heading(page, "Stop emails from this site?")
    page.get_by_role("button", name="Stop these emails").click()
    heading(page, "You won't get any more emails from here")
    open_profile(admin, student)
    expect(admin.get_by_text("asked for no more emails from this site")).to_be_visible()
    admin.get_by_label("Parent's email address").fill(parent)
    admin.get_by_role("button", name="Send Invitation").click()
    expect(admin.locator("[data-error-summary]")).to_contain_text("asked for no more emails from this site")
    answer(page, link, [student], "Lucía", "García")


def test_a_mail_program_stops_mails_with_one_press(school: School, admin: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    invite(admin, school, [student], parent)
    [mail] = school.mails_to(parent)
    stop = next(line for line in mail["text"].splitlines() if "/u/" in line)
    pressed = requests.post(stop, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False, timeout=60)
    assert pressed.status_code == 200


def test_the_pages_of_the_ways_out(open_page: OpenPage, school: School, admin: Page) -> None:
    noe, ana = school.new_students("Noé", "Wilhelmina Alexandria")
    parent = school.new_address("a-rather-long-address-that-goes-on-and-on")
    first = invite(admin, school, [noe], parent)
    page = open_page()
    page.goto(f"{first}/decline")
    look_at(page)
    send_invitation(admin, ana, parent)
    newest = school.link_to(parent, 2)
    page.goto(first)
    heading(page, "There is a newer email for you")
    look_at(page)
    page.goto(f"{newest}/decline")
    look_at(page)
    page.get_by_role("button", name="Tell the school").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    look_at(page)
    page.goto("/new-link")
    look_at(page)
    stop = next(line for line in school.mails_to(parent, 2)[-1]["text"].splitlines() if "/u/" in line)
    page.goto(stop)
    look_at(page)
    page.get_by_role("button", name="Stop these emails").click()
    look_at(page)
    page.goto(stop.replace("/u/", "/u/x"))
    heading(page, "We don't recognize this link")
    look_at(page)
    page.goto(f"{newest}/decline")
    page.get_by_role("button", name="None of them is my child").click()
    heading(page, "You told us that this is not for you")
    look_at(page)
    open_profile(admin, ana)
    look_at(admin)
    other = school.new_address()
    expired = invite(admin, school, [noe], other)
    school.rewrite_invitation(other, expires_at=LONG_AGO)
    page.goto(expired)
    heading(page, "Your link has expired")
    look_at(page)
