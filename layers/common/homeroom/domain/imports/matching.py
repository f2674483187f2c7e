"""Whom and what a row means: the student that it names, and the homeroom."""

from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache, partial

from homeroom.domain.imports.former_codes import homeroom_meant, is_stored_in
from homeroom.domain.imports.row_codes import RowProblem
from homeroom.domain.imports.spreadsheet import CellProblem, Doubt, Placement, may_be_a_day, may_say_no_homeroom
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Message, Value, message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import Namesakes, SchoolId, name_key, namesakes_identity, school_id_key


class RowFailed(HomeroomError):
    """`problem` says why, and in which column."""

    def __init__(self, column: str, code: RowProblem, **values: Value) -> None:
        super().__init__(code.value)
        self.problem = CellProblem(column, message(code, **values))


class RowDoubtful(HomeroomError):
    """It can be done, and is probably not meant."""

    def __init__(self, doubt: Message) -> None:
        super().__init__(doubt.id)
        self.doubt = doubt


def namesakes_of(placement: Placement) -> str:
    return namesakes_identity(placement.year, name_key(placement.first_name, placement.last_name))


def find_student(
    placement: Placement, student_key: str, known: WorkingSet, accepted: Collection[str] = ()
) -> Student | None:
    """By the school-issued id; without one by school year and name, where two candidates are never a guess.

    Raises RowFailed, or RowDoubtful but for doubts that are `accepted`.
    """
    if placement.student_id and (student := _with_school_id(placement, student_key, known)):
        _is_meant_so(student, placement, accepted)
        return student
    if not placement.name:
        return None
    namesakes = known.get(Namesakes, namesakes_of(placement))
    candidates = [s for i in (namesakes.student_ids if namesakes else ()) if (s := known.get(Student, i))]
    if placement.student_id:
        candidates = _without_other_ids(placement, candidates, known, accepted)
    if len(candidates) > 1:
        raise RowFailed("student_id", RowProblem.NAMESAKES, count=len(candidates), student=candidates[0].name)
    for student in candidates:
        _is_not_another(student, placement, known, accepted)
        return student
    return None


def _is_not_another(student: Student, placement: Placement, known: WorkingSet, accepted: Collection[str]) -> None:
    """Raises RowDoubtful where only the name says that this is the student: homeroom and parents say otherwise."""
    here, code = student.placement_in(placement.year), placement.class_code
    if Doubt.FORMER_STUDENT in accepted or placement.student_id or not (here and code):
        return
    if not is_stored_in(student, placement, known) and not _may_have_parents_of(student, placement, known):
        doubt = Doubt.FORMER_STUDENT
        raise RowDoubtful(message(doubt, student=student.name, class_code=here.homeroom, year=placement.year))


def _without_other_ids(
    placement: Placement, namesakes: list[Student], known: WorkingSet, accepted: Collection[str]
) -> list[Student]:
    """Those who may have got this id, that nobody has yet: who was placed without one, or whose id was corrected."""
    zeros_are_there(placement, namesakes)
    if same := _under_another_id(placement, namesakes, known):
        _is_meant_so(same, placement, accepted)
        return [same]
    return [student for student in namesakes if not student.school_id]


def _is_meant_so(student: Student, placement: Placement, accepted: Collection[str]) -> None:
    """Raises RowDoubtful where the row gives a student another id, or another name."""
    if Doubt.NEW_ID not in accepted and _is_under_another_id(student, placement):
        old, new = student.school_id, placement.student_id
        code = student.placements[student.shown_year(placement.year)].homeroom
        raise RowDoubtful(message(Doubt.NEW_ID, student=student.name, class_code=code, old=old, new=new))
    if Doubt.OTHER_NAME not in accepted and is_called_otherwise(student, placement):
        old, new = student.name, placement.name
        raise RowDoubtful(message(Doubt.OTHER_NAME, student_id=placement.student_id, old=old, new=new))


def _is_under_another_id(student: Student, placement: Placement) -> bool:
    """Their id was corrected by a file, and this is the old one."""
    if not student.school_id or student.had_school_id(placement.student_id):
        return False
    return school_id_key(student.school_id) != school_id_key(placement.student_id)


def is_called_otherwise(student: Student, placement: Placement) -> bool:
    return bool(placement.name) and name_key(placement.first_name, placement.last_name) not in student.name_keys


