"""What a parent does from their own page, on a phone without JavaScript: another parent, emails, a mistake undone."""

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import answer, invite, register, tell_relations
from tests.steps.school import School
from tests.steps.windows import PHONE, OpenPage, look_at


@pytest.fixture
def plain_phone(open_page: OpenPage) -> Page:
    """A parent's, whose browser runs no scripts."""
    return open_page(PHONE, javascript=False)


def test_another_parent_is_added_for_one_of_two_children_and_seen_until_they_answer(
    school: School, admin: Page, plain_phone: Page, open_page: OpenPage
) -> None:
    noe, ana = school.new_students("Noé", "Ana")
    mother, father = school.new_address(), school.new_address()
    link = invite(admin, school, [noe, ana], mother)
    page = plain_phone
    answer(page, link, [noe, ana], "Lucía", "García")
    register(page)
    page.get_by_role("link", name="Add another parent").click()
    page.get_by_label("Ana", exact=True).uncheck()
    page.get_by_label("First name").fill("Luis")
    page.get_by_label("Last name").fill("Mora")
    page.get_by_label("Send them an email").check()
    tell_relations(page, [noe], "Father", "No")
    page.get_by_role("button", name="Add this parent").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.get_by_label("Email address").fill(father)
    page.get_by_role("button", name="Add this parent").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_text("Not answered yet")).to_have_count(1)
    answer(open_page(PHONE, javascript=False), school.link_to(father), [noe], "Lucho", "Mora")
    page.goto("/me")
    expect(page.get_by_text("Has answered")).to_have_count(1)
    expect(page.get_by_text("Luis Mora")).to_be_visible()
    expect(page.get_by_text("Lucho")).to_have_count(0)


def test_email_is_stopped_and_comes_again_with_one_press_each(school: School, admin: Page, plain_phone: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    page = plain_phone
    answer(page, invite(admin, school, [student], parent), [student], "Lucía", "García")
    register(page)
    for stop, again in (
        ("Get email from the school again", "Stop email from the school"),
        ("Stop these emails", "Email me again"),
    ):
        buttons = [stop, again] if page.get_by_role("button", name=stop).count() else [again, stop]
        for button in buttons:
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("status")).to_be_visible()


def test_not_my_child_pressed_by_mistake(school: School, admin: Page, plain_phone: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    link = invite(admin, school, [student], parent)
    page = plain_phone
    page.goto(link)
    page.get_by_role("link", name="Let us know").click()
    page.get_by_role("button", name="is not my child").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You told us that this is not for you")
    page.goto(link)
    page.get_by_role("button", name="I pressed that by mistake").click()
    answer(page, link, [student], "Lucía", "García")


def test_whoever_stopped_the_emails_takes_it_back_and_the_office_says_who_asked(
    school: School, admin: Page, plain_phone: Page
) -> None:
    student, parent = school.new_student(), school.new_address()
    invite(admin, school, [student], parent)
    mail = school.mails_to(parent)[-1]
    stop = next(line for line in mail["text"].splitlines() if "/u/" in line)
    stop = stop[stop.index("http") :]
    page = plain_phone
    for _ in range(2):
        page.goto(stop)
        page.get_by_role("button", name="Stop these emails").click()
        page.get_by_role("button", name="Email me again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We can email you again")
    page.goto(stop)
    page.get_by_role("button", name="Stop these emails").click()
    admin.goto("/invitations?q=" + parent)
    admin.get_by_role("link", name=parent).first.click()
    admin.get_by_role("button", name="Allow emails again").click()
    expect(admin.locator("[data-error-summary]")).to_contain_text("Say who asked for emails again")
    look_at(admin)
    admin.get_by_label("Who asked for emails again").fill("María García called on May 3")
    admin.get_by_role("button", name="Allow emails again").click()
    expect(admin.get_by_text("Who asked for it: María García called on May 3")).to_be_visible()
    look_at(admin)
