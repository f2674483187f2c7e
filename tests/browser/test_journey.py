"""The parent's way, from the profile page of a student to a parent who logs in and corrects what is stored."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import (
    PASSWORD,
    answer,
    begin,
    fill_in,
    has_invitation_fields,
    invite,
    log_in,
    open_part,
    open_profile,
    register,
    save,
    send_invitation,
    tell_relations,
)
from tests.steps.local_site import wait_until
from tests.steps.school import PATIENCE, School
from tests.steps.windows import DESK, OpenPage


def test_a_student_is_found_by_search_by_homeroom_and_by_grade(school: School, admin: Page) -> None:
    student = school.new_student("Žofie", homeroom="5-B")
    open_profile(admin, student)
    for way in ("/students?q=zof", "/homerooms/5-B", "/grades/5"):
        admin.goto(way)
        admin.get_by_role("link", name=student.listed_name).click()
        expect(admin.get_by_role("heading", level=1)).to_have_text(student.name)
        assert has_invitation_fields(admin)


def test_the_whole_way_of_a_parent(school: School, admin: Page, phone: Page) -> None:
    noe, ana = school.new_students("Noé", "Ana")
    parent, other = school.new_address("lucia"), school.new_address("pablo")
    link = invite(admin, school, [noe, ana], parent, "Lucía")
    mail = school.mails_to(parent)[-1]
    assert noe.name in mail["text"]
    assert ana.name in mail["text"]

    begin(phone, link)
    assert "/i/" not in phone.url
    assert phone.get_by_label("Email address").first.input_value() == parent
    fill_in(phone, [noe, ana], "Lucía", "García")
    open_part(phone, "sharing")
    phone.get_by_role("group", name="Who can see your phone numbers?").get_by_label("Families in").check()
    save(phone)
    admin.reload()
    assert not has_invitation_fields(admin)
    expect(admin.get_by_role("heading", name="Lucía García")).to_be_visible()

    phone.get_by_role("link", name="Add another parent").click()
    phone.get_by_label("First name").fill("Pablo")
    phone.get_by_label("Last name").fill("López")
    phone.get_by_label("Email address").fill(other)
    tell_relations(phone, [noe, ana], "Father", "Part of the time")
    phone.get_by_label("Send them an email").check()
    phone.get_by_role("button", name="Add this parent").click()
    expect(phone.get_by_role("status")).to_contain_text("an email to them is on its way")
    assert "Lucía García added you" in school.mails_to(other)[0]["text"]

    register(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("My information")
    phone.get_by_role("button", name="Log out").click()
    log_in(phone, parent.upper(), PASSWORD)
    expect(phone.get_by_role("heading", level=1)).to_have_text("My information")
    for student in (noe, ana):
        expect(phone.get_by_role("link", name=student.name, exact=True)).to_be_visible()

    phone.get_by_role("link", name="Edit my information").click()
    open_part(phone, "phones")
    phone.get_by_label("Mobile phone").fill("555 0123")
    tell_relations(phone, [ana], "Guardian", "No")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("status")).to_have_text("Your information is saved.")
    expect(phone.locator("#information").get_by_text("555 0123")).to_be_visible()
    expect(phone.get_by_text("Guardian")).to_be_visible()

    phone.get_by_role("button", name="Log out").click()
    expect(phone.get_by_role("status")).to_have_text("You have logged out.")
    phone.goto("/me")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Log in")


def test_the_other_parent_finds_what_was_entered_and_corrects_it(
    school: School, admin: Page, phone: Page, open_page: OpenPage
) -> None:
    student = school.new_student()
    first, second = school.new_address(), school.new_address()
    answer(phone, invite(admin, school, [student], first), [student], "Lucía", "García")
    phone.get_by_role("link", name="Add another parent").click()
    phone.get_by_label("First name").fill("Pabol")
    phone.get_by_label("Last name").fill("López")
    phone.get_by_label("Email address").fill(second)
    tell_relations(phone, [student], "Father", "Yes")
    phone.get_by_label("Send them an email").check()
    phone.get_by_role("button", name="Add this parent").click()

    other = open_page()
    begin(other, school.link_to(second))
    assert other.get_by_label("First name").input_value() == "Pabol"
    assert other.get_by_label("Last name").input_value() == "", "of anything else the form gives a hint"
    expect(other.get_by_text("We have “L…”. Leave this empty to keep it.")).to_be_visible()
    other.get_by_label("First name").fill("Pablo")
    tell_relations(other, [student], "Father", "Yes")
    save(other)

    open_profile(admin, student)
    expect(admin.get_by_role("heading", name="Pablo López")).to_be_visible()
    assert admin.get_by_role("heading", name="Pabol").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_mistake_in_the_form_keeps_what_was_typed_and_leads_to_the_field(
    school: School, admin: Page, open_page: OpenPage, javascript: bool
) -> None:
    student, parent = school.new_student(), school.new_address()
    page = open_page(javascript=javascript)
    begin(page, invite(admin, school, [student], parent))
    page.get_by_label("First name").fill("Lucía")
    page.get_by_label("Email address").fill("lucia@")
    open_part(page, "phones")
    page.get_by_label("Mobile phone").fill("call me")
    page.get_by_role("button", name="Save").click()

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_visible()
    if javascript:
        expect(summary).to_be_focused()
    assert page.get_by_label("First name").input_value() == "Lucía"
    assert page.get_by_label("Mobile phone").input_value() == "call me"
    summary.get_by_role("link", name="something is missing").click()
    assert page.url.endswith("#email")
    for field in ("#email", "#mobile_phone"):
        assert page.locator(field).get_attribute("aria-invalid") == "true"


def test_a_parent_can_answer_by_keyboard_alone(school: School, admin: Page, open_page: OpenPage) -> None:
    student, parent = school.new_student(), school.new_address()
    page = open_page(DESK)
    page.goto(invite(admin, school, [student], parent))
    tab_to(page, "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your contact information")
    for field, keys in (("#first_name", "Lucía"), ("#last_name", "García"), ("select[name^=relationship]", "Mo")):
        tab_to(page, field)
        page.keyboard.type(keys)
    tab_to(page, "input[type=radio][name^=lives_with]")
    page.keyboard.press("Space")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Lucía")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something like this has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def test_registered_parents_see_the_fields_only_where_the_site_lets_parents_invite(
    school: School, admin: Page, phone: Page
) -> None:
    own, friend = school.new_student(), school.new_student("Mei")
    parent, invited = school.new_address(), school.new_address()
    answer(phone, invite(admin, school, [own], parent), [own], "Lucía", "García")
    register(phone)
    log_in(phone, parent, PASSWORD)
    open_profile(phone, friend)
    assert not has_invitation_fields(phone)

    may_parents_invite(admin, "Yes")
    try:
        send_invitation(phone, friend, invited)
        assert "Lucía García invites you" in school.mails_to(invited)[0]["text"]
    finally:
        may_parents_invite(admin, "No")
    open_profile(phone, friend)
    assert not has_invitation_fields(phone)


def may_parents_invite(admin: Page, answer_: str) -> None:
    admin.goto("/settings/sharing")
    admin.get_by_role("group", name="Can parents invite other parents?").get_by_label(answer_).check()
    admin.get_by_role("button", name="Save settings").click()
    expect(admin.get_by_role("status")).to_have_text("The settings are saved.")


def test_a_bounced_mail_is_told_on_the_profile(school: School, admin: Page) -> None:
    student = school.new_student()
    send_invitation(admin, student, f"bounce+{school.new_word().lower()}@simulator.amazonses.com")

    def bounce_is_shown() -> bool:
        admin.reload()
        return admin.get_by_text(re.compile("Bounced: the mailbox")).count() > 0

    wait_until(bounce_is_shown, "word of the bounce on the profile", PATIENCE)
