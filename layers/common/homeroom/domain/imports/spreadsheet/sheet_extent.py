"""How much of an old workbook is read: the reader of `.xls` holds all sheets at once, cell by cell, empty ones too."""

from dataclasses import dataclass, field

MOST_CELLS = 1_500_000
MOST_TEXT = 20_000_000  # characters
_MOST_ROWS = 1_048_576


class TooLarge(Exception):
    """More than can be held."""


@dataclass
class SheetExtent:
    """What a file says of one sheet, which the reader does not tell: rows that are `hidden`, by their position from 0;
    how many cells are `errors`.
    """

    rows: int = 0
    columns: int = 0
    errors: int = 0
    hidden: bytearray = field(default_factory=bytearray)

    def hide(self, first: int, count: int) -> None:
        last = min(first + count, _MOST_ROWS)
        self.hidden.extend(bytes(max(0, last - len(self.hidden))))
        self.hidden[first:last] = b"\1" * (last - first)

    def hides(self, row: int) -> bool:
        return row < len(self.hidden) and bool(self.hidden[row])


class Extents:
    """Those of the sheets of a file, in its order."""

    def __init__(self) -> None:
        self.sheets: list[SheetExtent] = []
        self._before = 0
        self._text = 0

    def begin_sheet(self) -> SheetExtent:
        if self.sheets:
            self._before += self.sheets[-1].rows * self.sheets[-1].columns
        self.sheets.append(SheetExtent())
        return self.sheets[-1]

    def reach(self, rows: int, columns: int) -> None:
        """The present sheet reaches so far at least. Raises TooLarge."""
        sheet = self.sheets[-1]
        sheet.rows, sheet.columns = max(sheet.rows, rows), max(sheet.columns, columns)
        if self._before + sheet.rows * sheet.columns > MOST_CELLS:
            raise TooLarge

    def add_text(self, length: int) -> None:
        """Raises TooLarge."""
        self._text += length
        if self._text > MOST_TEXT:
            raise TooLarge
