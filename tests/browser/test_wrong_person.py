"""The wrong person answered: a Site Admin unlinks them, and the right one answers or is recorded."""

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import (
    answer,
    begin,
    has_invitation_fields,
    invite,
    more_about_contact,
    open_profile,
    register,
    save,
    send_invitation,
    tell_relations,
)
from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at


@pytest.mark.parametrize(("width", "javascript"), [(DESK, True), (PHONE, False)])
def test_the_wrong_parent_answered_and_the_right_one_answers_then(
    width: int, javascript: bool, school: School, open_page: OpenPage, admins_cookies: object
) -> None:
    office = open_page(width, javascript=javascript, cookies=admins_cookies)
    wrong, right = open_page(), open_page()
    student = school.new_student()
    wrong_address, right_address = school.new_address("rosa"), school.new_address("lucia")
    answer(wrong, invite(office, school, [student], wrong_address), [student], "Rosa", "Díaz")
    register(wrong)

    open_profile(office, student)
    more_about_contact(office)
    office.get_by_role("link", name=f"Not {student.first_name}'s parent").click()
    expect(office.get_by_role("heading", level=1)).to_have_text(f"Unlink Rosa Díaz from {student.first_name}?")
    office.get_by_role("button", name="Unlink Rosa Díaz").click()
    expect(office.get_by_role("status")).to_have_text("This contact is no longer linked to the student.")
    assert has_invitation_fields(office)
    wrong.goto("/me")
    expect(wrong.get_by_role("heading", level=1)).to_have_text("Log in")

    send_invitation(office, student, right_address)
    answer(right, school.link_to(right_address), [student], "Lucía", "García")
    open_profile(office, student)
    expect(office.get_by_role("heading", name="Lucía García")).to_be_visible()
    assert not has_invitation_fields(office)


def test_where_another_parent_stands_the_office_records_one_who_confirms_it(
    school: School, admin: Page, phone: Page, open_page: OpenPage
) -> None:
    student = school.new_student()
    answer(phone, invite(admin, school, [student], school.new_address()), [student], "Lucía", "García")
    open_profile(admin, student)
    admin.get_by_role("link", name="Add another parent").click()
    admin.get_by_label("First name").fill("Pablo")
    admin.get_by_label("Last name").fill("López")
    address = school.new_address("pablo")
    admin.get_by_label("Email address").fill(address)
    tell_relations(admin, [student], "Father", "Part of the time")
    expect(admin.get_by_label("Send them an email")).to_be_checked()
    admin.get_by_role("button", name="Add this parent").click()
    expect(admin.get_by_role("status")).to_contain_text("an email asks them to check it")
    expect(admin.get_by_text("Recorded for them, not confirmed yet")).to_be_visible()

    pablo = open_page()
    begin(pablo, school.link_to(address))
    tell_relations(pablo, [student], "Father", "Part of the time")
    save(pablo)
    admin.reload()
    expect(admin.get_by_text("Recorded for them, not confirmed yet")).to_be_hidden()


def test_the_pages_are_readable_in_every_look(
    open_page: OpenPage, admins_cookies: object, school: School, phone: Page
) -> None:
    office = open_page(cookies=admins_cookies)
    student = school.new_student()
    answer(phone, invite(office, school, [student], school.new_address()), [student], "Rosa", "Díaz")
    open_profile(office, student)
    look_at(office)
    for name in (f"Not {student.first_name}'s parent", "Add another parent"):
        more_about_contact(office)
        office.get_by_role("link", name=name).click()
        expect(office.get_by_role("heading", level=1)).to_contain_text(student.first_name)
        look_at(office)
        office.go_back()
