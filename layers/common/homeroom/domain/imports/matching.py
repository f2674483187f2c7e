"""Whom and what a row means: the student that it names, and the homeroom."""

from difflib import get_close_matches
from functools import lru_cache

from homeroom.domain.imports.row_codes import RowProblem
from homeroom.domain.imports.spreadsheet import CellProblem, Placement, may_be_a_day, may_say_no_homeroom
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Message, Value, message
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import (
    Namesakes,
    SchoolId,
    Student,
    name_key,
    namesakes_identity,
    school_id_key,
)


class RowFailed(HomeroomError):
    """`problem` says why, and in which column."""

    def __init__(self, column: str, problem: RowProblem | Message, **values: Value) -> None:
        said = message(problem, **values) if isinstance(problem, RowProblem) else problem
        super().__init__(said.id)
        self.problem = CellProblem(column, said)


def namesakes_of(placement: Placement) -> str:
    return namesakes_identity(placement.year, name_key(placement.first_name, placement.last_name))


def find_student(placement: Placement, student_key: str, known: WorkingSet) -> Student | None:
    """By the school-issued id; without one by school year and name, where two candidates are never a guess.

    Raises RowFailed.
    """
    if placement.student_id and (student := _with_school_id(placement, student_key, known)):
        if placement.name and student.name_key != name_key(placement.first_name, placement.last_name):
            raise RowFailed(
                "student_id", RowProblem.ID_OF_ANOTHER, student_id=placement.student_id, student=student.name
            )
        return student
    if not placement.name:
        return None
    namesakes = known.get(Namesakes, namesakes_of(placement))
    candidates = [s for i in (namesakes.student_ids if namesakes else ()) if (s := known.get(Student, i))]
    if placement.student_id:  # a student who was placed without an id gets it now
        _zeros_are_there(placement, candidates)
        candidates = [s for s in candidates if s.school_id in ("", placement.student_id)]
    if len(candidates) > 1:
        raise RowFailed("student_id", RowProblem.NAMESAKES, count=len(candidates), student=candidates[0].name)
    return candidates[0] if candidates else None


def _zeros_are_there(placement: Placement, namesakes: list[Student]) -> None:
    """Raises RowFailed for an id that is a namesake's but for zeros at its beginning."""
    for student in namesakes:
        issued, typed = student.school_id, placement.student_id
        if issued != typed and issued.lstrip("0") == typed.lstrip("0"):
            raise RowFailed("student_id", RowProblem.ZEROS_LOST, student=student.name, student_id=issued)


def no_guess(student: Student | None, placement: Placement) -> None:
    """Raises RowFailed for an id that nobody has yet, where a namesake without one is in another homeroom."""
    if not student or student.school_id or not (placement.student_id and placement.class_code):
        return
    here = student.placement_in(placement.year)
    if here and class_code_key(here.homeroom) != class_code_key(placement.class_code):
        raise RowFailed("student_id", RowProblem.NAMESAKE_WITHOUT_ID, student=student.name, class_code=here.homeroom)


def _with_school_id(placement: Placement, student_key: str, known: WorkingSet) -> Student | None:
    if student := known.get(Student, student_key):
        return student
    issued = known.get(SchoolId, school_id_key(placement.student_id))
    return known.get(Student, issued.student_id) if issued else None


def where_they_are(student: Student | None, placement: Placement) -> Student:
    """The student of a row that names no homeroom, who must have one already. Raises RowFailed."""
    if student and student.in_year(placement.year):
        return student
    if not placement.name:
        raise RowFailed(
            "student_id", RowProblem.UNKNOWN_STUDENT_ID, student_id=placement.student_id, year=placement.year
        )
    raise RowFailed("class_code", RowProblem.NO_HOMEROOM, student=placement.name, year=placement.year)


def find_homeroom(placement: Placement, known: WorkingSet, *, may_create: bool) -> Homeroom:
    """The homeroom of the row's school year; made where that is allowed. Raises RowFailed."""
    homeroom = known.get(Homeroom, homeroom_identity(placement.year, placement.class_code))
    if homeroom:
        return homeroom
    _is_meant(placement)
    if not may_create:
        raise _unknown_homeroom(placement, known)
    new = Homeroom(year=placement.year, code=placement.class_code, grade=placement.grade)
    known.put(new)
    return new


def _is_meant(placement: Placement) -> None:
    """Raises RowFailed for the code of an unknown homeroom that seems to be a program's and not the school's."""
    code, year = placement.class_code, placement.year
    if may_say_no_homeroom(code):
        raise RowFailed("class_code", RowProblem.HOMEROOM_SAID_NOTHING, class_code=code, year=year)
    if may_be_a_day(code):
        raise RowFailed("class_code", RowProblem.HOMEROOM_WAS_A_DAY, class_code=code, year=year)


def _unknown_homeroom(placement: Placement, known: WorkingSet) -> RowFailed:
    code, year = placement.class_code, placement.year
    near = _near(code, tuple(h.code for h in known.all(Homeroom) if h.year == year))
    if near:
        return RowFailed("class_code", RowProblem.UNKNOWN_HOMEROOM_NEAR, class_code=code, year=year, near=near)
    return RowFailed("class_code", RowProblem.UNKNOWN_HOMEROOM, class_code=code, year=year)


@lru_cache(maxsize=256)  # a wrong code seldom stands in one row only
def _near(code: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(get_close_matches(code, codes, n=3, cutoff=0.4))
