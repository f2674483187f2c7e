"""The story of an import: what was found in the file, how far it is, what became of its rows."""

from dataclasses import dataclass
from itertools import islice

from homeroom.domain.import_run import ImportRun, RowOutcome
from homeroom.domain.outcome import Outcome
from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.ports import Outside

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class ImportStory:
    """`next_after` is the row number behind which the next page begins, 0 when there is none."""

    run: ImportRun
    rows: list[RowOutcome]
    next_after: int


@dataclass(frozen=True)
class WrongColumn:
    """A column to correct, and in which rows; `column` is empty for what concerns whole rows."""

    column: str
    rows: list[int]


def to_correct(import_id: str, outside: Outside) -> tuple[list[WrongColumn], list[RowOutcome]]:
    """What a check found wrong, by column and by row; the first rows only, for one can mend so many at once."""
    failed = (row for part in outside.imports.parts(import_id) for row in part.rows if row.outcome is Outcome.FAILED)
    rows = list(islice(failed, ROWS_A_PAGE))
    columns: dict[str, list[int]] = {}
    for row in rows:
        for column in [cell.column for cell in row.cells if cell.problem] or [""]:
            columns.setdefault(column, []).append(row.number)
    return [WrongColumn(column, numbers) for column, numbers in columns.items()], rows


def show_import(import_id: str, outcome: Outcome | None, after_row: int, outside: Outside) -> ImportStory:
    """Raises NotFound."""
    run = outside.imports.get(import_id)
    if run is None:
        raise NotFound
    wanted = (
        row
        for part in outside.imports.parts(import_id)
        for row in part.rows
        if row.number > after_row and outcome in (None, row.outcome)
    )
    page = list(islice(wanted, ROWS_A_PAGE + 1))
    more = len(page) > ROWS_A_PAGE
    return ImportStory(run, page[:ROWS_A_PAGE], page[ROWS_A_PAGE - 1].number if more else 0)
