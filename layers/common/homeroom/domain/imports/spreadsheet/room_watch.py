"""Two homerooms of one code would become one: a list may tell them apart by a column that is not ours, the school or
the teacher.
"""

from collections import defaultdict
from collections.abc import Iterator

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.doubts import Doubt
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.header_cells import meanings
from homeroom.domain.imports.spreadsheet.parsed_row import SheetRow
from homeroom.domain.imports.spreadsheet.said_nothing import says_nothing
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line
from homeroom.domain.roster.homeroom_code import class_code_key

_SCHOOL = ("school_name", "school", "campus", "building", "site", "school_id", "school_code", "school_number")
_TEACHER = ("teacher", "teacher_name", "homeroom_teacher", "class_teacher", "form_tutor", "teacher_last_name")
# A teacher who is named once or twice may be a typing error, or an assistant's name.
_ENOUGH_ROWS = {_SCHOOL: 1, _TEACHER: 3}
_MOST_CODES, _MOST_NAMES, _MOST_DOUBTS = 10_000, 10, 20
_LONGEST_SHOWN = 40


class RoomWatch:
    """Of the rows below `header`. Memory is bounded."""

    def __init__(self, header: Header) -> None:
        self._columns: list[tuple[int, int]] = []
        if header.format.name is not FileFormat.HOMEROOMS and "class_code" in header.columns:
            found = ((_position(header, names), enough) for names, enough in _ENOUGH_ROWS.items())
            self._columns = [(at, enough) for at, enough in found if at >= 0]
        self._rows: dict[tuple[str, str, int], dict[str, int]] = defaultdict(dict)
        self._shown: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether there is such a column."""
        return bool(self._columns)

    def look(self, row: SheetRow) -> None:
        placement = row.placement
        if not placement or not placement.class_code:
            return
        for at, _ in self._columns:
            name = folded(row.cells[at])
            key = (placement.year, class_code_key(placement.class_code), at)
            if not name or says_nothing(row.cells[at]) or (key not in self._rows and len(self._rows) == _MOST_CODES):
                continue
            names = self._rows[key]
            if name in names or len(names) < _MOST_NAMES:
                names[name] = names.get(name, 0) + 1
                self._shown.setdefault(name, one_line(row.cells[at], _LONGEST_SHOWN))
                self._shown.setdefault(key[1], placement.class_code)

    def doubts(self) -> tuple[Message, ...]:
        """When all rows were looked at."""
        return tuple(dict.fromkeys(self._doubts()))[:_MOST_DOUBTS]

    def _doubts(self) -> Iterator[Message]:
        enough_of = dict(self._columns)
        for (_, code, at), names in self._rows.items():
            several = tuple(sorted(self._shown[name] for name, rows in names.items() if rows >= enough_of[at]))
            if len(several) > 1:
                yield message(Doubt.ROOMS_OF_ONE_CODE, class_code=self._shown[code], places=several)


def _position(header: Header, names: tuple[str, ...]) -> int:
    """Of the column that tells it best; -1 where there is none."""
    known = {at for positions in header.columns.values() for at in positions}
    wanted = [folded(name) for name in names]
    found = [
        (wanted.index(meaning), at)
        for at, cell in enumerate(header.cells)
        if at not in known
        for meaning in meanings(cell)
        if meaning in wanted
    ]
    return min(found)[1] if found else -1
