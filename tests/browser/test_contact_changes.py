"""A parent changes something; the office sees old beside new and takes it back; the parent reads that it did."""

from playwright.sync_api import Page, expect

from tests.steps.browser import answer, invite, open_profile, register
from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at


def test_the_office_looks_at_a_change_and_takes_it_back(open_page: OpenPage, school: School, admin: Page) -> None:
    student, parent = school.new_student("Noé"), school.new_address("changes")
    page = open_page()
    answer(page, invite(admin, school, [student], parent), [student], "Lucía", "García")
    register(page)
    page.goto("/me/edit")
    page.get_by_label("Last name").fill("García López")
    page.get_by_role("button", name="Save").click()
    open_profile(admin, student)
    admin.get_by_role("link", name="What changed").click()
    look_at(admin)
    admin.get_by_role("button", name="Take this change back").first.click()
    expect(admin.get_by_text("The change was taken back.")).to_be_visible()
    look_at(admin)
    admin.goto("/contacts/changes")
    expect(admin.get_by_role("link", name="Lucía García").first).to_be_visible()
    look_at(admin)
    page.goto("/me")
    expect(page.get_by_text("corrected something here")).to_be_visible()
    look_at(page)
