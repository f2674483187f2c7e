"""The rows of a file, a stretch at a time, and how far the reading is."""

from collections.abc import Iterator
from typing import BinaryIO

from homeroom.domain.imports.spreadsheet import FileProblem, Sheet, SheetRow

_ROWS_AT_ONCE = 300


class CountedBody:
    """A file's body that knows how much of it was read, in bytes."""

    def __init__(self, body: BinaryIO) -> None:
        self._body = body
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._body.read(size)
        self.count += len(data)
        return data


def read_so_far(sheet: Sheet, body: CountedBody, size: int) -> int:
    """In bytes of the file, which has `size`. An archive is copied before its first row is read."""
    share = sheet.share_read
    return body.count if share is None else int(share * size)


def stretches(rows: Iterator[SheetRow], at_once: int = _ROWS_AT_ONCE) -> Iterator[list[SheetRow]]:
    """As many rows as are read for and looked at together. Raises FileProblem where the file is damaged, after the
    rows before that.
    """
    stretch: list[SheetRow] = []
    try:
        for row in rows:
            stretch.append(row)
            if len(stretch) == at_once:
                yield stretch
                stretch = []
    except FileProblem:
        if stretch:
            yield stretch
        raise
    if stretch:
        yield stretch
