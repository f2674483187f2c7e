"""Rows that describe homerooms: what becomes of one of them, and what a whole file makes of each homeroom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from homeroom.domain.imports.former_codes import homeroom_meant
from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import HomeroomNote, RowNote
from homeroom.domain.imports.spreadsheet import HomeroomEntry
from homeroom.domain.kernel.change import Change, WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.homeroom import Homeroom, grade_order


def set_up(number: int, entry: HomeroomEntry, known: WorkingSet, import_id: str) -> RowOutcome:
    """A homeroom that a row describes."""
    described = {"grade": entry.grade, "room": entry.room, "teacher": entry.teacher}
    before = homeroom_meant(entry.year, entry.class_code, known)
    homeroom = before or Homeroom(year=entry.year, code=entry.class_code)
    known.put(homeroom.described(import_id, **described))
    if before is None:
        note = message(RowNote.HOMEROOM_SET_UP, class_code=homeroom.code)
    elif before.says(**described):
        return RowOutcome(number, "", Outcome.UNCHANGED)
    else:
        note = message(RowNote.HOMEROOM_CHANGED, class_code=homeroom.code, changes=tuple(_said_anew(entry, before)))
    return RowOutcome(number, "", Outcome.PLACED_ONLY, (note,))


def _said_anew(entry: HomeroomEntry, before: Homeroom) -> Iterator[Message]:
    """Of a row's teacher only that they come: a homeroom's other teachers stand on other rows."""
    if entry.room not in ("", before.room):
        yield message(HomeroomNote.ROOM if before.room else HomeroomNote.FIRST_ROOM, old=before.room, new=entry.room)
    if entry.grade not in ("", before.grade):
        code = HomeroomNote.GRADE if before.grade else HomeroomNote.FIRST_GRADE
        yield message(code, old=before.grade, new=entry.grade)
    if not before.says(grade="", room="", teacher=entry.teacher):
        yield message(HomeroomNote.TEACHER, new=entry.teacher)


@dataclass(frozen=True, kw_only=True)
class HomeroomChange:
    """What all rows of a file together make of a homeroom. One that `is_new` had nothing before."""

    code: str
    is_new: bool = False
    room: str = ""
    old_room: str = ""
    grade: str = ""
    old_grade: str = ""
    teachers: tuple[str, ...] = ()
    old_teachers: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Teachers who stand in another order are the same."""
        same = (self.room, self.grade, {*self.teachers}) == (self.old_room, self.old_grade, {*self.old_teachers})
        return self.is_new or not same


def homeroom_changes(changes: Iterable[Change]) -> list[HomeroomChange]:
    """Of the homerooms among these changes those that look different afterwards, by grade and code."""
    compared = [_compared(c.before, c.after) for c in changes if isinstance(c.after, Homeroom)]
    return sorted((c for c in compared if c.is_change), key=lambda c: (grade_order(c.grade), c.code))


def _compared(before: object, after: Homeroom) -> HomeroomChange:
    was_there = isinstance(before, Homeroom) and not before.is_over
    old = before if isinstance(before, Homeroom) and was_there else Homeroom(year=after.year, code=after.code)
    return HomeroomChange(
        code=after.code,
        is_new=not was_there,
        room=after.room,
        old_room=old.room,
        grade=after.grade,
        old_grade=old.grade,
        teachers=after.teachers,
        old_teachers=old.teachers,
    )
