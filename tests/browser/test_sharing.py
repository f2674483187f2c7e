"""Sharing that shows: what others will see, people who are to see nothing, and a child kept out of lists."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import answer, begin, fill_in, invite, open_part, register, save
from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, WITH_AND_WITHOUT_SCRIPTS, OpenPage, look_at

SHOW = "See what others will see"
NOBODY_SEES = "They see nothing about you, not even your name."


def unfold(page: Page) -> None:
    for part in ("phones", "sharing"):
        open_part(page, part)


def share(page: Page, what: str, audience: str) -> None:
    page.get_by_role("group", name=what).get_by_label(audience).check()


def cards(page: Page) -> list[str]:
    return page.locator("#preview .card").all_inner_texts()


@pytest.mark.parametrize(("width", "javascript"), [*WITH_AND_WITHOUT_SCRIPTS, (DESK, True)])
def test_a_parent_sees_in_the_form_what_others_will_see(
    width: int, javascript: bool, school: School, open_page: OpenPage, admins_cookies: Any
) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(open_page(DESK, cookies=admins_cookies), school, [student], parent)
    page = open_page(width, javascript=javascript)
    begin(page, link)
    unfold(page)
    page.get_by_label("Mobile phone").fill("(415) 555-2671")
    page.get_by_label("First name").fill("Lucía")
    share(page, "Who can see your phone numbers?", "Families in Noé's homeroom")
    if javascript:
        expect(page.locator("#preview")).to_contain_text("555-2671")
        expect(page.locator("summary#sharing")).to_have_text("Other families can see: phone numbers")
    page.get_by_role("button", name=SHOW).press("Enter")
    expect(page.locator("#preview")).to_be_focused()
    homeroom, others = cards(page)
    assert "Lucía" in homeroom
    assert "(415) 555-2671" in homeroom
    assert parent not in homeroom
    assert NOBODY_SEES in others
    expect(page.get_by_label("Mobile phone")).to_have_value("(415) 555-2671")
    if javascript:
        look_at(page)
        share(page, "Who can see your email address?", "All registered families")
        expect(page.locator("#preview .card").last).to_contain_text(parent)
        assert "555-2671" not in cards(page)[1]
    fill_in(page, [student], "Lucía", "García")
    save(page)


def test_people_are_excluded_by_keyboard_and_a_child_is_kept_out_of_lists(
    school: School, open_page: OpenPage, admins_cookies: Any
) -> None:
    admin = open_page(DESK, cookies=admins_cookies)
    students = [school.new_student("Noé"), school.new_student("Ida")]
    mother, other = (open_page(width) for width in (PHONE, DESK))
    for page, student, name in ((mother, students[0], "Lucía"), (other, students[1], "Sam")):
        answer(page, invite(admin, school, [student], school.new_address()), [student], name, "Brown")
        register(page)
    other.goto("/me/edit")
    unfold(other)
    other.get_by_label("Mobile phone").fill("(415) 555-2699")
    share(other, "Who can see your phone numbers?", "Families in Ida's homeroom")
    other.get_by_label("Keep Ida out of class lists").check()
    other.get_by_role("button", name="Save").click()
    expect(other.locator("#children")).to_contain_text("Kept out of lists that other families see")
    mother.goto(f"/students?q={students[1].last_name}")
    expect(mother.get_by_role("link", name=students[1].listed_name)).to_have_count(0)
    other.goto("/me/edit")
    unfold(other)
    other.get_by_label("Keep Ida out of class lists").uncheck()
    other.get_by_role("button", name="Save").click()

    mother.goto("/me")
    mother.get_by_role("link", name="Choose people who don't see my information").press("Enter")
    mother.get_by_label("Email address or full name").press_sequentially("Nobody Known")
    mother.keyboard.press("Enter")
    expect(mother.get_by_role("status")).to_have_text("We will not show your information to Nobody Known.")
    look_at(mother)
    mother.get_by_role("button", name="Take off the list").press("Enter")
    expect(mother.get_by_text("Nobody is on this list.")).to_be_visible()
    mother.get_by_label("A parent whose information you can see").select_option("Sam Brown")
    mother.get_by_role("button", name="Don't show them my information").press("Enter")
    expect(mother.get_by_role("status")).to_have_text("We will not show your information to Sam Brown.")
    mother.get_by_label("Email address or full name").press("Enter")
    expect(mother.locator("[data-error-summary]")).to_be_focused()
    expect(mother.locator("[data-error-summary]")).to_contain_text("Choose a person, or type a name")
    look_at(mother)
