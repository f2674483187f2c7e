"""The rows of an import, page by page."""

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.show_import import ROWS_A_PAGE, show_import
from tests.fakes import World

HEADER = "year,class_code,student_last_name,student_first_name,parent_email\n"


def imported(world: World, rows: int) -> ImportRun:
    """Every fiftieth row lacks a name."""
    lines = (f"2026-2027,3-A,{'' if n % 50 == 49 else f'Muster {n}'},Kind,\n" for n in range(rows))
    text = HEADER + "".join(lines)
    run = import_csv(world.files.put_upload("a.csv", text.encode(), ""), world.services)
    assert run
    return run


def numbers(world: World, run: ImportRun, outcome: Outcome | None) -> list[list[int]]:
    """The row numbers on each page."""
    pages, after = [], 0
    while True:
        shown = show_import(run.id, outcome, after, world.services)
        pages.append([row.number for row in shown.rows])
        after = shown.next_after
        if not after:
            return pages


def test_every_row_is_on_one_page_and_pages_are_about_as_long() -> None:
    world = World()
    pages = numbers(world, imported(world, 350), None)
    assert [number for page in pages for number in page] == list(range(2, 352))
    assert all(ROWS_A_PAGE <= len(page) < 2 * ROWS_A_PAGE for page in pages[:-1])


def test_an_outcome_without_rows_is_one_empty_page_whatever_the_size_of_the_file() -> None:
    world = World()
    assert numbers(world, imported(world, 350), Outcome.SKIPPED) == [[]]


def test_rare_rows_are_looked_for_a_stretch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.use_cases.imports.show_import._PARTS_A_PAGE", 5)
    world = World()
    run = imported(world, 350)
    pages = numbers(world, run, Outcome.FAILED)
    assert len(pages) > 2
    assert sum(map(len, pages)) == run.counts["failed"]
