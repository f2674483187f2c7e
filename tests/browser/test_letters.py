"""Letters: made, printed, scanned, typed in, and withdrawn."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.steps.browser import begin, fill_in, open_part, open_profile, save
from tests.steps.qr_reader import texts_in
from tests.steps.school import School
from tests.steps.windows import DESK, OpenPage, look_at

HOMEROOM = "5-A"
LONG = "Wilhelmina Alexandria Featherstonehaugh-Montgomery"


OWN_WORDS = """document.querySelectorAll('.letter-middle').forEach((part) =>
  part.append(Object.assign(document.createElement('p'), { textContent: 'A few words. '.repeat(46) })))"""
"""As long as those of a school may be."""


def print_a_letter(page: Page, school: School, first_name: str = "Noé") -> str:
    """From the profile of a new student, whose name is given back."""
    student = school.new_student(first_name, homeroom=HOMEROOM)
    open_profile(page, student)
    page.get_by_role("button", name="Print a letter").click()
    expect(page.locator(".letter")).to_contain_text(f"To the parents of {student.name} Homeroom {HOMEROOM}")
    return student.name


def scan(page: Page, chromium: Browser, media: Literal["print", "screen"]) -> list[str]:
    page.emulate_media(media=media)
    picture = page.locator(".letter").first.screenshot()
    page.emulate_media(media="screen")
    return texts_in(picture, chromium)


@pytest.mark.parametrize(("scheme", "media"), [("light", "print"), ("dark", "screen")])
def test_the_square_on_a_letter_is_read_by_a_camera_and_opens_the_form_once_also_for_families_without_email(
    school: School,
    open_page: OpenPage,
    chromium: Browser,
    admins_cookies: Any,
    scheme: Literal["light", "dark"],
    media: Literal["print", "screen"],
) -> None:
    desk, phone = open_page(DESK, scheme, cookies=admins_cookies), open_page()
    student = school.new_student(homeroom=HOMEROOM)
    open_profile(desk, student)
    desk.get_by_role("button", name="Print a letter").click()
    [link] = scan(desk, chromium, media)
    assert link.startswith(f"{school.url}/i/")
    begin(phone, link)
    fill_in(phone, [student], "Lucía", "García")
    open_part(phone, "phones")
    phone.get_by_label("Mobile phone").fill("555 0100")
    save(phone)
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("This letter has been answered")
    desk.reload()
    expect(desk.get_by_role("main")).to_contain_text("There is no letter to print here.")


def test_the_code_of_a_letter_is_typed_and_ends_with_its_withdrawal(
    school: School, admin: Page, open_page: OpenPage
) -> None:
    name, phone = print_a_letter(admin, school), open_page(javascript=False)
    code = admin.locator(".letter-code").inner_text()
    phone.goto("/code")
    phone.get_by_label("Code").fill(code.lower())
    phone.get_by_role("button", name="Open the form").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Your contact information for")
    admin.goto(f"/letters/open?homeroom={HOMEROOM}")
    last_name_first = ", ".join(reversed(name.split(" ")))
    admin.get_by_role("button", name=f"Withdraw the letter about {last_name_first}").click()
    expect(admin.get_by_role("status")).to_have_text("The letter was withdrawn. Its code no longer works.")
    phone.goto("/code")
    phone.get_by_label("Code").fill(code)
    phone.get_by_role("button", name="Open the form").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("This letter was withdrawn")


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_each_letter_fills_one_sheet_and_nothing_else_is_printed(school: School, admin: Page, paper: str) -> None:
    print_a_letter(admin, school, LONG)
    admin.goto(f"/letters/print?homeroom={HOMEROOM}")
    admin.evaluate(OWN_WORDS)
    sheets = re.findall(rb"/Type /Page\b", admin.pdf(format=paper))
    assert len(sheets) == admin.locator(".letter").count()
    admin.emulate_media(media="print")
    for around in (
        admin.get_by_role("banner"),
        admin.get_by_role("contentinfo"),
        admin.get_by_role("heading", level=1),
    ):
        expect(around).to_be_hidden()


def test_the_pages_of_letters(school: School, admin: Page) -> None:
    admin.goto("/letters")
    look_at(admin)
    admin.get_by_role("button", name="Make letters").click()
    expect(admin.locator("[data-error-summary]")).to_be_visible()
    look_at(admin)
    admin.get_by_label("5-B", exact=True).check()
    admin.get_by_role("button", name="Make letters").click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("made")
    look_at(admin)
    admin.get_by_role("link", name="Print the letters of 5-B").click()
    look_at(admin)
    admin.goto("/letters/open?homeroom=5-B")
    look_at(admin)
