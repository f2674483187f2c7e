"""The code of an email, typed on another device: on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import fill_in, invite, save
from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at

LONG_AGO = "2026-01-01T00:00:00.000000+00:00"


def code_to(school: School, address: str, count: int = 1) -> str:
    """In the text of the newest email to an address; the HTML has the same."""
    mail = school.mails_to(address, count)[-1]
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", mail["text"])
    assert code, "an email without a code"
    assert code[0] in mail["html"]
    return code[0]


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Open the form").click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_the_email_to_the_form_by_the_code(
    school: School, admin: Page, open_page: OpenPage, javascript: bool
) -> None:
    student, parent = school.new_student(), school.new_address()
    invite(admin, school, [student], parent)
    code, page = code_to(school, parent), open_page(javascript=javascript)
    page.goto("/login")
    page.get_by_role("link", name="Do you have a code from that email?").click()
    field = page.get_by_label("Code")
    asked = {"autocomplete": "off", "autocapitalize": "characters", "inputmode": "text", "spellcheck": "false"}
    assert {name: field.get_attribute(name) for name in asked} == asked
    type_code(page, "00000-00000")
    expect(page.locator("#code-error")).to_contain_text("We don't recognize this code")
    assert page.get_by_label("Code").input_value() == "00000-00000"
    type_code(page, code.lower().replace("-", " "))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your contact information for")
    assert page.url.partition("?")[0] == f"{school.url}/answer"
    fill_in(page, [student], "Lucía", "García")
    save(page)
    page.goto("/code")
    type_code(page, code)
    heading(page, "You have already answered")


def test_an_expired_code_leads_to_a_new_one(school: School, admin: Page, open_page: OpenPage) -> None:
    student, parent = school.new_student(), school.new_address()
    invite(admin, school, [student], parent)
    school.rewrite_invitation(parent, expires_at=LONG_AGO, asked_at=LONG_AGO)
    page = open_page(javascript=False)
    page.goto("/code")
    type_code(page, code_to(school, parent))
    heading(page, "Your link has expired")
    page.get_by_role("button", name="Send me a new link").click()
    heading(page, "Check your email")
    assert page.url == f"{school.url}/new-link"
    page.goto("/code")
    type_code(page, code_to(school, parent, 2))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your contact information for")


def test_the_page_of_the_code(open_page: OpenPage, school: School) -> None:
    page = open_page()
    page.goto("/code")
    look_at(page)
    type_code(page, "7KX4M")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    look_at(page)
