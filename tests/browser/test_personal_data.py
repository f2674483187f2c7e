"""A parent looks at all that is kept about them, takes it along, asks to be deleted and changes their mind."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.steps.browser import PASSWORD, answer, invite, more_about_contact, open_profile, register
from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at


def test_all_that_is_kept_is_read_taken_along_and_nearly_deleted(
    open_page: OpenPage, school: School, admin: Page, tmp_path: Path
) -> None:
    student, parent = school.new_student("Noé"), school.new_address("kept")
    page = open_page()
    answer(page, invite(admin, school, [student], parent), [student], "Lucía", "García")
    register(page)
    page.goto("/privacy")
    look_at(page)
    page.goto("/me")
    page.get_by_role("link", name="Everything kept about me").click()
    look_at(page)
    for name, kind in (("Download as a page", "html"), ("Download as JSON", "json")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == f"my-information.{kind}"
        download.value.save_as(tmp_path / f"mine.{kind}")
    assert json.loads((tmp_path / "mine.json").read_text("utf-8"))["contact"]["details"]["first_name"] == "Lucía"
    assert parent in (tmp_path / "mine.html").read_text("utf-8")
    page.get_by_role("link", name="Delete my information").click()
    look_at(page)
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Delete my information").click()
    expect(page.get_by_text("That isn't your password.").first).to_be_visible()
    look_at(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my information").click()
    expect(page.get_by_text("Your information will be deleted on")).to_be_visible()
    look_at(page)
    open_profile(admin, student)
    more_about_contact(admin)
    admin.get_by_role("link", name="Their data").click()
    expect(admin.get_by_text("This person's information will be deleted on")).to_be_visible()
    look_at(admin)
    page.get_by_role("button", name="Keep my information").click()
    expect(page.get_by_text("Your information will be kept.")).to_be_visible()
    admin.reload()
    admin.get_by_role("link", name="Delete this person's information").click()
    look_at(admin)
