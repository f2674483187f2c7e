"""A parent asks the school to invite another parent, a Site Admin approves, and the email arrives."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import answer, has_invitation_fields, invite, register
from tests.steps.school import School, Student
from tests.steps.windows import DESK, PHONE, OpenPage, look_at

BUTTON = "Send Invitation"


@pytest.fixture
def approval(admin: Page) -> Iterator[None]:
    """Parents may invite after a Site Admin approves: during one test."""
    set_may_invite(admin, "After a Site Admin approves")
    yield
    set_may_invite(admin, "No")


def set_may_invite(admin: Page, choice: str) -> None:
    admin.goto("/settings/sharing")
    group = admin.get_by_role("group", name="Can parents invite other parents?")
    group.get_by_label(choice, exact=True).check()
    admin.get_by_role("button", name="Save settings").click()
    expect(admin.get_by_role("status")).to_have_text("The settings are saved.")


def a_parent(page: Page, admin: Page, school: School) -> None:
    """Registered, with a child in 3-A."""
    student = school.new_student()
    answer(page, invite(admin, school, [student], school.new_address("bea")), [student], "Bea", "Pa")
    register(page)


def open_classmate(page: Page, student: Student) -> None:
    page.goto(f"/homerooms/{student.homeroom}")
    page.get_by_role("link", name=student.listed_name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(student.name)


def ask(page: Page, student: Student, address: str) -> None:
    open_classmate(page, student)
    page.get_by_label("Parent's email address").fill(address)
    page.get_by_label("Parent's name").fill("Ana Silva")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("status")).to_contain_text("The school will look at your request.")


@pytest.mark.parametrize(("width", "javascript"), [(DESK, True), (PHONE, False)])
@pytest.mark.usefixtures("approval")
def test_a_parent_asks_a_site_admin_approves_and_the_email_arrives(
    width: int, javascript: bool, school: School, open_page: OpenPage, admin: Page, admins_cookies: object
) -> None:
    parent, office = open_page(width, javascript=javascript), open_page(width, "light", javascript, admins_cookies)
    a_parent(parent, admin, school)
    mei, elsewhere = school.new_student("Mei"), school.new_student("Far", homeroom="3-B")
    address = school.new_address("ana")
    open_classmate(parent, elsewhere)
    assert not has_invitation_fields(parent)
    ask(parent, mei, address)
    expect(parent.get_by_text("Waiting for the school to approve")).to_be_visible()

    office.goto("/students")
    office.get_by_role("link", name="waiting for you").click()
    office.get_by_role("button", name=f"Approve: invite {address}").click()
    expect(office.get_by_role("status")).to_contain_text(f"approved this. The invitation to {address} is on its way.")
    assert "Bea Pa" in school.mails_to(address)[-1]["text"]
    office.get_by_role("link", name="The invitation", exact=True).click()
    expect(office.get_by_text(f"Bea Pa asked the school to send this invitation about {mei.name}.")).to_be_visible()
    expect(office.get_by_text(f"approved the invitation about {mei.name}.")).to_be_visible()

    parent.goto("/me")
    parent.get_by_role("link", name="My invitations").click()
    expect(parent.get_by_text("Approved: the email was sent on")).to_be_visible()


@pytest.mark.usefixtures("approval")
def test_the_second_of_two_admins_sees_what_the_first_has_decided(
    school: School, phone: Page, admin: Page, open_page: OpenPage, admins_cookies: object
) -> None:
    a_parent(phone, admin, school)
    address = school.new_address("ana")
    ask(phone, school.new_student("Mei"), address)
    second = open_page(DESK, cookies=admins_cookies)
    for page in (admin, second):
        page.goto("/requests")
    admin.get_by_role("button", name=f"Decline: do not invite {address}").click()
    second.get_by_role("button", name=f"Approve: invite {address}").click()
    for page in (admin, second):
        expect(page.get_by_role("status")).to_contain_text(f"declined this. Nothing was sent to {address}.")
    phone.reload()
    expect(phone.get_by_text("The school did not approve this")).to_be_visible()


@pytest.mark.usefixtures("approval")
def test_the_pages_are_readable_in_every_look(
    open_page: OpenPage, admins_cookies: object, school: School, admin: Page
) -> None:
    parent, office = open_page(), open_page(cookies=admins_cookies)
    parent.goto("/login")
    a_parent(parent, admin, school)
    parent.goto("/me/invitations")
    look_at(parent)
    mei, address = school.new_student("Mei"), school.new_address("ana")
    open_classmate(parent, mei)
    look_at(parent)
    ask(parent, mei, address)
    look_at(parent)
    parent.goto("/me/invitations")
    look_at(parent)
    office.goto("/requests")
    look_at(office)
    office.get_by_role("button", name=f"Decline: do not invite {address}").click()
    expect(office.get_by_role("status")).to_be_visible()
    look_at(office)
    parent.goto("/homerooms/3-A")
    look_at(parent)
