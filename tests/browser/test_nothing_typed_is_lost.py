"""A form that cannot be saved as it was sent: what was typed is still there, with and without JavaScript."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.steps.browser import answer, begin, fill_in, invite, log_in, open_part, register, save
from tests.steps.chromium import executable
from tests.steps.school import PATIENCE, School, Student
from tests.steps.windows import PHONE, QUIET, OpenPage, look_at

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


def cookie_of(page: Page, beginning: str) -> str:
    [token] = [c["value"] for c in page.context.cookies() if c["name"].startswith(beginning)]
    return token


def headed(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def two_invitations(school: School, admin: Page) -> list[tuple[Student, str]]:
    students = [school.new_student(name) for name in ("Noé", "Ana")]
    return [(student, invite(admin, school, [student], school.new_address())) for student in students]


@JAVASCRIPT
def test_two_invitations_in_one_browser_do_not_meet(
    school: School, admin: Page, open_page: OpenPage, javascript: bool
) -> None:
    invitations = two_invitations(school, admin)
    first = open_page(PHONE, javascript=javascript)
    tabs = [first, first.context.new_page()]
    for tab, (student, link) in zip(tabs, invitations, strict=True):
        begin(tab, link)
        fill_in(tab, [student], f"Mother of {student.first_name}", "García")
    for tab, (student, _) in zip(tabs, invitations, strict=True):
        save(tab)
        headed(tab, f"Thank you, Mother of {student.first_name}")
    for tab, (student, _) in zip(tabs, invitations, strict=True):
        tab.get_by_role("link", name="Add another parent").click()
        headed(tab, student.first_name)


@JAVASCRIPT
def test_a_form_that_was_open_too_long_is_saved_after_all(
    school: School, admin: Page, open_page: OpenPage, javascript: bool
) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    phone = open_page(PHONE, javascript=javascript)
    begin(phone, link)
    fill_in(phone, [student], "Lucía", "García")
    school.end_session(cookie_of(phone, "__Host-form-"))
    phone.get_by_role("button", name="Save").click()
    headed(phone, "This form was open too long")
    expect(phone.get_by_text("Lucía", exact=True)).to_be_visible()
    expect(phone.get_by_text(f"Relationship to {student.first_name}")).to_be_visible()
    if javascript:
        look_at(phone)
    begin(phone.context.new_page(), link)
    phone.get_by_role("button", name="Try again").click()
    expect(phone.get_by_text("Please check it, then save it.")).to_be_visible()
    save(phone)


@JAVASCRIPT
def test_a_log_in_that_ended_while_a_parent_typed(
    school: School, admin: Page, open_page: OpenPage, javascript: bool
) -> None:
    student, parent = school.new_student(), school.new_address()
    phone = open_page(PHONE, javascript=javascript)
    answer(phone, invite(admin, school, [student], parent), [student], "Lucía", "García")
    register(phone)
    phone.goto("/me/edit")
    open_part(phone, "phones")
    phone.get_by_label("Mobile phone").fill("555 0142")
    school.end_session(cookie_of(phone, "__Host-session"))
    phone.get_by_role("button", name="Save").click()
    headed(phone, "You are no longer logged in")
    expect(phone.get_by_text("555 0142")).to_be_visible()
    with phone.expect_popup() as opened:
        phone.get_by_role("link", name="Log in").click()
    log_in(opened.value, parent, "five-long-words-here")
    phone.get_by_role("button", name="Try again").click()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("status")).to_be_visible()
    expect(phone.get_by_text("555 0142")).to_be_visible()


def test_the_second_of_two_tabs_sees_what_the_first_has_saved(school: School, admin: Page, phone: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    answer(phone, invite(admin, school, [student], parent), [student], "Lucía", "García")
    register(phone)
    tabs = [phone, phone.context.new_page()]
    for tab, number in zip(tabs, ("555 0111", "555 0222"), strict=True):
        tab.goto("/me/edit")
        open_part(tab, "phones")
        tab.get_by_label("Mobile phone").fill(number)
    for tab in tabs:
        tab.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("status")).to_be_visible()
    later = tabs[1]
    expect(later.get_by_text("Now stored: 555 0111")).to_be_visible()
    expect(later.get_by_label("Mobile phone")).to_have_value("555 0222")
    look_at(later)
    later.get_by_role("button", name="Save").click()
    expect(later.get_by_role("status")).to_be_visible()


@pytest.fixture
def without_cookies(chromium: Browser, school: School, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser whose owner has blocked all cookies, in its own settings."""
    profile = tmp_path / "Default"
    profile.mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Preferences").write_text(json.dumps(blocked))
    context = chromium.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=executable(),
        args=QUIET,
        base_url=school.url,
        viewport={"width": PHONE, "height": 844},
    )
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


def test_a_browser_that_blocks_cookies_is_told_so(school: School, admin: Page, without_cookies: BrowserContext) -> None:
    link = invite(admin, school, [school.new_student()], school.new_address())
    page = without_cookies.new_page()
    page.goto(link)
    page.get_by_role("button", name="Start").click()
    headed(page, "Your browser doesn't accept cookies from this site")
    look_at(page)
    page.goto("/login")
    page.get_by_label("Email address").fill("admin@example.org")
    page.get_by_label("Password").fill("correct-horse-battery")
    page.get_by_role("button", name="Log in").click()
    headed(page, "Your browser doesn't accept cookies from this site")
