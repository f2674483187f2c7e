"""Whom of the school year before a row may mean that names nobody of its own year: without an id that both have, a name
is not enough to say that it is the same child.
"""

from collections.abc import Collection

from homeroom.domain.imports.matching import (
    RowDoubtful,
    RowFailed,
    differ_by_zeros,
    has_a_parent_of,
    zeros_are_there,
)
from homeroom.domain.imports.row_codes import RowProblem
from homeroom.domain.imports.spreadsheet import Doubt, Placement
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.school_year import previous_school_year
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import Namesakes, name_key, namesakes_identity


def former_namesakes_of(placement: Placement) -> str:
    """The identity of those who had the row's name in the year before."""
    return namesakes_identity(previous_school_year(placement.year), name_key(placement.first_name, placement.last_name))


def find_former_student(placement: Placement, known: WorkingSet, accepted: Collection[str]) -> Student | None:
    """For a row that names nobody of its own year; None where it is about a new student. The working set must hold the
    namesakes of the year before, and the students among them.

    Raises RowDoubtful for the one who may be meant, unless that doubt is `accepted`; RowFailed where several may be.
    """
    if not (placement.name and placement.class_code):
        return None
    year, namesakes = previous_school_year(placement.year), known.get(Namesakes, former_namesakes_of(placement))
    students = [s for i in (namesakes.student_ids if namesakes else ()) if (s := known.get(Student, i))]
    zeros_are_there(placement, students)
    candidates = [s for s in students if _may_be_meant(s, placement, known)]
    if len(candidates) > 1:
        count = len(candidates)
        raise RowFailed("student_id", RowProblem.FORMER_NAMESAKES, count=count, student=placement.name, year=year)
    for student in candidates:
        if Doubt.FORMER_STUDENT not in accepted:
            code = student.placements[year].homeroom
            raise RowDoubtful(message(Doubt.FORMER_STUDENT, student=student.name, class_code=code, year=year))
    return candidates[0] if candidates else None


def _may_be_meant(student: Student, placement: Placement, known: WorkingSet) -> bool:
    """Not who has a place in the row's year already, and not who has another id than the row but for zeros, unless they
    have the same parent: a new system may give everybody a new id.
    """
    both = bool(student.school_id and placement.student_id)
    other_id = both and not differ_by_zeros(student, placement)
    same = not other_id or has_a_parent_of(student, placement, known)
    return same and not student.in_year(placement.year)
