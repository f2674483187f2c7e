"""What people do on the pages, step by step. A step ends when what it leads to is there."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.steps.school import School, Student

PASSWORD = "five-long-words-here"


def log_in(page: Page, email: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: not url.endswith("/login"))


def open_profile(page: Page, student: Student) -> None:
    """As a Site Admin: search, click the name."""
    page.goto("/students")
    page.get_by_role("searchbox").fill(student.last_name[:6])
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=student.listed_name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(student.name)


def more_about_contact(page: Page) -> None:
    """What is folded on a contact's card, on a student's profile."""
    page.locator(".card-actions summary").first.click()


def send_invitation(page: Page, student: Student, email: str, name: str = "") -> None:
    open_profile(page, student)
    page.get_by_label("Parent's email address").fill(email)
    page.get_by_label("Parent's name").fill(name)
    page.get_by_role("button", name="Send Invitation").click()
    expect(page.get_by_role("status")).to_have_text("The invitation is on its way.")


def invite(page: Page, school: School, students: Sequence[Student], email: str, name: str = "") -> str:
    """Invite one address about these students, each in a mail of its own; the newest link. Without the wait the
    second asking would come before the first mail is sent, and one mail would be about both.
    """
    link = ""
    for mails, student in enumerate(students, start=1):
        send_invitation(page, student, email, name)
        link = school.link_to(email, mails)
    return link


def link_to_confirm(school: School, address: str, count: int = 1) -> str:
    """In the email that asks whether everything is still right: the last one of so many to this address."""
    (link,) = set(re.findall(r"http\S+/still-right/\S+", school.mails_to(address, count)[-1]["text"]))
    return str(link)


def begin(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your contact information for")


def open_part(page: Page, part: str) -> None:
    """A folded part of the form about a parent, by its id."""
    if page.locator(f"details:has(> summary#{part}):not([open])").count():
        page.locator(f"summary#{part}").click()


def tell_relations(page: Page, students: Sequence[Student], relationship: str, lives_with: str) -> None:
    open_part(page, "others")
    for student in students:
        page.get_by_label(f"Relationship to {student.first_name}").select_option(relationship)
        page.get_by_role("group", name=f"Does {student.first_name} live").get_by_label(lives_with, exact=True).check()


def fill_in(page: Page, students: Sequence[Student], first_name: str, last_name: str) -> None:
    page.get_by_label("First name").fill(first_name)
    page.get_by_label("Last name").fill(last_name)
    tell_relations(page, students, "Mother", "Yes")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def answer(page: Page, link: str, students: Sequence[Student], first_name: str, last_name: str) -> None:
    """The shortest way to a saved form."""
    begin(page, link)
    fill_in(page, students, first_name, last_name)
    save(page)


def register(page: Page) -> None:
    """Right after the form: set a password."""
    page.get_by_role("link", name="Set a password").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("status")).to_have_text("Your password is set, and you are logged in.")


def has_invitation_fields(page: Page) -> bool:
    page.wait_for_load_state()  # they come after the heading
    return page.locator("[name=parent_email], [name=parent_name]").count() == 2
