"""Imports that take more than one invocation."""

import csv
from io import BytesIO

import pytest
from openpyxl import Workbook

from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.message import message
from homeroom.use_cases.imports.import_csv import import_csv
from tests.fakes import World
from tests.steps.damaged import damaged_after
from tests.steps.english import english

ROWS = 1050


def a_file(rows: int = ROWS) -> bytes:
    header = "year,class_code,student_last_name,student_first_name,parent_email\n"
    return (header + "".join(f"2026-2027,3-A,Muster {n},Kind,p{n}@example.org\n" for n in range(rows))).encode()


def a_drop(world: World) -> Upload:
    return world.files.put_upload("a.csv", a_file(), "")


def enough_for(stretches: int) -> "list[bool]":
    return [True] * stretches + [False]


def run_with(world: World, upload: Upload, stretches: int) -> ImportRun:
    answers = iter(enough_for(stretches))
    run = import_csv(upload, world.services, lambda: next(answers, False))
    assert run is not None
    return run


def test_an_invocation_without_time_asks_for_another_one_and_stops() -> None:
    world = World()
    upload = a_drop(world)
    run = run_with(world, upload, 2)
    assert run.state is ImportState.PLACING
    assert 0 < run.rows < ROWS
    assert world.import_queue.uploads == [upload]
    assert world.queue.mails == []


def test_invocations_of_any_length_come_to_the_same_end() -> None:
    world = World()
    upload = a_drop(world)
    invocations = 0
    while not run_with(world, upload, 1 + invocations % 3).over:
        invocations += 1
        assert invocations < 100
    run = world.services.imports.get(upload.import_id)
    assert run is not None
    assert run.counts == {"invited": ROWS}
    assert len(set(world.queue.mails)) == ROWS
    assert len(world.files.read_results(upload).splitlines()) == ROWS + 1


def test_a_workbook_that_is_damaged_in_the_middle_is_finished_up_to_there_and_says_so() -> None:
    world, book = World(), Workbook()
    for line in a_file(4000).decode().splitlines():
        book.worksheets[0].append(line.split(","))
    whole = BytesIO()
    book.save(whole)
    upload = world.files.put_upload("a.xlsx", damaged_after(whole.getvalue(), rows=3_500), "")
    run = import_csv(upload, world.services)
    assert run
    assert run.state is ImportState.FINISHED
    assert run.counts == {"invited": run.rows}
    assert run.rows == 3_500
    assert run.notices[-1].is_(WrongFile.WORKBOOK_DAMAGED)
    assert len(world.files.read_results(upload).splitlines()) == run.rows + 1


def test_a_file_of_more_than_100_mb_fails_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.domain.imports.spreadsheet.file_source.MOST_BYTES", 1000)
    world = World()
    run = import_csv(a_drop(world), world.services)
    assert run
    assert (run.state, run.problems) == (
        ImportState.FAILED,
        (message(WrongFile.TOO_LARGE),),
    )


def test_rows_beyond_the_millionth_fail_each_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.domain.imports.spreadsheet.sheet.MOST_ROWS", 1000)
    world = World()
    run = import_csv(a_drop(world), world.services)
    assert run
    assert run.counts == {"invited": 1000, "failed": ROWS - 1000}
    assert "Move this row to another file" in world.files.read_results(run.upload).decode()


def test_a_finished_import_asks_for_nothing_more() -> None:
    world = World()
    upload = a_drop(world)
    import_csv(upload, world.services)
    mails = list(world.queue.mails)
    again = import_csv(upload, world.services)
    assert again is not None
    assert again.state is ImportState.FINISHED
    assert world.queue.mails == mails
    assert world.import_queue.uploads == []


def test_rows_of_one_name_in_two_homerooms_are_found_across_invocations_and_when_the_file_comes_again() -> None:
    world = World()
    first, *others = a_file(700).decode().splitlines(keepends=True)
    twins = [f"2026-2027,{code},Smith,Bob,{code}@example.org\n" for code in ("3-A", "4-B")]
    data = "".join([first, twins[0], *others, twins[1]]).encode()
    for name in ("a.csv", "again.csv"):
        upload = world.files.put_upload(name, data, "")
        while not run_with(world, upload, 1).over:
            pass
        last = world.files.read_results(upload).decode().splitlines()[-1]
        assert 'failed,"class_code: Row 2 puts Bob Smith into 3-A.' in last
    assert not any(
        "4-B" in i.email for i in world.services.invitations.get_many({m for m, _ in world.queue.mails}).values()
    )
    assert len(set(world.queue.mails)) == 701


def test_a_file_that_takes_all_the_time_before_its_first_new_row_is_given_up_and_what_was_placed_is_mailed() -> None:
    world = World()
    upload = a_drop(world)
    placed = run_with(world, upload, 1).rows
    for _ in range(2):
        assert run_with(world, upload, 0).state is ImportState.PLACING
    run_with(world, upload, 0)
    world.import_queue.uploads.clear()
    run = import_csv(upload, world.services)
    assert run
    assert (run.state, run.rows) == (ImportState.FAILED, placed)
    assert run.problems == (message(ImportProblem.TOO_SLOW),)
    assert len(world.queue.mails) == placed
    assert world.import_queue.uploads == []


def test_a_file_that_takes_all_the_time_before_its_first_row_fails_with_a_sentence() -> None:
    world = World()
    upload = a_drop(world)
    assert [run_with(world, upload, 0).state for _ in range(3)] == [*[ImportState.PLACING] * 2, ImportState.FAILED]


def test_an_import_that_goes_on_after_an_invocation_without_time_is_not_given_up() -> None:
    world = World()
    upload = a_drop(world)
    for _ in range(3):
        run_with(world, upload, 0)
        run_with(world, upload, 0)
        assert not run_with(world, upload, 1).problems
    assert run_with(world, upload, 9).counts == {"invited": ROWS}


def test_a_file_that_is_refused_leaves_the_reason_where_its_results_would_be() -> None:
    world = World()
    run = import_csv(world.files.put_upload("a.csv", b"\x89PNG\r\n\x1a\n", ""), world.services)
    assert run
    [header, line] = csv.reader(world.files.read_results(run.upload).decode("utf-8-sig").splitlines())
    assert header == ["row_number", "outcome", "message"]
    assert line == ["", "failed", english(*run.problems)]
    assert english(*run.problems) == "This is a picture (PNG). Import the table itself, saved as CSV."


def test_a_file_that_goes_half_way_leaves_what_became_of_its_rows() -> None:
    world = World()
    upload = a_drop(world)
    placed = run_with(world, upload, 1).rows
    world.files.delete(upload)
    import_csv(upload, world.services)
    import_csv(upload, world.services)
    [_, why, *lines] = csv.reader(world.files.read_results(upload).decode("utf-8-sig").splitlines())
    assert why[:2] == ["", "failed"]
    assert [line[:2] for line in lines] == [[str(n + 2), "invited"] for n in range(placed)]


def test_results_of_a_file_with_a_separator_of_its_own_can_be_dropped_again() -> None:
    world = World()
    upload = world.files.put_upload("a.csv", b"sep=:\n" + a_file(3).replace(b",", b":"), "")
    import_csv(upload, world.services)
    again = world.files.put_upload("a.results.csv", world.files.read_results(upload), "")
    run = import_csv(again, world.services)
    assert run
    assert (run.problems, run.counts) == ((), {"unchanged": 3})
