"""A Site Admin adds a student, moves them, protects them and marks them as left, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at


@pytest.mark.parametrize(("width", "scheme", "javascript"), [(DESK, "light", True), (PHONE, "dark", False)])
def test_a_student_by_hand(
    width: int, scheme: str, javascript: bool, school: School, open_page: OpenPage, admins_cookies: object
) -> None:
    page, last_name = open_page(width, scheme, javascript=javascript, cookies=admins_cookies), school.new_word()
    look = look_at if javascript else (lambda _: None)  # axe is JavaScript itself

    def add() -> None:
        page.goto("/homerooms/3-A")
        page.get_by_role("link", name="Add a student").click()
        page.get_by_label("First name").fill("Ida")
        page.get_by_label("Last name").fill(last_name)
        page.get_by_role("button", name="Add student").click()

    add()
    expect(page.get_by_role("status")).to_have_text("The student was added.")
    expect(page.get_by_role("button", name="Send Invitation")).to_be_visible()
    profile = page.url.partition("?")[0]
    look(page)

    add()
    expect(page.locator("[data-error-summary]")).to_contain_text("There is a student with this name already.")
    expect(page.get_by_role("link", name=f"Ida {last_name}")).to_be_visible()
    expect(page.get_by_label("Homeroom")).to_have_value("3-A")
    look(page)

    page.goto(profile)
    page.get_by_role("link", name="Edit name, student ID, or homeroom").click()
    look(page)
    page.get_by_label("Homeroom").select_option("3-B")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("From 3-A to 3-B")).to_be_visible()

    page.get_by_role("link", name="Protect…").click()
    look(page)
    page.get_by_role("button", name="Protect").click()
    expect(page.locator("#reason-error")).to_be_visible()
    page.get_by_label("Why?").fill("Court order of May 3")
    page.get_by_role("button", name="Protect").click()
    expect(page.get_by_role("status")).to_have_text("This student is protected.")
    expect(page.get_by_text("Court order of May 3")).to_be_visible()

    page.get_by_role("link", name="Left the school…").click()
    look(page)
    page.get_by_role("button", name="Mark as left").click()
    expect(page.get_by_text("Nobody is invited or reminded about this student.").first).to_be_visible()
    page.get_by_role("link", name="Back at the school…").click()
    look(page)
    page.get_by_role("button", name="Mark as back").click()
    expect(page.get_by_role("status")).to_have_text("Marked as back.")
