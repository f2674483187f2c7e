"""Whom and what a row means: the student that it names, and the homeroom."""

from difflib import get_close_matches
from functools import lru_cache

from homeroom.domain.imports.spreadsheet import CellProblem, Placement
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import (
    Namesakes,
    SchoolId,
    Student,
    name_key,
    namesakes_identity,
    school_id_key,
    student_id,
)


class RowFailed(HomeroomError):
    """`problem` is the sentence for the person who typed the row, and the column it is about."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.problem = CellProblem(column, message)


def id_of(placement: Placement, secret: bytes) -> str:
    return student_id(
        secret,
        year=placement.year,
        school_id=placement.student_id,
        first_name=placement.first_name,
        last_name=placement.last_name,
    )


def namesakes_of(placement: Placement) -> str:
    return namesakes_identity(placement.year, name_key(placement.first_name, placement.last_name))


def find_student(placement: Placement, known: WorkingSet, secret: bytes) -> Student | None:
    """By the school-issued id; without one by school year and name, where two candidates are never a guess.

    Raises RowFailed.
    """
    if placement.student_id and (found := _with_school_id(placement, known, secret)):
        if placement.name and found.name_key != name_key(placement.first_name, placement.last_name):
            raise RowFailed(
                "student_id", f"Student id {placement.student_id} belongs to {found.name}. Correct the id or the name."
            )
        return found
    if not placement.name:
        return None
    namesakes = known.get(Namesakes, namesakes_of(placement))
    candidates = [s for i in (namesakes.student_ids if namesakes else ()) if (s := known.get(Student, i))]
    if placement.student_id:  # a student who was placed without an id gets it now
        _zeros_are_there(placement, candidates)
        candidates = [s for s in candidates if s.school_id in ("", placement.student_id)]
    if len(candidates) > 1:
        raise RowFailed(
            "student_id",
            f"{len(candidates)} students are called {candidates[0].name}. Add the student_id to tell them apart.",
        )
    return candidates[0] if candidates else None


def _zeros_are_there(placement: Placement, namesakes: list[Student]) -> None:
    """Raises RowFailed for an id that is a namesake's but for zeros at its beginning."""
    for student in namesakes:
        issued, told = student.school_id, placement.student_id
        if issued != told and issued.lstrip("0") == told.lstrip("0"):
            raise RowFailed(
                "student_id",
                f"This looks changed by Excel: {student.name} has the id {issued}. "
                "Set the column's format to Text and type the original again",
            )


def no_guess(found: Student | None, placement: Placement) -> None:
    """Raises RowFailed for an id that nobody has yet, where a namesake without one is in another homeroom."""
    if not found or found.school_id or not (placement.student_id and placement.class_code):
        return
    if found.year == placement.year and class_code_key(found.homeroom) != class_code_key(placement.class_code):
        raise RowFailed(
            "student_id",
            f"A student called {found.name} is in {found.homeroom} without a student_id. Import that student's own id "
            f"first, in a row with {found.homeroom}, so that two students are not taken for one.",
        )


def _with_school_id(placement: Placement, known: WorkingSet, secret: bytes) -> Student | None:
    if found := known.get(Student, id_of(placement, secret)):
        return found
    issued = known.get(SchoolId, school_id_key(placement.student_id))
    return known.get(Student, issued.student_id) if issued else None


def where_they_are(found: Student | None, placement: Placement) -> Student:
    """The student of a row that names no homeroom, who must have one already. Raises RowFailed."""
    if found and found.year == placement.year:
        return found
    if not placement.name:
        raise RowFailed(
            "student_id",
            f"No student of {placement.year} has the id {placement.student_id} yet. "
            "Import the students with their homerooms first.",
        )
    raise RowFailed(
        "class_code",
        f"{placement.name} is in no homeroom of {placement.year} yet, and this file names none. "
        "Add a column class_code, or import the students with their homerooms first.",
    )


def find_homeroom(placement: Placement, known: WorkingSet, *, may_create: bool) -> Homeroom:
    """The homeroom of the row's school year; made where that is allowed. Raises RowFailed."""
    found = known.get(Homeroom, homeroom_identity(placement.year, placement.class_code))
    if found:
        return found
    if not may_create:
        near = _near(placement.class_code, tuple(h.code for h in known.all(Homeroom) if h.year == placement.year))
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise RowFailed("class_code", f"There is no homeroom {placement.class_code} in {placement.year}.{hint}")
    new = Homeroom(year=placement.year, code=placement.class_code, grade=placement.grade)
    known.put(new)
    return new


@lru_cache(maxsize=256)  # a wrong code seldom stands in one row only
def _near(code: str, codes: tuple[str, ...]) -> list[str]:
    return get_close_matches(code, codes, n=3, cutoff=0.4)
