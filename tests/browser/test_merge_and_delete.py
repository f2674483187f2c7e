"""Two students who are one are merged, and one is deleted, by whoever works in the office."""

from playwright.sync_api import Page, expect

from tests.steps.browser import answer, invite, open_profile, send_invitation
from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at


def test_two_become_one_who_is_deleted_then(
    open_page: OpenPage, admins_cookies: object, school: School, phone: Page
) -> None:
    office = open_page(cookies=admins_cookies)
    one, other = school.new_student("Noé"), school.new_student("Noel", homeroom="3-B")
    answer(phone, invite(office, school, [one], school.new_address()), [one], "Rosa", "Díaz")
    send_invitation(office, other, school.new_address("luis"))

    open_profile(office, one)
    office.get_by_role("link", name="Merge with another student").click()
    office.get_by_label("Name or student ID").fill(other.name)
    office.get_by_role("button", name="Search").click()
    look_at(office)
    office.get_by_role("main").get_by_role("link", name=other.name).click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Are these two the same student?")
    expect(office.get_by_role("main")).to_contain_text("1 open invitation moves.")
    office.get_by_role("group", name="Which name stays?").get_by_label(other.name).check()
    look_at(office)
    office.get_by_role("button", name="Merge the two students").click()
    expect(office.get_by_role("status")).to_contain_text("The two students were merged.")
    expect(office.get_by_role("heading", level=1)).to_have_text(other.name)
    expect(office.get_by_role("heading", name="Rosa Díaz")).to_be_visible()

    office.get_by_role("link", name="Delete", exact=True).click()
    expect(office.get_by_role("main")).to_contain_text("1 parent contact is deleted")
    look_at(office)
    office.get_by_role("button", name="Delete this student").click()
    expect(office.get_by_role("alert")).to_contain_text("Check this box to delete the student.")
    look_at(office)
    office.get_by_label(f"Yes, delete {other.name}").check()
    office.get_by_role("button", name="Delete this student").click()
    expect(office.get_by_role("status")).to_have_text("The student was deleted.")
