"""A parent's address that cannot be used costs that parent the invitation, and not the child the place."""

from collections.abc import Collection, Sequence

from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.problems import CellProblem
from homeroom.domain.kernel.email_address import is_ordinary

ADDRESS_COLUMNS = ("parent_email", "parent2_email")

_GO_WITH = {"parent_email": ("parent_email", "relationship", "language"), "parent2_email": ("parent2_email",)}
"""What is said of a parent by columns of one parent only. A name without an address names nobody to invite."""


class WrongAddresses:
    """Of the rows below `header`; `wanted` are the canonical names of the texts that are read."""

    def __init__(self, header: Header, wanted: Sequence[str]) -> None:
        self._header = header
        self._wanted = wanted

    def left_out(
        self, cells: Sequence[str], texts: tuple[str, ...], problems: Collection[CellProblem]
    ) -> tuple[str, ...] | None:
        """The texts without the parents whose addresses are wrong; None where the row is wrong altogether."""
        columns = {problem.column or "" for problem in problems}
        if not columns.issubset(ADDRESS_COLUMNS) or any(self._is_of_other_columns(cells, name) for name in columns):
            return None
        gone = {name for column in columns for name in _GO_WITH[column]}
        names = (*self._wanted, *[""] * (len(texts) - len(self._wanted)))
        return tuple("" if name in gone else text for name, text in zip(names, texts, strict=True))

    def _is_of_other_columns(self, cells: Sequence[str], column: str) -> bool:
        """Whether the row is a header, or its cells are shifted, so that the address stands beside its column: then
        nothing is the student's name that stands where the name should.
        """
        at, header = self._header.columns[column][0], self._header
        if folded(cells[at]) in header.format.columns and sum(folded(c) in header.format.columns for c in cells) > 1:
            return True
        beside = [n for n in (at - 1, at + 1) if 0 <= n < len(cells) and "mail" not in folded(header.cells[n])]
        return any(is_ordinary(cells[n].strip()) for n in beside)
