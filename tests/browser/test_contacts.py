"""A Site Admin takes the contacts out: from the form to the file."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.steps.browser import answer, invite
from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_site_admin_has_a_workbook_of_a_homeroom_made_and_downloads_it(
    javascript: bool, school: School, open_page: OpenPage, admins_cookies: Any
) -> None:
    admin = open_page(DESK, javascript=javascript, cookies=admins_cookies)
    student = school.new_student("Noé")
    link = invite(admin, school, [student], school.new_address())
    answer(open_page(PHONE), link, [student], "Lucía", student.last_name)

    admin.get_by_role("navigation", name="Pages").get_by_role("link", name="Contacts").click()
    admin.get_by_label("Homeroom").fill("no such room")
    admin.get_by_label("Excel workbook").check()
    admin.get_by_role("button", name="Make the file").click()
    expect(admin.get_by_role("alert")).to_contain_text("There is no homeroom called no such room")
    expect(admin.get_by_label("Excel workbook")).to_be_checked()
    if javascript:
        look_at(admin)
    admin.get_by_label("Homeroom").fill(student.homeroom)
    admin.get_by_role("button", name="Make the file").click()

    button = admin.get_by_role("button", name="Download")  # the page loads itself anew until it is there
    expect(button).to_be_visible()
    if javascript:
        look_at(admin)
    with admin.expect_download() as download:
        button.click()
    sheet = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    [row] = [dict(zip(header, row, strict=True)) for row in rows if student.last_name in row]
    assert (row["student_first_name"], row["parent_first_name"], row["class_code"]) == ("Noé", "Lucía", "3-A")

    admin.get_by_role("link", name="Contacts").last.click()
    if javascript:
        look_at(admin)
    admin.get_by_role("link", name="what each column holds").click()
    if javascript:
        look_at(admin)
    admin.goto("/audit")
    expect(admin.get_by_role("row").nth(1)).to_contain_text("Downloaded a file of contacts")
