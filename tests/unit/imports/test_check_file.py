"""The check of a file: what an import would do, without doing it."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from homeroom.adapters.dynamodb.items import to_item
from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import EmailProblem
from homeroom.domain.kernel.message import message
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.show_import import to_correct
from homeroom.use_cases.imports.start_import import check_with_new_homerooms, confirm_import
from tests.factories import a_homeroom, by_admin
from tests.fakes import World
from tests.steps.english import english
from tests.steps.roster_zips import ENROLLMENTS, IN_CLASS, MOTHER, STUDENT, of, one_roster

MOST_IN_ITEM = 400 * 1024

HEADER = "year,class_code,student_last_name,student_first_name,parent_email\n"
GOOD = "2026-2027,3-A,García,Noé,m@example.org\n2026-2027,3-A,García,Ana,m@example.org\n2026-2027,3-A,Li,Mei,\n"
WRONG = "2026-2027,9-Z,Weber,Ben,b@example.org\n2026-2027,3-A,Weber,Tom,not-an-address\n"


def checked(world: World, text: str) -> tuple[Upload, ImportRun]:
    upload = world.files.put_check("a.csv", (HEADER + text).encode(), "admin@example.org")
    run = check_file(upload, world.services)
    assert run is not None
    return upload, run


def a_world() -> World:
    world = World()
    world.store.save(Change.new(a_homeroom("3-A", version=0)))
    return world


def test_a_check_stores_no_student_and_asks_for_no_mail() -> None:
    world = a_world()
    _, run = checked(world, GOOD)
    assert run.state is ImportState.CHECKED
    assert run.counts == {"invited": 2, "placed only": 1}
    assert world.services.roster.search("2026-2027", "Noé", 10) == []
    assert world.queue.mails == []


def test_a_check_counts_one_mail_for_siblings_on_one_address() -> None:
    _, run = checked(a_world(), GOOD)
    assert run.mails == 1


def test_a_check_says_what_the_import_then_does() -> None:
    world = a_world()
    _, check = checked(world, GOOD + WRONG)
    dropped = confirm_import(check.id, (), {}, by_admin(), world.services)
    run = import_csv(dropped, world.services)
    assert run is not None
    assert dict(run.counts) == dict(check.counts)
    assert len(set(world.queue.mails)) == check.mails


def test_wrong_rows_are_shown_as_typed_with_the_message_in_its_cell() -> None:
    world = a_world()
    _, run = checked(world, GOOD + WRONG)
    columns, rows = to_correct(run, world.services)
    assert [(c.column, c.rows) for c in columns] == [("class_code", [5]), ("parent_email", [6])]
    wrong = {cell.column: cell for cell in rows[1].cells}
    assert wrong["parent_email"].text == "not-an-address"
    assert wrong["parent_email"].problem == message(EmailProblem.NO_AT)
    assert wrong["class_code"].problem is None


def test_a_site_admin_may_say_that_homerooms_are_new_sees_it_checked_and_gets_what_was_shown() -> None:
    world = a_world()
    _, first = checked(world, GOOD + "2026-2027,9-Z,Weber,Ben,b@example.org\n")
    assert first.counts["failed"] == 1
    again = check_file(check_with_new_homerooms(first.id, by_admin(), world.services), world.services)
    assert again
    assert (again.id != first.id, again.counts.get("failed", 0), again.mails) == (True, 0, 2)
    run = import_csv(confirm_import(again.id, (), {}, by_admin(), world.services), world.services)
    assert run
    assert dict(run.counts) == dict(again.counts)
    assert [h.code for h in world.services.roster.homerooms("2026-2027")] == ["3-A", "9-Z"]


def test_what_is_wrong_with_a_row_of_a_zip_says_where_it_stands_there() -> None:
    world = a_world()
    mother = {**MOTHER, "email": "ana"}
    data = one_roster(STUDENT, mother, enrollments=of(ENROLLMENTS, IN_CLASS))
    run = check_file(world.files.put_check("a.zip", data, "admin@example.org"), world.services)
    assert run
    (row,) = next(world.services.imports.parts(run.id)).rows
    assert [english(said) for said in row.messages][-1] == "See users.csv, rows 2, 3."
    assert [cell.text for cell in row.cells if cell.column == "place"] == ["users.csv 2, 3"]


def test_a_student_of_a_zip_without_a_homeroom_is_not_told_to_add_a_column_to_it() -> None:
    world = a_world()
    data = one_roster(STUDENT, enrollments=of(ENROLLMENTS))
    run = check_file(world.files.put_check("a.zip", data, "admin@example.org"), world.services)
    assert run
    (row,) = next(world.services.imports.parts(run.id)).rows
    said = " ".join(map(english, row.messages))
    assert "Import a list of the students with class_code first" in said
    assert "Add a column" not in said


class PulledThePlug(Exception):
    pass


@pytest.mark.parametrize("dies_at", range(1, 6))
def test_a_check_that_died_anywhere_is_finished_by_the_next_one(dies_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_world()
    text = "".join(f"2026-2027,3-A,Muster {n},Kind,p{n // 2}@example.org\n" for n in range(250))
    calls = iter(range(1, 100))
    save = world.store.save

    def dying(*changes: Change) -> None:
        if next(calls) == dies_at:
            raise PulledThePlug
        save(*changes)

    monkeypatch.setattr(world.store, "save", dying)
    upload = world.files.put_check("a.csv", (HEADER + text).encode(), "")
    with pytest.raises(PulledThePlug):
        check_file(upload, world.services)
    run = check_file(upload, world.services)
    assert run is not None
    assert (run.counts, run.mails) == ({"invited": 250}, 125)


@pytest.mark.parametrize("at", range(1, 6))
def test_a_check_whose_event_comes_twice_at_once_is_one_check(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_world()
    text = "".join(f"2026-2027,3-A,Muster {n},Kind,p{n // 2}@example.org\n" for n in range(250))
    upload = world.files.put_check("a.csv", (HEADER + text).encode(), "")
    calls = iter(range(1, 100))
    save = world.store.save

    def overtaken(*changes: Change) -> None:
        if next(calls) == at:
            monkeypatch.setattr(world.store, "save", save)
            check_file(upload, world.services)
        save(*changes)

    monkeypatch.setattr(world.store, "save", overtaken)
    run = check_file(upload, world.services)
    assert run is not None
    assert (run.state, run.counts, run.mails) == (ImportState.CHECKED, {"invited": 250}, 125)
    assert sum(len(part.rows) for part in world.services.imports.parts(run.id)) == 250


def test_a_file_with_too_many_rows_to_be_looked_at_together_says_where_it_can_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("homeroom.use_cases.imports.check_file.MOST_ROWS", 200)
    rows = [f"2026-2027,3-A,Muster {n},Kind,\n" for n in range(201)]
    world = a_world()
    assert checked(world, "".join(rows[:200]))[1].state is ImportState.CHECKED
    _, run = checked(world, "".join(rows))
    assert run.state is ImportState.FAILED
    assert run.problems == (message(ImportProblem.TOO_MANY_ROWS_TO_CHECK, most=200),)


def test_a_workbook_that_is_damaged_in_the_middle_is_no_check_to_confirm() -> None:
    book, whole, cut = Workbook(), BytesIO(), BytesIO()
    for line in [HEADER.strip(), *(f"2026-2027,3-A,Muster {n},Kind,p{n}@example.org" for n in range(4000))]:
        book.worksheets[0].append(line.split(","))
    book.save(whole)
    with ZipFile(whole) as source, ZipFile(cut, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) * 9 // 10] if "sheet1" in name else content)
    world = a_world()
    run = check_file(world.files.put_check("a.xlsx", cut.getvalue(), ""), world.services)
    assert run is not None
    assert run.rows > 0
    assert run.state is ImportState.FAILED
    assert run.problems[0].is_(WrongFile.WORKBOOK_DAMAGED)


def test_a_form_that_was_sent_twice_has_the_file_checked_that_began_the_check() -> None:
    world = a_world()
    form = world.files.check_form("a.csv", "admin@example.org", "https://site.example/imports/")
    first = world.files.send(form, (HEADER + GOOD).encode())
    second = world.files.send(form, (HEADER + WRONG).encode())
    assert first
    assert second
    check_file(first, world.services)
    run = check_file(second, world.services)
    assert run is not None
    assert (run.upload, run.rows) == (first, 3)


def test_a_file_that_is_no_roster_says_so_and_is_no_check_to_confirm() -> None:
    world = a_world()
    upload = world.files.put_check("a.csv", b"club,member\nchess,Noah\n", "")
    run = check_file(upload, world.services)
    assert run is not None
    assert run.state is ImportState.FAILED
    assert run.problems[0].is_(WrongFile.NO_HEADER)


@pytest.mark.parametrize("cell", ["山\u000b" * 40, "a\u000b" * 60, "#REF!"], ids=["three bytes each", "long", "short"])
def test_a_check_of_rows_that_are_wrong_in_every_cell_fits_into_items_of_dynamodb(cell: str) -> None:
    columns = "year,class_code,grade,student_id,student_last_name,student_first_name,parent_email,parent_first_name,"
    columns += "parent_last_name,parent2_email,parent2_first_name,parent2_last_name,relationship,language"
    world = a_world()
    text = columns + "\n" + (",".join([cell] * 14) + "\n") * 250
    run = check_file(world.files.put_check("a.csv", text.encode(), ""), world.services)
    assert run
    parts = list(world.services.imports.parts(run.id))
    assert [row.number for part in parts for row in part.rows] == list(range(2, 252))
    assert run.counts == {"failed": 250}
    for part in parts:
        assert len(json.dumps(to_item(part, 1), ensure_ascii=False).encode()) < MOST_IN_ITEM
