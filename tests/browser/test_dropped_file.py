"""A file is dropped: students are placed, parents mailed once, and every row is accounted for."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.steps.project import ROOT
from tests.steps.school import School
from tests.steps.windows import DESK, PHONE, OpenPage, look_at

SAMPLES = ROOT / "samples"


def counts_on(page: Page) -> Counter[str]:
    """Rows and outcomes as the page of an import shows them."""
    shown = [text.split(maxsplit=1) for text in page.locator(".counts a").all_inner_texts()]
    return Counter({word: int(number.replace(",", "")) for number, word in shown if number != "0"})


def open_import(page: Page, name: str) -> None:
    page.goto("/imports")
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_text("Finished")).to_be_visible()


def upload(page: Page, file: Path) -> None:
    page.goto("/imports")
    page.get_by_label("File to import").set_input_files(file)
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(file.name)  # before that it is "Your file"


def test_a_dropped_file_mails_each_parent_once_and_a_second_drop_mails_nobody(school: School, admin: Page) -> None:
    sample = (SAMPLES / "new-families.csv").read_bytes()

    results = school.drop("new-families", sample)
    parents = [row["parent_email"] for row in results]
    for parent in parents:
        school.mails_to(parent)

    assert len(set(parents)) == 25
    assert Counter(row["outcome"] for row in results) == {"invited": 25}
    open_import(admin, "new-families.csv")
    assert counts_on(admin) == {"rows": 25, "invited": 25}

    again = school.drop("new-families", sample)
    nobody_is_mailed_any_more(school)

    assert Counter(row["outcome"] for row in again) == {"unchanged": 25}
    open_import(admin, "new-families.csv")
    assert counts_on(admin) == {"rows": 25, "unchanged": 25}
    mailed = Counter(address for mail in school.site.mails() for address in mail["to"])
    assert {mailed[parent] for parent in parents} == {1}


def nobody_is_mailed_any_more(school: School) -> None:
    """Whatever was queued before has gone out when the mail of a later file is there."""
    later = school.new_address("later")
    row = f"2026-2027,3-A,{school.new_word()},Ida,{later}"
    school.drop("later", f"year,class_code,student_last_name,student_first_name,parent_email\n{row}".encode())
    school.mails_to(later)


def test_the_page_of_an_import_shows_every_row_and_lets_one_take_the_results_home(school: School, admin: Page) -> None:
    results = school.drop("with-mistakes", (SAMPLES / "with-mistakes.csv").read_bytes())
    expected = Counter(row["outcome"] for row in results)

    open_import(admin, "with-mistakes.csv")
    assert counts_on(admin) == expected + Counter(rows=len(results))
    rows = admin.get_by_role("row").all_inner_texts()[1:]
    assert len(rows) == len(results)
    for row, shown in zip(results, rows, strict=True):
        assert row["row_number"] in shown
        assert row["outcome"] in shown
        assert row["message"] in " ".join(shown.split())

    with admin.expect_download() as download:
        admin.get_by_role("link", name="Download the results").click()
    assert download.value.suggested_filename == "with-mistakes.results.csv"
    taken_home = download.value.path().read_bytes().decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(taken_home))) == results

    admin.get_by_role("link", name="failed").click()
    assert admin.get_by_role("row").count() == expected["failed"] + 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_file_chosen_on_the_page_is_checked_and_sent_only_when_confirmed(
    school: School, open_page: OpenPage, admins_cookies: object, javascript: bool, tmp_path: Path
) -> None:
    parent, file = school.new_address(), tmp_path / f"{school.new_word()}.csv"
    good = f"2026-2027,4-B,{school.new_word()},Ida,{parent}"
    wrong = f"2026-2027,4-B,{school.new_word()},Bo,no-address"
    file.write_text(f"year,class_code,student_last_name,student_first_name,parent_email\n{good}\n{wrong}\n")
    page = open_page(cookies=admins_cookies, javascript=javascript)

    upload(page, file)

    expect(page.get_by_text("Checked, nothing sent")).to_be_visible()
    expect(page.get_by_text("1 of 2 rows to correct")).to_be_visible()
    expect(page.get_by_text("Fix 1 email address: parent_email in row 3")).to_be_visible()
    assert "no-address" in page.locator(".is-wrong").inner_text()
    nobody_is_mailed_any_more(school)
    assert parent not in {address for mail in school.site.mails() for address in mail["to"]}

    page.goto("/imports")
    row = page.get_by_role("row").filter(has_text=file.name)
    assert row.get_by_role("cell").nth(4).inner_text() == "0", "a check invites nobody"
    row.get_by_role("link").click()
    page.get_by_role("button", name="Import and send 1 email").click()

    expect(page.get_by_text("Finished")).to_be_visible()
    assert counts_on(page) == {"rows": 2, "invited": 1, "placed only": 1}
    expect(page.get_by_text("Fix the email address in 1 row")).to_be_visible()
    expect(page.get_by_text("uploaded by Jordan Ellis")).to_be_visible()
    assert len(school.mails_to(parent)) == 1


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_is_wrong_in_a_file_is_never_outside_the_window(
    open_page: OpenPage, admins_cookies: object, width: int, tmp_path: Path
) -> None:
    file, longest = tmp_path / "long.csv", "Featherstonehaugh" * 5
    file.write_text(
        "class_code,student_id,student_last_name,student_first_name,parent_email,parent_last_name,parent2_email\n"
        f"No such homeroom,1.23457E+11,{longest},{longest},{longest},{longest},{longest} {longest}\n3-A,,,Bo,x,,\n"
    )
    page = open_page(width, cookies=admins_cookies)

    upload(page, file)

    wrong = page.locator(".is-wrong")
    expect(wrong).to_have_count(5)
    for cell in wrong.all():
        box = cell.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    look_at(page)


def test_a_file_of_homerooms_lists_what_it_would_change_before_anybody_confirms(admin: Page) -> None:
    upload(admin, SAMPLES / "homerooms.csv")
    new = admin.get_by_role("row").filter(has_text="6-A")
    assert new.inner_text().split() == ["6-A", "new", "Room", "41", "6", "Eva", "Lindqvist", "and", "Samuel", "Okafor"]


def a_file_of(size: int, folder: Path, name: str, parent: str) -> Path:
    """One student, and as many notes as make the file at least this large, in bytes."""
    header = "year,class_code,student_last_name,student_first_name,parent_email,notes\n"
    rows = [f"2026-2027,4-B,{name},Ida,{parent},\n"]
    rows += [f"2026-2027,4-B,{name} {n},Bo,,{'n' * 5000}\n" for n in range(size // 5000)]
    file = folder / f"{name} +é%.csv"
    file.write_text(header + "".join(rows), encoding="utf-8")
    return file


def test_a_large_file_is_sent_to_the_bucket_and_checked_like_a_small_one(
    school: School, admin: Page, tmp_path: Path
) -> None:
    parent, name = school.new_address(), school.new_word()
    file = a_file_of(5 * 1024 * 1024, tmp_path, name, parent)
    sent = []
    admin.on("request", lambda request: sent.append((request.method, request.url)))

    upload(admin, file)

    expect(admin.get_by_text("Checked, nothing sent")).to_be_visible()
    assert ("POST", school.bucket_url) in sent
    assert ("POST", f"{school.url}/imports") not in sent
    expect(admin.get_by_text("uploaded by Jordan Ellis")).to_be_visible()
    admin.get_by_role("button", name="Import and send 1 email").click()
    expect(admin.get_by_text("Finished")).to_be_visible()
    assert counts_on(admin)["invited"] == 1
    assert len(school.mails_to(parent)) == 1


def test_while_a_file_is_sent_the_button_says_so_and_sends_nothing_twice(
    school: School, admin: Page, tmp_path: Path
) -> None:
    file = a_file_of(5 * 1024 * 1024, tmp_path, school.new_word(), school.new_address())
    admin.goto("/imports")
    disabled = []

    def look(route: Route) -> None:
        disabled.append(admin.get_by_role("button", name="Uploading").is_disabled())
        route.continue_()

    admin.route("**/imports/uploads", look)
    admin.get_by_label("File to import").set_input_files(file)
    admin.get_by_role("button", name="Check this file").dblclick(no_wait_after=True)
    expect(admin.get_by_role("heading", level=1)).to_contain_text("Check of")
    assert disabled == [True]


def test_a_file_that_is_too_large_is_told_before_anything_is_sent(admin: Page, tmp_path: Path) -> None:
    huge, small = tmp_path / "huge.csv", SAMPLES / "not-a-roster.csv"
    huge.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    admin.goto("/imports")
    sent = []
    admin.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    admin.get_by_label("File to import").set_input_files(huge)
    admin.get_by_role("button", name="Check this file").click()
    sentence = admin.get_by_text("This file is larger than 10 MB. Drop it into the upload bucket instead.")
    expect(sentence).to_be_visible()
    expect(admin.get_by_label("File to import")).to_be_focused()
    assert sent == []

    admin.get_by_label("File to import").set_input_files(small)
    admin.get_by_role("button", name="Check this file").click()

    expect(admin.get_by_role("heading", name="This file could not be imported")).to_be_visible()


def test_a_file_that_could_not_be_sent_is_told_and_can_be_sent_again(
    school: School, admin: Page, tmp_path: Path
) -> None:
    file = a_file_of(5 * 1024 * 1024, tmp_path, school.new_word(), school.new_address())
    admin.goto("/imports")
    admin.route("**/imports/uploads", lambda route: route.fulfill(status=403, body="<!doctype html>"))
    admin.get_by_label("File to import").set_input_files(file)
    admin.get_by_role("button", name="Check this file").click()
    expect(admin.get_by_text("The file could not be sent.")).to_be_visible()
    admin.unroute("**/imports/uploads")

    admin.get_by_role("button", name="Check this file").click()

    expect(admin.get_by_role("heading", level=1)).to_contain_text("Check of")


def test_without_javascript_the_page_says_how_large_a_file_may_be(open_page: OpenPage, admins_cookies: object) -> None:
    for javascript, words in (
        (False, "Up to 10 MB. Without JavaScript, up to 4 MB."),
        (True, "Up to 10 MB. You will see"),
    ):
        page = open_page(cookies=admins_cookies, javascript=javascript)
        page.goto("/imports")
        assert words in page.locator("#file-hint").inner_text()


def test_a_file_that_is_no_roster_says_what_was_needed_and_what_was_found(admin: Page, school: School) -> None:
    before = len(school.site.mails())

    upload(admin, SAMPLES / "not-a-roster.csv")

    expect(admin.get_by_role("heading", name="This file could not be imported")).to_be_visible()
    sentence = admin.locator(".errors li").inner_text()
    assert "student_last_name" in sentence
    assert "Lst Name" in sentence
    expect(admin.get_by_text("Nothing was stored and nobody was invited.")).to_be_visible()
    assert len(school.site.mails()) == before


def test_no_file_chosen_is_said_at_the_field(admin: Page) -> None:
    admin.goto("/imports")
    admin.get_by_role("button", name="Check this file").click()
    expect(admin.locator("[data-error-summary]")).to_be_focused()
    assert admin.locator("#file-error").inner_text() == "Choose a file first."


def test_the_open_invitations_of_an_import_are_withdrawn_in_one_step(school: School, admin: Page, phone: Page) -> None:
    parent, name = school.new_address(), school.new_word()
    row = f"2026-2027,4-B,{name},Ida,{parent}"
    school.drop(name, f"year,class_code,student_last_name,student_first_name,parent_email\n{row}".encode())
    link = school.link_to(parent)
    open_import(admin, f"{name}.csv")

    admin.get_by_text("Withdraw the invitations of this import").click()
    admin.get_by_role("button", name="Withdraw all open invitations").click()

    expect(admin.get_by_text("Its open invitations were withdrawn")).to_be_visible()
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("This invitation was withdrawn")
