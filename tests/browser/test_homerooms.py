"""A Site Admin adds a homeroom, renames it, prints its class list with contacts, and merges it into another one."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at


@pytest.mark.parametrize(
    ("javascript", "width"), [(True, PHONE), (False, DESK)], ids=["with scripts", "without scripts"]
)
def test_a_homeroom_is_added_renamed_printed_and_merged(
    javascript: bool, width: int, school: School, open_page: OpenPage, admins_cookies: Any
) -> None:
    page = open_page(width, cookies=admins_cookies, javascript=javascript)
    look = look_at if javascript else lambda _: None
    old, new, other = (f"{word}-1" for word in (school.new_word(), school.new_word(), school.new_word()))
    for code in (old, other):
        page.goto("/homerooms")
        page.get_by_role("link", name="Add a homeroom").click()
        page.get_by_label("Homeroom code").fill(code)
        page.get_by_label("Teachers").fill("Ms. Novak\nMr. Ito")
        look(page)
        page.get_by_role("button", name="Add the homeroom").click()
        expect(page.get_by_role("status")).to_contain_text("The homeroom was added.")
    student = school.new_student("Noé", homeroom=old)

    page.goto(f"/homerooms/{old}")
    page.get_by_role("link", name="Edit this homeroom").click()
    page.get_by_label("Homeroom code").fill(new)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Homeroom {new}")
    expect(page.get_by_role("link", name=student.listed_name)).to_be_visible()

    page.get_by_role("link", name="Class list with contacts").click()
    look(page)
    page.get_by_role("button", name="Open the list").click()
    expect(page.get_by_role("button", name="Print this list")).to_be_visible(visible=javascript)
    look(page)
    page.emulate_media(media="print")
    expect(page.get_by_text(student.listed_name)).to_be_visible()
    expect(page.get_by_text("Confidential: for office use only.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
    page.emulate_media(media="screen")

    page.goto(f"/homerooms/{new}/merge")
    page.get_by_label("Merge into").select_option(other)
    page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_role("button", name=f"Merge {new} into {other}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Homeroom {other}")
    expect(page.get_by_role("link", name=student.listed_name)).to_be_visible()
    page.goto(f"/homerooms/{other}/edit")
    expect(page.get_by_text(f"Free {old}")).to_be_visible()
    look(page)
