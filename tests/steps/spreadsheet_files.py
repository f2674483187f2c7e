"""Files built in memory, as spreadsheet programs would write them."""

import io
from collections.abc import Iterable
from datetime import date

import pytest

from homeroom.domain.imports.spreadsheet import (
    ADDRESS_COLUMNS,
    FileProblem,
    Placement,
    Sheet,
    SheetRow,
    open_sheet,
)
from tests.factories import TODAY
from tests.steps.english import english

YEAR = "2026-2027"
HEADER = "class_code,student_last_name,student_first_name,parent_email"
GOOD = "3-A,García,Noé,ana@example.org"
ALL = (
    "year,class_code,grade,student_id,student_last_name,student_first_name,parent_email,parent_first_name,"
    "parent_last_name,parent2_email,parent2_first_name,parent2_last_name,relationship,language"
)
USUAL = dict(
    zip(
        ALL.split(","),
        ["2026-2027", "3-A", "3", "00123", "García", "Noé", "a@x.org", "Ana", "García", "", "", "", "mother", "es"],
        strict=True,
    )
)
"""A good row, with every column there is."""


class Stream:
    """Like the body of an S3 answer: it can be read forward and nothing else. Counts what was read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._left = b""
        self.bytes_read = 0

    def read(self, size: int = -1, /) -> bytes:
        if not self._left:
            self._left = next(self._chunks, b"")
        given, self._left = self._left[:size], self._left[size:]
        self.bytes_read += len(given)
        return given


def sheet_of(data: bytes | str, *, default_year: str = YEAR, today: date = TODAY) -> Sheet:
    body = data if isinstance(data, bytes) else data.encode()
    return open_sheet(io.BytesIO(body), default_year=default_year, today=today)


def rows_of(data: bytes | str, *, default_year: str = YEAR) -> list[SheetRow]:
    return list(sheet_of(data, default_year=default_year).rows())


def table(*rows: str, header: str = HEADER) -> str:
    return "".join(f"{row}\r\n" for row in (header, *rows))


def one_row(**cells: str) -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    return table(",".join(quoted(cell) for cell in (USUAL | cells).values()), header=ALL)


def placement_of(data: bytes | str, *, default_year: str = YEAR) -> Placement:
    """The placement of the only row."""
    (row,) = rows_of(data, default_year=default_year)
    assert row.placement, row.problems
    return row.placement


def problem_of(data: bytes | str) -> tuple[str | None, str]:
    """Column and sentence of the only problem of the only row."""
    (row,) = rows_of(data)
    assert not row.placement or row.problems[0].column in ADDRESS_COLUMNS
    ((column, sentence),) = problems_of(row)
    return column, sentence


def problems_of(row: SheetRow) -> list[tuple[str | None, str]]:
    """Columns and sentences."""
    return [(column, english(message)) for column, message in row.problems]


def notices_of(sheet: Sheet) -> list[str]:
    """Sentences, of what has been read so far."""
    return [english(notice) for notice in sheet.notices]


def refusal_of(data: bytes | str, *, default_year: str = YEAR) -> list[str]:
    """Why the file as a whole cannot be used, in sentences."""
    with pytest.raises(FileProblem) as refused:
        rows_of(data, default_year=default_year)
    return [english(problem) for problem in refused.value.problems]
