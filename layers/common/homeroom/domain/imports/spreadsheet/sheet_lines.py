"""The rows of a sheet, whatever the program that wrote it, as the lines of the CSV file that Excel would save of it."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time

from homeroom.domain.imports.spreadsheet.codes import FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.kernel.message import Message, message

_MOST_ROWS = 1_048_576  # of Excel itself
_MOST_DIGITS = 10**15  # of which Excel keeps fifteen; the others have become zeros

Row = tuple[int, list[str], bool]
"""Number, texts, and whether it is hidden."""


def sheet_lines(rows: Iterable[Row], row_count: int, notice: Callable[[Message], None]) -> Iterator[Part]:
    """Row numbers stay those of the sheet: an empty row is an empty line. Raises FileProblem for rows out of order."""
    last, hidden = 0, []
    for number, texts, is_hidden in rows:
        if number > _MOST_ROWS:
            yield b"\n" * (_MOST_ROWS - last), 1.0
            raise wrong_file(WrongFile.WORKBOOK_TOO_MANY_ROWS)
        if number <= last:
            raise wrong_file(WrongFile.WORKBOOK_ROW_ORDER, row=number, last=last)
        line = _line(texts)
        if is_hidden and line.strip():
            hidden.append(number)
        yield b"\n" * (number - last - 1) + line, min(1.0, number / row_count)
        last = number
    if hidden:
        notice(message(FileNotice.HIDDEN_ROWS, count=len(hidden), row=hidden[0]))


def _line(texts: list[str]) -> bytes:
    while texts and not texts[-1]:
        texts.pop()
    written = io.StringIO()
    csv.writer(written).writerow(texts)
    return written.getvalue().encode()


def cell_text(value: object, shown_as: str = "") -> str:
    """A cell's value as its reader sees it, with the format `shown_as`. What Excel made a date of is written as Excel
    shows it, and known by its looks.
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return _whole_number(int(value), shown_as)
    if isinstance(value, (datetime, date)):
        return f"{value.day}-{value:%b}"
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)


def _whole_number(value: int, shown_as: str) -> str:
    """A format such as `00000` is how ids get their leading zeros."""
    if abs(value) >= _MOST_DIGITS:
        return f"{value:.5E}"
    return f"{value:0{len(shown_as)}}" if shown_as.strip("0") == "" else str(value)
