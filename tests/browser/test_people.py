"""Site Admins: one invites another, who sets name and password, is looked after, and is removed while they work."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at


def test_a_site_admin_is_invited_becomes_one_and_is_removed_while_a_form_is_open(
    open_page: OpenPage, admins_cookies: Any, school: School
) -> None:
    admin, newcomer = open_page(cookies=admins_cookies), open_page()
    address, name = school.new_address("office"), f"Kim {school.new_word()}"
    admin.goto("/settings/people")
    admin.get_by_label("Their email address").fill("office")
    admin.get_by_role("button", name="Send invitation").click()
    expect(admin.locator("[data-error-summary]")).to_be_visible()
    look_at(admin)
    admin.get_by_label("Their email address").fill(address)
    admin.get_by_role("button", name="Send invitation").click()
    expect(admin.get_by_role("heading", name=address)).to_be_visible()
    look_at(admin)
    link = re.search(r"http\S+/login/invited/\S+", school.mails_to(address)[-1]["text"])
    assert link
    newcomer.goto(link[0])
    look_at(newcomer)
    newcomer.get_by_label("Your name").fill(name)
    newcomer.get_by_label("Password", exact=True).fill("seven-quiet-lanterns-float")
    newcomer.get_by_role("button", name="Become a Site Admin").click()
    newcomer.wait_for_url("/")
    newcomer.goto("/students/new")
    newcomer.get_by_label("First name").fill("Zoë")
    admin.goto("/settings/people")
    admin.get_by_role("link", name=name).click()
    look_at(admin)
    admin.get_by_role("button", name=f"Remove {name}").click()
    expect(admin.get_by_text("They are no longer a Site Admin.")).to_be_visible()
    newcomer.locator("form[method=post] button.button").last.click()
    expect(newcomer.get_by_role("heading", name="You are no longer a Site Admin")).to_be_visible()
    look_at(newcomer)
