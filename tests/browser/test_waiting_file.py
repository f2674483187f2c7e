"""A file that looks wrong waits for a Site Admin, on their page, with every right that AWS would want."""

from playwright.sync_api import Page, expect

from tests.steps.local_site import wait_until
from tests.steps.school import PATIENCE, School

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email\n"


def open_import(page: Page, name: str) -> None:
    page.goto("/imports")
    page.get_by_role("link", name=name, exact=True).first.click()


def test_a_file_about_a_far_year_waits_and_is_imported_when_somebody_says_so(school: School, admin: Page) -> None:
    parent, name = school.new_address("waits"), school.new_word()
    body = f"{HEADER}2031-2032,3-A,{name}-1,{name},Ida,{parent}\n".encode()

    [row] = school.drop("far-year", body)

    assert row["outcome"] == "waiting"
    open_import(admin, "far-year.csv")
    expect(admin.get_by_text("This file waits for you.")).to_be_visible()
    expect(admin.get_by_text("Row 2 is about 2031-2032")).to_be_visible()
    admin.get_by_role("button", name="Go on, and send 1 email").click()
    expect(admin.get_by_text("Finished")).to_be_visible()
    assert len(school.mails_to(parent)) == 1


def test_a_corrected_name_is_shown_beside_the_old_one_and_mends_the_student(school: School, admin: Page) -> None:
    wrong, right, parent = school.new_word(), school.new_word(), school.new_address("mended")
    line = f"2026-2027,3-A,{wrong}-1,{{}},Ida,{parent}\n"
    school.drop("garbled", (HEADER + line.format(wrong)).encode())

    [row] = school.drop("corrected", (HEADER + line.format(right)).encode())

    assert row["outcome"] == "waiting"
    open_import(admin, "corrected.csv")
    expect(admin.get_by_text(f"is called Ida {wrong}. Here the name is Ida {right}.").first).to_be_visible()
    admin.get_by_role("button", name="Yes, go on with this row").click()
    expect(admin.get_by_text("Finished")).to_be_visible()
    admin.goto(f"/students?q={right}")
    expect(admin.get_by_role("link", name=f"{right}, Ida")).to_be_visible()
    assert len(school.mails_to(parent)) == 1


def test_a_file_that_is_left_places_nobody(school: School, admin: Page) -> None:
    name = school.new_word()
    school.drop("left", f"{HEADER}2031-2032,3-A,{name}-1,{name},Ida,\n".encode())

    open_import(admin, "left.csv")
    admin.get_by_role("button", name="Leave this file").click()

    expect(admin.get_by_text("Left", exact=True).first).to_be_visible()
    admin.goto(f"/students?q={name}")
    expect(admin.get_by_role("link", name=f"{name}, Ida")).to_have_count(0)


def test_a_site_admin_gets_an_email_with_a_link_and_every_page_names_what_waits(school: School, admin: Page) -> None:
    word = school.new_word()

    school.drop(word, f"{HEADER}2031-2032,3-A,{word}-1,{word},Ida,\n".encode())

    def notices() -> list[str]:
        return [mail["text"] for mail in school.mails_to("admin@example.org") if f"{word}.csv" in mail["text"]]

    wait_until(lambda: len(notices()) == 1, "the notice", PATIENCE)
    admin.goto("/students")
    expect(admin.get_by_text("Waiting for you:")).to_be_visible()
    admin.goto(next(line for line in notices()[0].splitlines() if "/imports/" in line))
    expect(admin.get_by_text("This file waits for you.")).to_be_visible()
    admin.get_by_role("button", name="Leave this file").click()
    expect(admin.get_by_text("Left", exact=True).first).to_be_visible()
    expect(admin.get_by_role("link", name=f"{word}.csv")).to_have_count(0)
