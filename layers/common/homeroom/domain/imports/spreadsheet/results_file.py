"""The results file: the original columns plus row number, outcome and message, safe to open and to drop in again.

The apostrophe that keeps a cell from being a formula (`neutralised`) is taken away in any file: whoever deletes the
columns that were added has no results file any more, and elsewhere an apostrophe before a formula says that it is none.
"""

from collections.abc import Callable, Collection, Sequence

from homeroom.domain.imports.spreadsheet.parsed_row import SheetRow
from homeroom.domain.kernel.safe_cell import neutralised

RESULT_COLUMNS = ("row_number", "outcome", "message")


def results_header(sheet_header: Sequence[str]) -> list[str]:
    """The header of the results of a sheet with this header."""
    return [*map(neutralised, sheet_header), *RESULT_COLUMNS]


def results_row(row: SheetRow, outcome: str, message: str) -> list[str]:
    """The row with what became of it. Cells that stood outside the columns come after that."""
    cells = (*row.cells, str(row.number), outcome, message, *row.surplus)
    return [neutralised(cell) for cell in cells]


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
