"""A row whose grade contradicts its homeroom, as `5-B` and grade 3. Only numbers can: of `K`, `PK` and a homeroom of
several grades nothing is known.
"""

import re
from collections import Counter
from collections.abc import Iterable

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.former_codes import homeroom_meant
from homeroom.domain.imports.spreadsheet import Doubt, Placement, SheetRow
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.student import Student

_GRADE = re.compile(r"(?:grade|gr|year|yr|class)?\.?\s*0?(\d{1,2})(?:st|nd|rd|th)?(?:\s*grade)?", re.IGNORECASE)
_IN_CODE = re.compile(r"0?(\d{1,2})\s*[-.]?\s*[A-Za-z]")  # `5-B`, not `101` or `5`, which may be a room
_SEVERAL = re.compile(r"(?<!\d)0?(\d{1,2})\s*([-/&+,])\s*0?(\d{1,2})(?!\d)")
_HIGHEST = 13
_FEW = 5
_MOST_HOMEROOMS = 2_000
_ALL = "*"
"""Stands for every homeroom, in a file that has more: what is noted of it must stay small."""


class SeenGrades:
    """What the rows of a file say together."""

    def __init__(self) -> None:
        self._of_homerooms: dict[str, Counter[int]] = {}
        self._same, self._other = 0, 0

    def note(self, rows: Iterable[SheetRow]) -> None:
        for row in rows:
            if isinstance(row.entry, Placement) and row.entry.class_code and (number := _number(row.entry.grade)):
                self._note(row.entry, number)

    def _note(self, placement: Placement, number: int) -> None:
        identity = homeroom_identity(placement.year, placement.class_code)
        if identity in self._of_homerooms or len(self._of_homerooms) <= _MOST_HOMEROOMS:
            self._of_homerooms.setdefault(identity, Counter())[number] += 1
        if in_code := _number_in(placement.class_code):
            self._same += in_code == number
            self._other += in_code != number

    @property
    def are_in_codes(self) -> bool:
        """Whether codes begin with their grades, but for a few rows that are wrong."""
        return self._same >= _FEW and self._other * 9 <= self._same

    @property
    def of_several(self) -> tuple[str, ...]:
        """The identities of homerooms whose students are of several grades, and not just some rows wrong."""
        if len(self._of_homerooms) > _MOST_HOMEROOMS:
            return (_ALL,)
        return tuple(identity for identity, grades in self._of_homerooms.items() if _are_several(grades))


def grade_doubt(
    before: Student | None, placement: Placement, known: WorkingSet, notes: FileNotes, *, may_create: bool
) -> Message | None:
    """The doubt where the row's grade contradicts the homeroom, unless the student is there already.

    A homeroom that this very import may have set up (`may_create`) has the grade of its first row, which tells nothing
    of the others, unless its code says the same.
    """
    code, grade = placement.class_code, placement.grade
    homeroom = homeroom_meant(placement.year, code, known) if code else None
    now = before.placement_in(placement.year) if before else None
    is_there = now and homeroom and homeroom.holds(now.homeroom) and now.grade == grade
    if is_there or not (homeroom or (code and may_create)):
        return None
    tells = homeroom if homeroom and (not may_create or _is_in_code(homeroom)) else None
    expected = _other_grade(placement, tells, notes)
    return message(Doubt.OTHER_GRADE, grade=grade, class_code=code, expected=str(expected)) if expected else None


def _other_grade(placement: Placement, homeroom: Homeroom | None, notes: FileNotes) -> int:
    """The grade that the homeroom has, where it is another one than the row's; 0 where nothing contradicts. `homeroom`
    is the stored one, if it tells anything.
    """
    number, code, several = _number(placement.grade), placement.class_code, notes.several_grades
    if not number or number in _several(code):
        return 0
    if homeroom_identity(placement.year, code) in several or _ALL in several:
        return 0
    if homeroom and homeroom.grade:
        expected = 0 if _several(homeroom.grade) else _number(homeroom.grade)
    else:
        expected = _number_in(code) if notes.grades_in_codes else 0
    return 0 if expected == number else expected


def _are_several(grades: Counter[int]) -> bool:
    return sum(count > 1 and count * _FEW >= grades.total() for count in grades.values()) > 1


def _is_in_code(homeroom: Homeroom) -> bool:
    """Whether a homeroom's code begins with its grade."""
    return _number_in(homeroom.code) == _number(homeroom.grade) != 0


def _number(grade: str) -> int:
    """0 for what is no number."""
    found = _GRADE.fullmatch(grade.strip())
    return int(found[1]) if found and int(found[1]) <= _HIGHEST else 0


def _number_in(code: str) -> int:
    found = _IN_CODE.match(code)
    return int(found[1]) if found and not _several(code) and int(found[1]) <= _HIGHEST else 0


def _several(text: str) -> tuple[int, ...]:
    """Both numbers of `3/4` or `3-4-A`, but not of `3-1`, which is a homeroom of grade 3."""
    if not (found := _SEVERAL.search(text)):
        return ()
    low, high = int(found[1]), int(found[3])
    return (low, high) if found[2] != "-" or high == low + 1 else ()
