"""The office records a contact from a phone call, corrects it, and merges two that are one person's."""

from playwright.sync_api import Page, expect

from tests.steps.browser import answer, has_invitation_fields, invite, open_profile, tell_relations
from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at

PHONE_NUMBER = "(415) 555-2671"


def test_a_contact_is_recorded_corrected_and_merged(school: School, admin: Page, open_page: OpenPage) -> None:
    office = admin
    student, sibling = school.new_student(), school.new_student()
    answer(open_page(), invite(office, school, [sibling], school.new_address()), [sibling], "Rosa", "Díaz")

    open_profile(office, student)
    office.get_by_role("link", name="Record a contact given by phone or on paper").click()
    office.get_by_label("First name").fill("Rosa")
    tell_relations(office, [student], "Mother", "Yes")
    office.get_by_label("By phone").check()
    office.get_by_label("Note").fill("Rosa Díaz called on May 3.")
    look_at(office)
    office.get_by_role("button", name="Add this parent").click()
    expect(office.get_by_text("Recorded for them, not confirmed yet")).to_be_visible()
    assert not has_invitation_fields(office)

    office.get_by_role("link", name="Correct", exact=True).click()
    office.get_by_label("First name").fill("")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_role("alert")).to_be_visible()
    look_at(office)
    office.get_by_label("First name").fill("Rosa")
    office.get_by_label("Last name").fill("Díaz")
    office.get_by_label("Mobile phone").fill(PHONE_NUMBER)
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_role("status")).to_have_text("The contact is corrected.")
    expect(office.get_by_text("Rosa Díaz called on May 3.")).to_be_hidden()

    office.get_by_role("link", name="Add another parent").click()
    office.get_by_label("First name").fill("R.")
    office.get_by_label("Last name").fill("Díaz")
    office.locator("#phones").click()
    office.get_by_label("Home phone").fill(PHONE_NUMBER)
    tell_relations(office, [student], "Guardian", "No")
    office.get_by_role("button", name="Add this parent").click()
    look_at(office)
    office.get_by_role("link", name="Compare").first.click()
    look_at(office)
    office.get_by_role("heading", level=2).get_by_role("link").first.click()
    expect(office.get_by_text("This can't be undone.")).to_be_visible()
    look_at(office)
    office.get_by_role("button", name="Merge these two contacts").click()
    expect(office.get_by_role("status")).to_have_text("The two contacts are one now.")
    expect(office.get_by_role("link", name="Compare")).to_be_hidden()
