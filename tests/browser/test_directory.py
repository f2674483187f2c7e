"""The directory, as a parent finds a family in it, searches it, and prints it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import answer, invite, open_part, register
from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at


def share_phone(page: Page, number: str) -> None:
    page.goto("/me/edit")
    for part in ("phones", "sharing"):
        open_part(page, part)
    page.get_by_label("Mobile phone").fill(number)
    phones = page.get_by_role("group", name="Who can see your phone numbers?")
    phones.get_by_label("Families in").check()
    page.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_parent_finds_a_classmates_family_in_the_directory_and_prints_the_list(
    javascript: bool, school: School, open_page: OpenPage, admins_cookies: Any
) -> None:
    admin = open_page(DESK, cookies=admins_cookies)
    students = [school.new_student("Noé"), school.new_student("Ida")]
    parent = f"Sam {students[1].last_name}"  # nobody else is called so
    mother, other = open_page(PHONE, javascript=javascript), open_page(DESK)
    for page, student, first_name in ((mother, students[0], "Lucía"), (other, students[1], "Sam")):
        link = invite(admin, school, [student], school.new_address())
        answer(page, link, [student], first_name, student.last_name)
        register(page)

    mother.get_by_role("navigation", name="Pages").get_by_role("link", name="Directory").click()
    expect(mother.get_by_text(parent)).to_have_count(0)
    share_phone(other, "(415) 555-2699")
    mother.reload()
    mother.get_by_label("Name of a child or a parent").fill(students[1].last_name)
    mother.get_by_role("button", name="Search").click()
    row = mother.get_by_role("row").filter(has_text=students[1].last_name)
    expect(row).to_contain_text(parent)
    expect(row.get_by_role("link", name="(415) 555-2699")).to_have_attribute("href", "tel:4155552699")
    if javascript:
        look_at(mother)
    mother.get_by_role("link", name="Show all families in").click()
    expect(mother.get_by_label("Name of a child or a parent")).to_have_value("")

    expect(mother.get_by_role("button", name="Print this list")).to_be_visible(visible=javascript)
    mother.emulate_media(media="print")
    expect(mother.get_by_role("heading", level=1)).to_be_visible()
    expect(mother.get_by_role("navigation", name="Pages")).to_be_hidden()
    expect(mother.get_by_role("button", name="Search")).to_be_hidden()
    expect(mother.get_by_text(parent)).to_be_visible()
