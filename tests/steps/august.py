"""A school office's day in August, from the empty site to the files of contacts, page by page as the pages lead."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
from playwright.sync_api import Download, Locator, Page, expect

from tests.steps.august_file import (
    FIRST_PARENT,
    FOSTER,
    FOSTERS_PARENT,
    NOBODY,
    PROTECTED,
    SECOND_PARENT,
    SHARED,
    students_file,
)
from tests.steps.browser import answer, log_in, open_profile, tell_relations
from tests.steps.local_site import wait_until
from tests.steps.school import PATIENCE, School, Student

See = Callable[[Page, str], None]


@dataclass(frozen=True)
class Office:
    """Whoever works at the desk; `see` is called where there is something to look at, with a name for it."""

    desk: Page
    school: School
    see: See
    new_phone: Callable[[], Page]
    folder: Path


def a_day(office: Office) -> None:
    four_steps(office)
    the_file(office)
    students_by_hand(office)
    a_parent_phones(office)
    parents_answer(office)
    follow_up(office)
    homerooms(office)
    files_of_contacts(office)
    what_changed(office)


def four_steps(office: Office) -> None:
    desk = office.desk
    log_in(desk, "admin@example.org", "correct-horse-battery")
    expect(_h1(desk)).to_have_text("Four steps to begin")
    office.see(desk, "august-four-steps")
    desk.get_by_role("link", name="Name the school").click()
    desk.get_by_label("School name").fill("Maple Street School")
    desk.get_by_label("Time zone").select_option("America/Chicago")
    desk.get_by_role("button", name="Save settings").click()
    desk.get_by_role("link", name="Back to the front page").click()
    expect(desk.get_by_text("Done")).to_have_count(1)


def the_file(office: Office) -> None:
    desk = office.desk
    desk.get_by_role("link", name="Import a file of students").click()
    _check(desk, students_file(office.folder, corrected=False))
    expect(desk.get_by_text("2 of 120 rows to correct")).to_be_visible()
    expect(desk.get_by_text("after the @ it needs an ending such as .com or .org")).to_be_visible()
    expect(desk.get_by_text("There is more than one email address in this cell.")).to_be_visible()
    expect(desk.get_by_text("You can also enter them on each homeroom's page.")).to_be_visible()
    office.see(desk, "august-check")
    _check(desk, students_file(office.folder, corrected=True))
    desk.get_by_role("button", name="Import and send 119 emails").click()  # siblings share one, one student has two
    expect(desk.get_by_text("Finished")).to_be_visible()
    desk.get_by_role("link", name="See who has answered").click()
    expect(desk.get_by_role("link", name="119 Invited")).to_be_visible()
    desk.goto("/")
    expect(_h1(desk)).to_have_text("0 of 120 students have a parent contact")
    expect(desk.get_by_role("link", name="1 No parent email")).to_be_visible()


def students_by_hand(office: Office) -> None:
    desk = office.desk
    late = Student("Ida", "Lange", "3-A")
    for first_name in (late.first_name, "Idda"):
        _to(desk, "Students")
        desk.get_by_role("link", name="Add a student").click()
        desk.get_by_label("First name").fill(first_name)
        desk.get_by_label("Last name").fill(late.last_name)
        desk.get_by_label("Homeroom").select_option("3-A")
        desk.get_by_role("button", name="Add student").click()
        expect(_status(desk)).to_have_text("The student was added.")
    desk.get_by_role("link", name="Merge with another student").click()
    desk.get_by_label("Name or student ID").fill(late.last_name)
    desk.get_by_role("button", name="Search").click()
    desk.get_by_role("main").get_by_role("link", name=late.name).click()
    desk.get_by_role("group", name="Which name stays?").get_by_label(late.name).check()
    desk.get_by_role("button", name="Merge the two students").click()
    expect(_status(desk)).to_contain_text("The two students were merged.")
    desk.get_by_role("link", name="Edit name, student ID, or homeroom").click()
    desk.get_by_label("First name").fill("Ida Marie")
    desk.get_by_label("Homeroom").select_option("4-A")
    desk.get_by_role("button", name="Save").last.click()
    expect(desk.get_by_text("From 3-A to 4-A")).to_be_visible()
    desk.get_by_role("link", name="Left the school…").click()
    expect(desk.get_by_text("Search shows Ida Marie under “Not in this school year”")).to_be_visible()
    desk.get_by_role("button", name="Mark as left").click()
    expect(_status(desk)).to_contain_text("Marked as left.")
    open_profile(desk, PROTECTED)
    desk.get_by_role("link", name="Protected…").click()
    desk.get_by_label("Why?").fill("Court order of August 3")
    desk.get_by_role("button", name="Protect").click()
    expect(_status(desk)).to_have_text("This student is protected.")


def a_parent_phones(office: Office) -> None:
    desk = office.desk
    open_profile(desk, NOBODY)
    desk.get_by_role("link", name="Record a contact given by phone or on paper").click()
    desk.get_by_label("First name").fill("Gina")
    desk.get_by_label("Last name").fill(NOBODY.last_name)
    tell_relations(desk, [NOBODY], "Mother", "Yes")
    desk.locator("#phones").click()
    desk.get_by_label("Mobile phone").fill("312 555 0188")
    desk.get_by_label("By phone").check()
    desk.get_by_label("Note").fill("Gina called on August 12.")
    desk.get_by_role("button", name="Add this parent").click()
    expect(desk.get_by_text("Recorded for them, not confirmed yet")).to_be_visible()
    office.see(desk, "august-by-phone")
    _to(desk, "Students")
    desk.get_by_role("searchbox").fill("555 0188")
    desk.get_by_role("button", name="Search").click()
    expect(desk.get_by_text(f"Parent: Gina {NOBODY.last_name}")).to_be_visible()


def parents_answer(office: Office) -> None:
    for address, student, first_name in (
        (FIRST_PARENT, SHARED, "Kim"),
        (SECOND_PARENT, SHARED, "Jo"),
        (FOSTERS_PARENT, FOSTER, "Pat"),
    ):
        phone = office.new_phone()
        answer(phone, office.school.link_to(address), [student], first_name, "Lee")
        phone.context.close()
    desk = office.desk
    desk.goto("/")
    expect(_h1(desk)).to_have_text("3 of 120 students have a parent contact")


def follow_up(office: Office) -> None:
    """What bounced gets its right address; and who has not answered after a day may be asked again."""
    desk = office.desk

    def bounced() -> bool:
        desk.goto("/")
        return desk.get_by_role("link", name="1 Bounced").count() > 0

    wait_until(bounced, "bounce on the front page", PATIENCE)
    office.see(desk, "august-front")
    desk.get_by_role("link", name="1 Bounced").first.click()
    desk.get_by_role("main").get_by_role("cell").get_by_role("link").first.click()
    desk.get_by_label("Correct email address").fill("right.address@example.org")
    desk.get_by_role("button", name="Correct the address").click()
    expect(_status(desk)).to_have_text("The address is corrected, and a new email is on its way.")
    office.school.mails_to("right.address@example.org")


def homerooms(office: Office) -> None:
    desk = office.desk
    _to(desk, "Homerooms")
    desk.get_by_role("link", name=re.compile("^2-A")).click()
    desk.get_by_role("link", name="Invitations of this homeroom").click()
    expect(desk.get_by_role("link", name="20 No answer yet")).to_be_visible()
    desk.get_by_role("link", name="Send again to these").click()
    expect(desk.get_by_text("got an email in the last day")).to_be_visible()
    desk.goto("/homerooms/2-A")
    desk.get_by_role("link", name="Edit this homeroom").click()
    desk.get_by_label("Homeroom code").fill("2-Bell")
    desk.get_by_label("Teachers").fill("Ms. Bell")
    desk.get_by_role("button", name="Save").click()
    expect(_h1(desk)).to_have_text("Homeroom 2-Bell")
    desk.goto("/homerooms/K-A")
    desk.get_by_role("link", name="Class list with contacts").click()
    desk.get_by_role("button", name="Open the list").click()
    expect(desk.get_by_text("Mobile: (312) 555-0188")).to_be_visible()


def files_of_contacts(office: Office) -> None:
    """Kim and Jo of one student, Pat and Gina of one each: what a row is decides how many there are."""
    desk = office.desk
    for shape, kind, rows in (
        ("One row for each student and contact", "CSV", 4),
        ("One row for each student, with two contacts", "Excel workbook", 3),
        ("For PowerSchool", "CSV", 4),
    ):
        _to(desk, "Contacts")
        desk.get_by_label(shape).check()
        desk.get_by_label(kind).check()
        desk.get_by_role("button", name="Make the file").click()
        button = desk.get_by_role("button", name=f"Download {rows} rows")
        expect(button).to_be_visible()
        with desk.expect_download() as download:
            button.click()
        assert _rows(download.value) == rows
    _to(desk, "Contacts")
    office.see(desk, "august-contacts")


def what_changed(office: Office) -> None:
    desk = office.desk
    open_profile(desk, FOSTER)
    desk.get_by_role("link", name="Correct", exact=True).click()
    desk.get_by_label("Mobile phone").fill("312 555 0199")
    desk.get_by_role("button", name="Save").last.click()
    _to(desk, "Contacts")
    desk.get_by_role("link", name="Only what changed since a date").click()
    expect(desk.get_by_text("4 contacts have changed, newest change first")).to_be_visible()
    desk.get_by_role("link", name="Pat Lee").click()
    office.see(desk, "august-changes")
    desk.get_by_role("button", name="Take this change back").click()
    expect(_status(desk)).to_contain_text("The change was taken back.")


def _rows(download: Download) -> int:
    content = download.path().read_bytes()
    if download.suggested_filename.endswith(".xlsx"):
        return len(list(openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows())) - 1
    return len(list(csv.DictReader(StringIO(content.decode("utf-8-sig")))))


def _check(desk: Page, file: Path) -> None:
    before = desk.url
    desk.get_by_label("File to import").set_input_files(file)
    desk.get_by_role("button", name="Check this file").click()
    desk.wait_for_url(lambda url: url.partition("?")[0] != before.partition("?")[0])
    expect(desk.get_by_text("Checked, nothing sent")).to_be_visible()


def _to(desk: Page, name: str) -> None:
    desk.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()


def _h1(desk: Page) -> Locator:
    return desk.get_by_role("heading", level=1)


def _status(desk: Page) -> Locator:
    return desk.get_by_role("status")
