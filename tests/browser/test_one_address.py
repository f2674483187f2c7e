"""One address, several people: a couple who share it, and a parent who is asked about another child."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import (
    PASSWORD,
    answer,
    fill_in,
    invite,
    log_in,
    open_profile,
    register,
    save,
    send_invitation,
    tell_relations,
)
from tests.steps.school import School, Student
from tests.steps.windows import WITH_AND_WITHOUT_SCRIPTS, OpenPage, look_at

HEADER = (
    "year,class_code,student_last_name,student_first_name,parent_email,parent_first_name,parent_last_name,"
    "parent2_email,parent2_first_name,parent2_last_name"
)


def a_couples_links(school: School, address: str) -> tuple[Student, list[str]]:
    student = Student("Robin", school.new_word(), "3-A")
    row = f"{student.csv_row},{address},Pat,Lee,{address},Chris,Ray"
    [result] = school.drop(student.last_name, f"{HEADER}\n{row}".encode())
    assert result["outcome"] == "invited"
    [mail] = school.mails_to(address)
    for text in (mail["text"], mail["html"]):
        assert text.index("I am Pat") < text.index("I am Chris")
    links = re.findall(r"http\S+/i/\S+", mail["text"])
    return student, links


@pytest.mark.parametrize(("width", "javascript"), WITH_AND_WITHOUT_SCRIPTS)
def test_a_couple_answers_each_with_a_link_of_their_own_and_chooses_by_first_name_after_log_in(
    school: School, admin: Page, open_page: OpenPage, width: int, javascript: bool
) -> None:
    address = school.new_address("home")
    student, (of_pat, of_chris) = a_couples_links(school, address)
    pat, chris = (open_page(width, javascript=javascript) for _ in range(2))
    for page, link, first_name, last_name in ((pat, of_pat, "Pat", "Lee"), (chris, of_chris, "Chris", "Ray")):
        answer(page, link, [student], first_name, last_name)
    pat.goto(of_chris)
    expect(pat.get_by_role("heading", level=1)).to_have_text("You have already answered")
    register(chris)
    expect(chris.get_by_role("heading", level=2).first).to_have_text("Chris Ray")

    pat.goto("/answer/next")
    assert pat.get_by_role("link", name="Set a password").count() == 0, "the address has one"
    pat.get_by_role("button", name="I'm done").click()
    expect(pat.get_by_role("heading", level=1)).to_have_text("All done")
    log_in(pat, address, PASSWORD)
    expect(pat.get_by_role("heading", level=1)).to_have_text("Who are you?")
    if javascript:
        look_at(pat)
    pat.get_by_role("button", name="Continue").click()
    expect(pat.locator("[data-error-summary]")).to_be_visible()
    pat.get_by_label("I am Pat").check()
    pat.get_by_role("button", name="Continue").click()
    expect(pat.get_by_role("heading", level=2).first).to_have_text("Pat Lee")
    pat.get_by_role("link", name="I am somebody else").click()
    expect(pat.get_by_role("heading", level=1)).to_have_text("Who are you?")

    open_profile(admin, student)
    for name in ("Pat Lee", "Chris Ray"):
        expect(admin.get_by_role("heading", name=name)).to_be_visible()


@pytest.mark.parametrize(("width", "javascript"), WITH_AND_WITHOUT_SCRIPTS)
def test_a_parent_who_has_answered_is_asked_of_another_child_only_what_is_new_and_sees_both(
    school: School, admin: Page, open_page: OpenPage, width: int, javascript: bool
) -> None:
    noe, ana = school.new_students("Noé", "Ana")
    address, page = school.new_address(), open_page(width, javascript=javascript)
    answer(page, invite(admin, school, [noe], address), [noe], "Lucía", "García")
    page.get_by_role("button", name="I'm done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All done")
    mails = len(school.mails_to(address, 2))  # the invitation and what was saved
    send_invitation(admin, ana, address)
    page.goto(school.link_to(address, mails + 1))
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who are you?")
    if javascript:
        look_at(page)
    assert "García" not in page.content()
    page.get_by_label("I am Lucía").check()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_label("First name").count() == 0
    if javascript:
        look_at(page)
    tell_relations(page, [ana], "Guardian", "No")
    save(page)
    register(page)
    for student in (noe, ana):
        expect(page.get_by_role("link", name=student.name, exact=True)).to_be_visible()


def test_somebody_else_at_the_address_fills_in_a_form_of_their_own(school: School, admin: Page, phone: Page) -> None:
    noe, ana = school.new_students("Noé", "Ana")
    address = school.new_address()
    answer(phone, invite(admin, school, [noe], address), [noe], "Lucía", "García")
    mails = len(school.mails_to(address, 2))
    send_invitation(admin, ana, address)
    phone.goto(school.link_to(address, mails + 1))
    phone.get_by_role("button", name="Start").click()
    phone.get_by_label("I am somebody else").check()
    phone.get_by_role("button", name="Continue").click()
    fill_in(phone, [ana], "Luis", "Ito")
    save(phone)
    open_profile(admin, ana)
    expect(admin.get_by_role("heading", name="Luis Ito")).to_be_visible()
    assert admin.get_by_role("heading", name="Lucía García").count() == 0
