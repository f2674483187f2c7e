"""What becomes a file: names of columns, and rows that come one by one, whatever they are about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Cells are text as it is meant: what keeps a spreadsheet program from running it is added where it is written.
    Each row has a cell for each column.
    """

    columns: Sequence[str]
    rows: Iterator[Sequence[str]]
