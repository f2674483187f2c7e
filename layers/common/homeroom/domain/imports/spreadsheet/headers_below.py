"""Further headers among the rows of a file, as where two files were put together.

Miller's `cat` writes one, in another order, with status 0. Rows below one with the same columns are read by it; rows
below any other are of another file.
"""

from collections import Counter

from homeroom.domain.imports.spreadsheet.codes import WrongRow
from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.kernel.message import Message, message

_FEW_COLUMNS = 3
_REMEMBERED = 10_000


class HeadersBelow:
    """`cells` are the texts of which a row is a header if it begins with one, most likely: each is looked up fast."""

    def __init__(self, header: Header) -> None:
        self.cells = frozenset(header.cells) - {""}
        self.are_rows_changed = False
        self._names = [folded(cell) for cell in header.cells]
        self._known = frozenset((*self._names, *header.format.columns)) - {""}
        self._is_name: dict[str, bool] = {}
        self._order: list[int] = []
        self._other = 0

    def take(self, number: int, cells: list[str]) -> Message | None:
        """What to say of this row if it is a header; the rows after it are read by it, or refused. None if it is no
        header.
        """
        if not any(map(self._may_be_name, cells[:2])):
            return None
        names = [folded(cell) for cell in cells]
        while names and not names[-1]:
            names.pop()
        filled = [name for name in names if name]
        known = sum(name in self._known for name in filled)
        if known < min(_FEW_COLUMNS, len(self._names)) or known * 2 < len(filled):
            return None
        self._order, self._other, self.are_rows_changed = [], 0, names != self._names
        if names == self._names:
            return message(WrongRow.HEADER_AGAIN)
        if Counter(filled) != Counter(filter(None, self._names)):
            self._other = number
            return message(WrongRow.OTHER_HEADER)
        self._order = _places(self._names, names)
        return message(WrongRow.OTHER_ORDER)

    def in_order(self, cells: list[str]) -> list[str]:
        """The cells of a row, in the order of the file's own header."""
        if not self._order:
            return cells
        width = max(self._order) + 1
        padded = cells + [""] * (width - len(cells))
        return [padded[at] if at >= 0 else "" for at in self._order] + padded[width:]

    def why_not_read(self) -> Message | None:
        """Of a row that is no header."""
        return message(WrongRow.BELOW_OTHER_HEADER, row=self._other) if self._other else None

    def _may_be_name(self, cell: str) -> bool:
        known = self._is_name.get(cell)
        if known is None:
            known = folded(cell) in self._known
            if len(self._is_name) < _REMEMBERED:
                self._is_name[cell] = known
        return known


def _places(names: list[str], other: list[str]) -> list[int]:
    """Where each of the names stands among the others, of equal ones the first for the first; -1 for no name."""
    left = [*other]
    places = []
    for name in names:
        at = left.index(name) if name else -1
        if at >= 0:
            left[at] = ""
        places.append(at)
    return places
