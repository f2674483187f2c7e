"""The results file: the original columns plus row number, outcome and message, safe to open and to drop in again.

A spreadsheet program runs a cell that begins with `=` and the like. Such a cell gets an apostrophe in front, also when
it has apostrophes there already, so that taking one away gives back exactly what was there. Excel of another country
goes by another separator and splits cells there, so what begins a formula behind one gets an apostrophe as well.

It is taken away in any file: whoever deletes the columns that were added has no results file any more, and elsewhere
an apostrophe before a formula says that it is none.
"""

import re
from collections.abc import Callable, Collection, Sequence

from homeroom.domain.imports.spreadsheet.parsed_row import SheetRow

RESULT_COLUMNS = ("row_number", "outcome", "message")

_SPACE = r"(?:(?![\t\r\n])\s|\ufeff)*"  # what separates is none, or one apostrophe would hide another
_FORMULA = rf"(?:{_SPACE}[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n\x00])"
_BEGINS = r"(?:\A|(?<=[,;|\t\r\n]))"
_RUNS_AS_FORMULA = re.compile(f"{_BEGINS}(?='*{_FORMULA})")
_NEUTRALISED = re.compile(f"{_BEGINS}'(?='*{_FORMULA})")


def results_header(sheet_header: Sequence[str]) -> list[str]:
    """The header of the results of a sheet with this header."""
    return [*map(neutralised, sheet_header), *RESULT_COLUMNS]


def results_row(row: SheetRow, outcome: str, message: str) -> list[str]:
    """The row with what became of it. Cells that stood outside the columns come after that."""
    cells = (*row.cells, str(row.number), outcome, message, *row.surplus)
    return [neutralised(cell) for cell in cells]


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return _RUNS_AS_FORMULA.sub("'", cell)


def as_before(cell: str) -> str:
    """Undoes `neutralised`, exactly."""
    return _NEUTRALISED.sub("", cell) if "'" in cell else cell


def result_positions(header: Sequence[str]) -> tuple[int, ...]:
    """Where the columns of a results file stand in this header; empty when it is not one of a results file."""
    if not all(name in header for name in RESULT_COLUMNS):
        return ()
    last = len(header) - 1
    return tuple(last - header[::-1].index(name) for name in RESULT_COLUMNS)


def without(positions: Collection[int]) -> Callable[[list[str]], list[str]]:
    """A function that leaves these cells of a row out."""
    left_out = frozenset(positions)
    return lambda cells: [cell for at, cell in enumerate(cells) if at not in left_out]
