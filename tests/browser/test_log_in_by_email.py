"""Back to one's own information without a password: on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import begin, fill_in, invite, save
from tests.steps.log_in_mail import another
from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def secrets_to(school: School, address: str, count: int) -> tuple[str, str]:
    """The link and the code in the newest email to an address; text and HTML have the same."""
    mail = school.mails_to(address, count)[-1]
    link = re.search(r"https?://\S+/login/link/[\w-]{43}", mail["text"])
    code = re.search(r"^ +([0-9]{6})$", mail["text"], re.MULTILINE)
    assert link
    assert code
    assert link[0] in mail["html"]
    assert code[1] in mail["html"]
    assert code[1] not in mail["subject"]
    return link[0], code[1]


def ask(page: Page, address: str) -> None:
    page.goto("/login")
    page.get_by_role("link", name="Email me a log-in link").click()
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Email me a log-in link").click()
    heading(page, "Check your email")


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Log in").click()


def answered(school: School, admin: Page, open_page: OpenPage) -> str:
    """The address of a parent who has saved the form, and not registered: two emails went there."""
    student, parent = school.new_student(), school.new_address()
    page = open_page()
    begin(page, invite(admin, school, [student], parent))
    fill_in(page, [student], "Lucía", "García")
    save(page)
    school.mails_to(parent, 2)
    return parent


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_parent_comes_back_by_the_code_and_on_another_device_by_the_link(
    school: School, admin: Page, open_page: OpenPage, javascript: bool
) -> None:
    parent = answered(school, admin, open_page)
    page = open_page(javascript=javascript)
    ask(page, parent)
    link, code = secrets_to(school, parent, 3)
    other = open_page(javascript=javascript)
    other.goto(link)
    heading(other, "Log in")
    other.get_by_role("button", name="Log in").click()
    heading(other, "My information")
    other.goto(link)
    heading(other, "This doesn't log you in anymore")

    asked = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    assert {name: page.get_by_label("Code").get_attribute(name) for name in asked} == asked
    type_code(page, another(code))
    expect(page.locator("#code-error")).to_contain_text("That code isn't right. You have 4 tries left.")
    type_code(page, code)
    heading(page, "My information")


def test_an_address_that_nobody_knows_gets_the_same_pages_and_no_email(school: School, open_page: OpenPage) -> None:
    page = open_page()
    ask(page, school.new_address("nobody"))
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        type_code(page, "123456")
        expect(page.locator("#code-error")).to_contain_text(f"You have {left} left.")
    type_code(page, "123456")
    heading(page, "This doesn't log you in anymore")


def test_the_pages_that_log_in_by_email(open_page: OpenPage, school: School) -> None:
    page = open_page()
    page.goto("/login/link")
    look_at(page)
    ask(page, school.new_address("nobody"))
    look_at(page)
    type_code(page, "12345")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    look_at(page)
    page.goto(f"/login/link/{'x' * 43}")
    look_at(page)
