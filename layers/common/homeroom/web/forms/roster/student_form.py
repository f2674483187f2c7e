"""The form in which a student is added or corrected. What may be typed is what may stand in a file."""

from collections.abc import Callable, Mapping, Sequence

from homeroom.domain.imports.by_hand import StudentEntry
from homeroom.domain.imports.spreadsheet import cells
from homeroom.domain.imports.spreadsheet.codes import WrongCell
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.web.forms.form_parsing import FormInvalid

FIELDS = ("first_name", "last_name", "student_id")
PLACE_FIELDS = (("homeroom", "grade"), ("next_homeroom", "next_grade"))
"""Of the current school year and of the next one."""


class StudentProblem(Code):
    FIRST_NAME = "student_form.first_name"
    LAST_NAME = "student_form.last_name"
    AS_SHOWN = "student_form.as_shown"
    HOMEROOM = "student_form.homeroom"
    ID_TAKEN = "student_form.id_taken"
    ID_WITHOUT_ZEROS = "student_form.id_without_zeros"
    MAY_BE_THERE = "student_form.may_be_there"
    CHANGED_ELSEWHERE = "student_form.changed_elsewhere"


def read_student(typed: Mapping[str, str], years: Sequence[str], before: Student | None) -> StudentEntry:
    """`years` are those of the homerooms that the form asks for, in the order of PLACE_FIELDS; a new student needs one
    in the first, and one who has a place in a year needs one there. Raises FormInvalid.
    """
    errors: dict[str, Message] = {}
    texts = {name: _read(name, typed, errors) for name in _RULES}
    places = {}
    for year, (homeroom, grade) in zip(years, PLACE_FIELDS, strict=False):
        if code := typed.get(homeroom, "").strip():
            places[year] = (code, texts[grade])
        elif before is None or before.in_year(year):
            errors[homeroom] = message(StudentProblem.HOMEROOM)
    if errors:
        raise FormInvalid({name: errors[name] for name in _ORDER if name in errors})
    return StudentEntry(
        first_name=texts["first_name"],
        last_name=texts["last_name"],
        school_id=texts["student_id"],
        places=places,
        is_another=typed.get("is_another") == "yes",
    )


def student_values(student: Student, homerooms: Mapping[str, Sequence[Homeroom]]) -> dict[str, str]:
    """The form filled with what is stored. `homerooms` are those to choose, by school year."""
    values = {"first_name": student.first_name, "last_name": student.last_name, "student_id": student.school_id}
    for (year, found), (homeroom, grade) in zip(homerooms.items(), PLACE_FIELDS, strict=False):
        if place := student.placement_in(year):
            own = next((h for h in found if h.holds(place.homeroom)), None)
            usual = own.grade if own else ""
            values |= {homeroom: own.code if own else place.homeroom, grade: _own_grade(place, usual)}
    return values


def _own_grade(place: YearPlacement, usual: str) -> str:
    """Empty where it is the homeroom's, so that whoever moves gets the new one's."""
    return "" if place.grade == usual else place.grade


def _name(needed: StudentProblem) -> Callable[[str], str]:
    def rule(text: str) -> str:
        if not (value := cells.name(text)):
            raise Refused(message(needed))
        return value

    return rule


_RULES: Mapping[str, Callable[[str], str]] = {
    "first_name": _name(StudentProblem.FIRST_NAME),
    "last_name": _name(StudentProblem.LAST_NAME),
    "student_id": cells.student_id,
    "grade": cells.grade,
    "next_grade": cells.grade,
}
_ORDER = (*FIELDS, *(name for fields in PLACE_FIELDS for name in fields))


def _read(name: str, typed: Mapping[str, str], errors: dict[str, Message]) -> str:
    try:
        return _RULES[name](typed.get(name, ""))
    except Refused as refused:
        is_about_files = refused.message.is_(WrongCell.CHANGED_BY_EXCEL) or refused.message.is_(WrongCell.INVISIBLE)
        errors[name] = message(StudentProblem.AS_SHOWN) if is_about_files else refused.message
        return ""
