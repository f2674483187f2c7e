"""A parent's password and log-ins, on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.steps.browser import PASSWORD, answer, invite, log_in, register
from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at

NEW = "lantern-quilt-meadow"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_parent_ends_a_log_in_elsewhere_and_changes_the_password(
    javascript: bool, school: School, open_page: OpenPage, admins_cookies: object
) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(open_page(DESK, cookies=admins_cookies), school, [student], parent)
    phone = open_page(PHONE, javascript=javascript)
    answer(phone, link, [student], "Lucía", "García")
    register(phone)
    first, second = open_page(DESK), open_page(DESK)
    log_in(first, parent, PASSWORD)
    phone.goto("/me")
    phone.get_by_role("link", name="Where I'm logged in").click()
    expect(phone.get_by_role("heading", level=2)).to_have_text([re.compile("Chrome on"), re.compile("Chrome on")])
    phone.get_by_role("button", name="Log out there").click()
    expect(phone.get_by_role("status")).to_have_text("That log-in has ended.")
    first.goto("/me")
    expect(first.get_by_role("heading", level=1)).to_have_text("Log in")

    log_in(second, parent, PASSWORD)
    phone.goto("/me")
    phone.get_by_role("link", name="Change my password").click()
    phone.get_by_label("Current password").fill("wrong-password")
    phone.get_by_label("New password").fill(NEW)
    phone.get_by_role("button", name="Change my password").click()
    expect(phone.locator("[data-error-summary]")).to_contain_text("This is not your current password.")
    phone.get_by_label("Current password").fill(PASSWORD)
    phone.get_by_label("New password").fill(NEW)
    phone.get_by_role("button", name="Change my password").click()
    expect(phone.get_by_role("status")).to_contain_text("Your password is changed.")
    second.goto("/me")
    expect(second.get_by_role("heading", level=1)).to_have_text("Log in")
    log_in(second, parent, NEW)
    phone.goto("/me/sessions")
    phone.get_by_role("button", name="Log out everywhere else").click()
    expect(phone.get_by_role("status")).to_have_text("You are logged out everywhere else.")
    second.goto("/me")
    expect(second.get_by_role("heading", level=1)).to_have_text("Log in")
    if javascript:
        look_at(phone)
