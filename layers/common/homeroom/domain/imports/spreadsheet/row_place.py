"""Where a row that was joined of several tables stands in them, so that people find it: `users.csv 2, 5; ...`."""

import re
from collections.abc import Iterable

from homeroom.domain.imports.spreadsheet.codes import RowPlace
from homeroom.domain.kernel.message import Message, message

_ONE_TABLE = re.compile(r"(.+?) (\d+(?:, \d+)*)", re.DOTALL)
_LONGEST = 200


def place_text(rows: Iterable[tuple[str, int]]) -> str:
    """Of files and their row numbers, as a cell that `place_of` reads."""
    by_file: dict[str, list[int]] = {}
    for file, row in rows:
        by_file.setdefault(file.rpartition("/")[2], []).append(row)
    return "; ".join(f"{file} {', '.join(map(str, sorted(set(numbers))))}" for file, numbers in by_file.items())


def place_of(text: str) -> tuple[Message, ...]:
    """A message for each table; none for a text that is no place."""
    found = [_ONE_TABLE.fullmatch(part.strip()) for part in text[:_LONGEST].split(";")]
    return tuple(
        message(RowPlace.IN_TABLE, count=part[2].count(",") + 1, table=part[1], rows=part[2]) for part in found if part
    )