def is_known_otherwise(student: Student, placement: Placement) -> bool:
    """Whether the row names the student as one of two was named who turned out to be one. A person has chosen between
    the two, and the school's file may go on to have both.
    """
    if not student.merged_ids:
        return False
    if placement.student_id and student.school_id:
        return student.had_school_id(placement.student_id)
    return name_key(placement.first_name, placement.last_name) in student.former_names


def _under_another_id(placement: Placement, namesakes: list[Student], known: WorkingSet) -> Student | None:
    """Who has this name under another id, in this homeroom, where nothing says that it is another child, or in any with
    the same parent.
    """
    for student in namesakes:
        may_be_the_same = has_a_parent_of(student, placement, known)
        may_be_the_same |= is_stored_in(student, placement, known) and _may_have_parents_of(student, placement, known)
        if student.school_id and (may_be_the_same or differ_by_zeros(student, placement)):
            return student
    return None


def _may_have_parents_of(student: Student, placement: Placement, known: WorkingSet) -> bool:
    """A parent contact may have another address than the one that the school knows."""
    open_ones = map(partial(known.get, Invitation), student.open_invitation_ids)
    asked = [i for i in open_ones if i and not i.on_paper]
    if student.has_parent_contact or not (placement.parents and asked):
        return True
    return not {i.email_key for i in asked}.isdisjoint(parent.key for parent in placement.parents)


def has_a_parent_of(student: Student, placement: Placement, known: WorkingSet) -> bool:
    """Whether a parent of this row was asked about the student, and did not say that this is not their child."""
    keys, declined = {parent.key for parent in placement.parents}, student.declined.values()
    asked = (known.get(Invitation, i) for i in student.invitation_ids if keys and i not in declined)
    return any(i.email_key in keys for i in asked if i)


def zeros_are_there(placement: Placement, namesakes: list[Student]) -> None:
    """Raises RowFailed for an id that is a namesake's without the zeros at its beginning."""
    for student in namesakes:
        if differ_by_zeros(student, placement) and len(placement.student_id) < len(student.school_id):
            raise RowFailed("student_id", RowProblem.ZEROS_LOST, student=student.name, student_id=student.school_id)


def differ_by_zeros(student: Student, placement: Placement) -> bool:
    issued, typed = student.school_id, placement.student_id
    return issued != typed and issued.lstrip("0") == typed.lstrip("0")


def no_guess(student: Student | None, placement: Placement, known: WorkingSet) -> None:
    """Raises RowFailed for an id that nobody has yet, where a namesake without one is in another homeroom."""
    if not student or student.school_id or not (placement.student_id and placement.class_code):
        return
    here = student.placement_in(placement.year)
    if here and not is_stored_in(student, placement, known):
        raise RowFailed("student_id", RowProblem.NAMESAKE_WITHOUT_ID, student=student.name, class_code=here.homeroom)


def _with_school_id(placement: Placement, student_key: str, known: WorkingSet) -> Student | None:
    if student := known.get(Student, student_key):
        return student
    issued = known.get(SchoolId, school_id_key(placement.student_id))
    if issued and (student := known.get(Student, issued.student_id)):
        return student
    one_with = known.get(MergedStudent, student_key)
    return known.get(Student, one_with.into) if one_with else None


def where_they_are(student: Student | None, placement: Placement, *, in_tables: bool) -> Student:
    """The student of a row that names no homeroom, who must have one already. A column may be added to a file, but not
    to a set of tables. Raises RowFailed.
    """
    if student and student.in_year(placement.year):
        return student
    if not placement.name:
        raise RowFailed(
            "student_id", RowProblem.UNKNOWN_STUDENT_ID, student_id=placement.student_id, year=placement.year
        )
    code = RowProblem.NO_HOMEROOM_IN_TABLES if in_tables else RowProblem.NO_HOMEROOM
    raise RowFailed("class_code", code, student=placement.name, year=placement.year)


def find_homeroom(placement: Placement, known: WorkingSet, *, may_create: bool) -> Homeroom:
    """The homeroom of the row's school year; made where that is allowed. Raises RowFailed."""
    homeroom = homeroom_meant(placement.year, placement.class_code, known)
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
    near = _near(code, tuple(h.code for h in known.all(Homeroom) if h.year == year and not h.is_over))
    if near:
        return RowFailed("class_code", RowProblem.UNKNOWN_HOMEROOM_NEAR, class_code=code, year=year, near=near)
    return RowFailed("class_code", RowProblem.UNKNOWN_HOMEROOM, class_code=code, year=year)


@lru_cache(maxsize=256)  # a wrong code seldom stands in one row only
def _near(code: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(get_close_matches(code, codes, n=3, cutoff=0.4))
