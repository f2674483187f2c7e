"""Whom of the school year before a row may mean that names nobody of its own year: without an id that both have, a name
is not enough to say that it is the same child.
"""

from typing import NamedTuple

from homeroom.domain.imports.row_codes import RowProblem
from homeroom.domain.imports.spreadsheet import Placement
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.school_year import year_before
from homeroom.domain.roster.student import Namesakes, Student, name_key, namesakes_identity


class FormerStudent(NamedTuple):
    """`student` is who may be meant, None where several may be. `doubt` says so, with where they were."""

    student: Student | None
    doubt: Message


def former_namesakes_of(placement: Placement) -> str:
    """The identity of those who had the row's name in the year before."""
    return namesakes_identity(year_before(placement.year), name_key(placement.first_name, placement.last_name))


def find_former_student(placement: Placement, known: WorkingSet) -> FormerStudent | None:
    """For a row that names nobody of its own year. None where it is about a new student. The working set must hold the
    namesakes of the year before, and the students among them.
    """
    year, namesakes = year_before(placement.year), known.get(Namesakes, former_namesakes_of(placement))
    students = [s for i in (namesakes.student_ids if namesakes else ()) if (s := known.get(Student, i))]
    candidates = [s for s in students if _may_be_meant(s, placement)]
    if not candidates:
        return None
    if len(candidates) > 1:
        problem = message(RowProblem.FORMER_NAMESAKES, count=len(candidates), student=placement.name, year=year)
        return FormerStudent(None, problem)
    code = candidates[0].placements[year].homeroom
    problem = message(RowProblem.FORMER_STUDENT, student=placement.name, class_code=code, year=year)
    return FormerStudent(candidates[0], problem)


def _may_be_meant(student: Student, placement: Placement) -> bool:
    """Not who has a place in the row's year already, and not who has another id than the row."""
    other_id = bool(student.school_id and placement.student_id)
    return not other_id and not student.in_year(placement.year)
