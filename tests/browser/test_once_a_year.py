"""Once a year: the office asks whether everything is still right, a parent says so on a phone without JavaScript."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.steps.browser import answer, invite, link_to_confirm, open_profile
from tests.steps.school import School
from tests.steps.windows import PHONE, OpenPage, look_at


def test_the_office_asks_and_a_parent_answers_with_one_press(school: School, admin: Page, open_page: OpenPage) -> None:
    noe, mother = school.new_student("Noé", homeroom="4-B"), school.new_address()
    answer(open_page(PHONE), invite(admin, school, [noe], mother), [noe], "Lucía", "García")
    school.confirmed_long_ago(mother)
    end_what_runs(admin)
    plan_from_today(admin)
    school.run_schedule()
    page = open_page(PHONE, javascript=False)
    say_that_nothing_has_changed(page, link_to_confirm(school, mother, 3))
    admin.goto("/")
    look_at(admin)
    admin.get_by_role("link", name=re.compile("contacts? confirmed")).click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("confirmed")
    expect(admin.get_by_text("García")).to_have_count(0)
    look_at(admin)
    open_profile(admin, noe)
    expect(admin.get_by_text("Confirmed on")).to_be_visible()
    expect(admin.get_by_text("Email proved")).to_be_visible()
    admin.goto("/campaigns")
    admin.get_by_role("link", name="Who has not confirmed").click()
    admin.get_by_role("button", name="End it now").click()
    expect(admin.get_by_role("status")).to_have_text("It has ended. Nobody else is asked.")


def end_what_runs(admin: Page) -> None:
    """Tests share this site, and it asks about one thing at a time."""
    admin.goto("/campaigns")
    current = admin.get_by_role("region").get_by_role("link")
    if current.count():
        current.click()
        admin.get_by_role("button", name=re.compile("End it now|Cancel it")).click()


def plan_from_today(admin: Page) -> None:
    """For one homeroom, after a mistake that is said before anything is counted."""
    admin.goto("/contacts")
    admin.get_by_role("link", name="is this still right?").click()
    today = date.fromisoformat(admin.get_by_label("First day").input_value()) - timedelta(days=1)
    admin.get_by_label("First day").fill(today.isoformat())
    admin.get_by_label("Last day").fill((today - timedelta(days=1)).isoformat())
    admin.get_by_label("These homerooms only:").check()
    admin.get_by_label("4-B", exact=True).check()
    admin.get_by_role("button", name="Count").click()
    expect(admin.locator("[data-error-summary]")).to_contain_text("The last day is before the first day.")
    look_at(admin)
    admin.get_by_label("Last day").fill((today + timedelta(days=20)).isoformat())
    admin.get_by_role("button", name="Count").click()
    expect(admin.get_by_role("heading", name="will be asked")).to_be_visible()
    look_at(admin)
    admin.get_by_role("button", name="Start on").click()
    expect(admin.get_by_role("status")).to_have_text("It is planned. The emails go out on its first day.")


def say_that_nothing_has_changed(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="See what we have").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this still right?")
    page.goto("/me")
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("button", name="Nothing has changed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Lucía")
    page.goto(link)
    expect(page.get_by_role("link", name="Email me a log-in link")).to_be_visible()
