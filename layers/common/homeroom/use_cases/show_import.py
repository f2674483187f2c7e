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
