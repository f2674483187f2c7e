"""An import for its page: what is in the file, how far it is, what became of its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from homeroom.domain.imports.import_part import ImportPart, RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import ADDRESS_COLUMNS
from homeroom.domain.kernel.errors import NotFound
from homeroom.use_cases.ports.services import Services

ROWS_A_PAGE = 100
_PARTS_A_PAGE = 2_000


@dataclass(frozen=True)
class RowsPage:
    """Some rows of an import. `next_after` is what to ask for to see more, 0 when there is no more; `last_row` is the
    last one looked at.
    """

    run: ImportRun
    rows: list[RowOutcome]
    next_after: int
    last_row: int


@dataclass(frozen=True)
class WrongColumn:
    """A column to correct, and in which rows; `column` is empty for what concerns whole rows."""

    column: str
    rows: list[int]

    @property
    def holds_addresses(self) -> bool:
        return self.column in ADDRESS_COLUMNS


def _parts(run: ImportRun, services: Services, after_row: int = 0) -> Iterator[ImportPart]:
    """None once they are over, also while they are still there."""
    return iter(()) if run.report_is_over(services.clock()) else services.imports.parts(run.id, after_row)


def to_correct(run: ImportRun, services: Services) -> tuple[list[WrongColumn], list[RowOutcome]]:
    """What a check found wrong, by column and by row; the first rows only, for one can mend so many at once."""
    parts = _parts(run, services) if run.to_correct else iter(())
    wrong = (row for part in parts for row in part.rows if row.outcome is Outcome.FAILED or row.wrong_addresses)
    rows = list(islice(wrong, ROWS_A_PAGE))
    columns: dict[str, list[int]] = {}
    for row in rows:
        for column in [cell.column for cell in row.cells if cell.problem] or [""]:
            columns.setdefault(column, []).append(row.number)
    return [WrongColumn(column, numbers) for column, numbers in columns.items()], rows


def waiting_rows(run: ImportRun, services: Services) -> list[RowOutcome]:
    """The first rows that wait for a Site Admin, or would."""
    parts = _parts(run, services) if run.counts.get(Outcome.WAITING.value) else iter(())
    return list(islice((row for part in parts for row in part.rows if row.outcome is Outcome.WAITING), ROWS_A_PAGE))


def show_import(import_id: str, outcome: Outcome | None, after_row: int, services: Services) -> RowsPage:
    """A page of its rows: whole parts, until there are ROWS_A_PAGE, or until so many parts are looked at that the
    reader should see how far it is. Raises NotFound.
    """
    run = services.imports.get(import_id)
    if run is None:
        raise NotFound
    if outcome and not run.counts.get(outcome.value):
        return RowsPage(run, [], 0, 0)
    rows: list[RowOutcome] = []
    last_part = last_row = 0
    for looked_at, part in enumerate(_parts(run, services, after_row)):
        if len(rows) >= ROWS_A_PAGE or looked_at == _PARTS_A_PAGE:
            return RowsPage(run, rows, last_part, last_row)
        rows += (row for row in part.rows if outcome in (None, row.outcome))
        last_part, last_row = part.first_row, part.rows[-1].number
    return RowsPage(run, rows, 0, last_row)
