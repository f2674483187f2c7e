"""A parent's new email address, on a phone, with and without JavaScript: typed, confirmed by a link, the log-in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import PASSWORD, begin, fill_in, invite, log_in, register, save
from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def link_to(school: School, address: str, count: int = 1) -> str:
    mail = school.mails_to(address, count)[-1]
    link = re.search(r"https?://\S+/confirm-address/[\w-]{43}", mail["text"])
    assert link
    assert link[0] in mail["html"]
    return link[0]


def confirm(page: Page, link: str, javascript: bool) -> None:
    page.goto(link)
    heading(page, "Is this your new email address?")
    if javascript:
        look_at(page)
    page.get_by_role("button", name="Yes, use this address").click()
    heading(page, "Your email address is confirmed")


@WITH_AND_WITHOUT
def test_a_parent_types_another_address_in_the_form_confirms_it_and_logs_in_with_it(
    javascript: bool, school: School, open_page: OpenPage, admins_cookies: object
) -> None:
    student, invited, own = school.new_student(), school.new_address("work"), school.new_address("home")
    link = invite(open_page(DESK, cookies=admins_cookies), school, [student], invited)
    phone = open_page(PHONE, javascript=javascript)
    begin(phone, link)
    fill_in(phone, [student], "Lucía", "García")
    phone.get_by_label("Email address", exact=True).fill(own)
    save(phone)
    expect(phone.get_by_text(f"We sent a link to {own}. Until you open it, we keep using {invited}.")).to_be_visible()
    other = open_page(PHONE, javascript=javascript)
    confirm(other, link_to(school, own), javascript)
    other.get_by_role("link", name="Log in").click()
    heading(other, "Get a log-in link by email")
    other.get_by_label("Email address").fill(own)
    other.get_by_role("button", name="Email me a log-in link").click()
    mail = school.mails_to(own, 2)[-1]
    log_in_link = re.search(r"https?://\S+/login/link/[\w-]{43}", mail["text"])
    assert log_in_link
    other.goto(log_in_link[0])
    other.get_by_role("button", name="Log in").click()
    heading(other, "My information")
    expect(other.get_by_text(own).first).to_be_visible()
    expect(other.get_by_text(invited)).to_have_count(0)
    phone.reload()
    heading(phone, "You have already answered")


@WITH_AND_WITHOUT
def test_a_registered_parent_changes_the_address_on_their_own_page_and_the_former_one_is_told(
    javascript: bool, school: School, open_page: OpenPage, admins_cookies: object
) -> None:
    student, old, new = school.new_student(), school.new_address("old"), school.new_address("new")
    link = invite(open_page(DESK, cookies=admins_cookies), school, [student], old)
    phone = open_page(PHONE, javascript=javascript)
    begin(phone, link)
    fill_in(phone, [student], "Lucía", "García")
    save(phone)
    register(phone)
    phone.get_by_role("link", name="Change my email address").click()
    if javascript:
        look_at(phone)
    phone.get_by_label("New email address").fill(new)
    phone.get_by_label("Current password").fill("wrong-password")
    phone.get_by_role("button", name="Send the link").click()
    expect(phone.locator("[data-error-summary]")).to_contain_text("This is not your current password.")
    expect(phone.get_by_label("New email address")).to_have_value(new)
    phone.get_by_label("Current password").fill(PASSWORD)
    phone.get_by_role("button", name="Send the link").click()
    heading(phone, "My information")
    first = link_to(school, new)
    if javascript:
        look_at(phone)
    phone.get_by_role("button", name="Send it again").click()
    expect(phone.get_by_text("We sent a new link. The one before doesn't work anymore.")).to_be_visible()
    second = link_to(school, new, 2)
    other = open_page(PHONE, javascript=javascript)
    other.goto(first)
    heading(other, "This link doesn't work anymore")
    confirm(other, second, javascript)
    phone.reload()
    heading(phone, "Log in")
    log_in(phone, new, PASSWORD)
    phone.goto("/me/edit")
    expect(phone.get_by_role("definition").get_by_text(new)).to_be_visible()
    told = school.mails_to(old, 3)[-1]
    assert told["subject"].endswith("your email address was changed")
    assert "to n•••••@example.org" in " ".join(told["text"].split())
