"""Lines into records: what csv.reader does, but a quote that is never closed costs one row and not the rest."""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple, TextIO

from homeroom.domain.imports.spreadsheet.codes import WrongRow
from homeroom.domain.kernel.message import Message, message

MOST_IN_CELL = 10_000
# A longer line is not read to its end: memory must not grow with the file. Room for 100 full cells.
_MOST_IN_LINE = 1_100_000

_MOST_LINES = 500  # of one record: where each line opens a quote, what follows is read again for each of them

_BLOCK = 16_384  # characters

_UNCLOSED = message(WrongRow.UNCLOSED_QUOTE)
_UNMATCHED = message(WrongRow.UNMATCHED_QUOTES)
_LONG_CELL = message(WrongRow.LONG_CELL, most=MOST_IN_CELL)
_TOO_LONG = message(WrongRow.TOO_LONG)


# Stands for a line that was skipped because it is too long. Known by identity, so no text can be taken for it.
_SKIPPED_LINE = "(too long)"


class Broken(NamedTuple):
    """A record that cannot be read: its raw cells (cut off at MOST_IN_CELL characters), and why."""

    cells: list[str]
    message: Message


class Lines:
    """The lines of a text (opened with `newline=""`), as they are; lines can be put back to be read once more."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._next_line = partial(text.readline, _MOST_IN_LINE)
        self._again: deque[str] = deque()

    @property
    def put_back_ones(self) -> int:
        return len(self._again)

    def plain_block(self) -> list[str]:
        """The next lines, many at once, if each of them is a record for sure: short, and without any quote.

        None of them otherwise, nor at the end.
        """
        if self._again:
            return []
        text = self._text.read(_BLOCK)
        text += self._next_line()
        block = io.StringIO(text, newline="").readlines()
        if '"' not in text and max(map(len, block), default=0) <= MOST_IN_CELL:
            return block
        if len(block[-1]) >= _MOST_IN_LINE:
            block[-1] = self._skipped(block[-1])
        self._again.extend(block)
        return []

    def put_back(self, lines: Iterable[str]) -> None:
        self._again.extendleft(reversed(list(lines)))

    def __iter__(self) -> Iterator[str]:
        again = self._again
        while again:
            yield again.popleft()
        for line in iter(self._next_line, ""):
            yield line if len(line) < _MOST_IN_LINE else self._skipped(line)
            while again:
                yield again.popleft()

    def _skipped(self, line: str) -> str:
        while line and line[-1] not in "\r\n":
            line = self._next_line()
        return _SKIPPED_LINE


def read_records(lines: Lines, delimiter: str) -> Iterator[list[str] | Broken]:
    """One record for each row that a spreadsheet program would show; `[]` for an empty line."""
    while True:
        while block := lines.plain_block():
            yield from csv.reader(block, delimiter=delimiter, skipinitialspace=delimiter != " ")
        if not lines.put_back_ones:
            return
        yield from _read_closely(lines, delimiter)


def _read_closely(lines: Lines, delimiter: str) -> Iterator[list[str] | Broken]:
    """Records, until those lines are read that were put back."""
    pending: list[str] = []  # the lines of the record that is being read
    while lines.put_back_ones:
        reader = csv.reader(
            _watched(lines, pending), delimiter=delimiter, strict=True, skipinitialspace=delimiter != " "
        )
        try:
            for cells in reader:
                if (len(pending) > 1 or len(pending[0]) > MOST_IN_CELL) and max(map(len, cells)) > MOST_IN_CELL:
                    yield _broken(cells, _LONG_CELL)
                else:
                    yield cells
                pending.clear()
                if not lines.put_back_ones:
                    return
        except csv.Error as error:
            broken = _broken_at(pending, str(error), delimiter)
        else:
            return
        lines.put_back(pending[1:])
        pending.clear()
        yield broken


def _watched(lines: Lines, pending: list[str]) -> Iterator[str]:
    """The lines, noted in `pending`. A record of many lines ends in an error before it fills the memory."""
    held = 0
    for line in lines:
        if pending:
            held += len(line)
            if held > _MOST_IN_LINE or len(pending) >= _MOST_LINES or line is _SKIPPED_LINE:
                lines.put_back([line])
                raise csv.Error
        else:
            held = 0
        pending.append(line)
        if line is _SKIPPED_LINE:
            raise csv.Error
        yield line


def _broken_at(pending: list[str], error: str, delimiter: str) -> Broken:
    """The first of the pending lines is the row that is at fault; the others may be sound rows."""
    first = pending[0]
    if first is _SKIPPED_LINE:
        return Broken([], _TOO_LONG)
    raw = first.rstrip("\r\n").split(delimiter)
    if len(pending) > 1 or "end of data" in error:
        return _broken(raw, _UNCLOSED)
    return _broken(raw, _LONG_CELL if "field limit" in error else _UNMATCHED)


def _broken(cells: list[str], why: Message) -> Broken:
    return Broken([cell[:MOST_IN_CELL] for cell in cells], why)
