"""A student who is added or corrected by hand, by the rules for a file's row: a later file that says the same finds
this student, and changes nothing.

Pure: works on things read beforehand and leaves the changes in the working set.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.domain.imports.row_lists import lead_to, list_in, note_names
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.school_year import previous_school_year
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import Namesakes, SchoolId, name_key, namesakes_identity, school_id_key


@dataclass(frozen=True, kw_only=True)
class StudentEntry:
    """What a Site Admin has typed. `places` are a homeroom's code and a grade by school year; an empty grade is the
    homeroom's. `is_another`: they know of those who have the name, and mean another child.
    """

    first_name: str
    last_name: str
    school_id: str
    places: Mapping[str, tuple[str, str]]
    is_another: bool = False

    @property
    def name_key(self) -> str:
        return name_key(self.first_name, self.last_name)


class SchoolIdTaken(HomeroomError):
    """`student` has this school-issued id, or had it before it was corrected."""

    def __init__(self, student: Student) -> None:
        super().__init__("id taken")
        self.student = student


class SchoolIdWithoutZeros(HomeroomError):
    """`student` of the same name has this id with other zeros at its beginning: one child, as programs drop them."""

    def __init__(self, student: Student) -> None:
        super().__init__("zeros differ")
        self.student = student


class MayBeThere(HomeroomError):
    """`students` have this name in the school year, or had it in the one before."""

    def __init__(self, students: Sequence[Student]) -> None:
        super().__init__("namesakes there")
        self.students = students


class HomeroomGone(HomeroomError):
    """There is no such homeroom in this school year any more."""

    def __init__(self, year: str) -> None:
        super().__init__("homeroom gone")
        self.year = year


def names_to_know(entry: StudentEntry, before: Student | None) -> set[str]:
    """The identities of the namesakes that must be in the working set, with the students among them."""
    years = {*entry.places, *map(previous_school_year, entry.places), *(before.placements if before else ())}
    keys = {entry.name_key, *(before.name_keys if before else ())}
    return {namesakes_identity(year, key) for year in years for key in keys}


def add_student(entry: StudentEntry, natural_key: str, spare_id: str, known: WorkingSet) -> Student:
    """`natural_key` is the id that a file's row would give them, `spare_id` another one, for a second child of one
    name. Raises SchoolIdTaken, SchoolIdWithoutZeros, MayBeThere or HomeroomGone.
    """
    _check_free(entry, natural_key, None, known)
    _check_namesakes(entry, None, known)
    is_taken = known.get(Student, natural_key) or known.get(MergedStudent, natural_key)
    own_id = spare_id if is_taken else natural_key
    new = Student(id=own_id, first_name=entry.first_name, last_name=entry.last_name, placements={})
    student = _placed(replace(new, school_id=entry.school_id), entry, known, None)
    known.put(student)
    note_names(student, None, known)
    return student


def change_student(before: Student, entry: StudentEntry, natural_key: str, known: WorkingSet, now: datetime) -> Student:
    """The student as they are afterwards. `natural_key` is that of a row with the entry's id.

    Raises like `add_student`.
    """
    _check_free(entry, natural_key, before, known)
    if entry.name_key not in before.name_keys:
        _check_namesakes(entry, before, known)
    student = _placed(before.corrected(entry.first_name, entry.last_name, entry.school_id), entry, known, now)
    if student == before:
        return before
    if student.placements != before.placements:
        student = replace(student, import_id="", row=0)
        for year in student.placements.keys() - before.placements.keys():
            list_in(year, before, known)
    known.put(student)
    note_names(student, before, known)
    if entry.school_id and student.id != natural_key:
        lead_to(student, entry.school_id, known)
    return student


def _placed(student: Student, entry: StudentEntry, known: WorkingSet, now: datetime | None) -> Student:
    for year, (code, grade) in entry.places.items():
        homeroom, here = known.get(Homeroom, homeroom_identity(year, code)), student.placements.get(year)
        if homeroom and not homeroom.is_over:
            student = student.in_homeroom(homeroom).placed(year, homeroom.code, grade or homeroom.grade, now=now)
        elif here is None or class_code_key(here.homeroom) != class_code_key(code):
            raise HomeroomGone(year)
        else:  # nobody can be moved there any more, and whoever is there stays
            student = student.placed(year, here.homeroom, grade or here.grade, now=now)
    return student


def _check_free(entry: StudentEntry, natural_key: str, own: Student | None, known: WorkingSet) -> None:
    """An id leads to one student, as files find them. Raises SchoolIdTaken."""
    if not entry.school_id:
        return
    issued = known.get(SchoolId, school_id_key(entry.school_id))
    for student_id in (natural_key, issued.student_id if issued else ""):
        student = known.get(Student, student_id)
        if student and (own is None or student.id != own.id):
            raise SchoolIdTaken(student)


def _check_namesakes(entry: StudentEntry, own: Student | None, known: WorkingSet) -> None:
    namesakes = [s for s in _namesakes(entry, known) if own is None or s.id != own.id]
    for student in namesakes:
        if entry.school_id and _differ_by_zeros(student.school_id, entry.school_id):
            raise SchoolIdWithoutZeros(student)
    if namesakes and not entry.is_another:
        raise MayBeThere(namesakes)


def _namesakes(entry: StudentEntry, known: WorkingSet) -> Iterable[Student]:
    years = dict.fromkeys([*entry.places, *map(previous_school_year, entry.places)])
    found = (known.get(Namesakes, namesakes_identity(year, entry.name_key)) for year in years)
    ids = dict.fromkeys(i for namesakes in found if namesakes for i in namesakes.student_ids)
    return [student for i in ids if (student := known.get(Student, i))]


def _differ_by_zeros(issued: str, typed: str) -> bool:
    return bool(issued) and issued != typed and issued.lstrip("0") == typed.lstrip("0")
