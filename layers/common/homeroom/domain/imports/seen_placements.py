"""Where the rows of one file say that each student belongs: two homerooms for one name may be two children.

It goes by the file alone and not by what is stored, so that a check, the import and the same file dropped again all
say the same. An import that goes on reads its file from the start and notes again what it has done already.
"""

from collections.abc import Iterable
from typing import NamedTuple

from homeroom.domain.imports.spreadsheet import Placement, SheetRow
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student_identity import name_key, school_id_key

MOST = 200_000
"""Memory must not grow with the file: what stands behind so many places is not noted any more."""
_MOST_OF_A_NAME = 50


class SeenPlacement(NamedTuple):
    """Also by a row that failed: what it says is no less true of the file."""

    row: int
    class_code: str
    school_id: str

    def may_mean(self, other: "SeenPlacement") -> bool:
        """The same student: ids tell apart only where both rows have one."""
        return not (self.school_id and other.school_id) or self.school_id == other.school_id

    def is_there(self, other: "SeenPlacement") -> bool:
        return class_code_key(self.class_code) == class_code_key(other.class_code)

    def repeats(self, other: "SeenPlacement") -> bool:
        return self.school_id == other.school_id and self.is_there(other)


class SeenPlacements:
    """Of each name in each school year; where a file knows students by their id alone, of each id."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[SeenPlacement, ...]] = {}
        self._left = MOST

    def note(self, rows: Iterable[SheetRow]) -> None:
        """Before the first of these rows is placed. May be called again with the same rows."""
        for row in rows:
            if isinstance(row.entry, Placement) and row.entry.class_code:
                self._note(row.number, row.entry)

    def _note(self, number: int, placement: Placement) -> None:
        key = _key(placement)
        seen = self._seen.get(key, ())
        new = _seen(number, placement)
        if self._left and len(seen) < _MOST_OF_A_NAME and not any(map(new.repeats, seen)):
            self._seen[key] = (*seen, new)
            self._left -= 1

    def elsewhere(self, number: int, placement: Placement) -> SeenPlacement | None:
        """The first row above that puts what may be the same student into another homeroom of the school year."""
        own, seen = _seen(number, placement), self._seen.get(_key(placement), ())
        return next((s for s in seen if s.row < number and own.may_mean(s) and not own.is_there(s)), None)


def _seen(number: int, placement: Placement) -> SeenPlacement:
    return SeenPlacement(number, placement.class_code, school_id_key(placement.student_id))


def _key(placement: Placement) -> int:
    """A hash takes less memory than a name."""
    who = name_key(placement.first_name, placement.last_name) if placement.name else f"#{placement.student_id}"
    return hash((placement.year, who))
