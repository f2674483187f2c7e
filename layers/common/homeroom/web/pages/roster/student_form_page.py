"""What fills the form in which a student is added, or corrected and moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.imports.by_hand import HomeroomGone, MayBeThere, SchoolIdTaken, SchoolIdWithoutZeros
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.web.core.addresses import student_url
from homeroom.web.forms.form_parsing import FormInvalid
from homeroom.web.forms.roster.student_form import PLACE_FIELDS, StudentProblem

NEW_STUDENT = "/students/new"
REFUSALS = (FormInvalid, SchoolIdTaken, SchoolIdWithoutZeros, MayBeThere, HomeroomGone)
_PLACES_SHOWN = 2

Homerooms = Mapping[str, Sequence[Homeroom]]
"""Those to choose, by school year: the fields of the first are without a year, or of the year that is asked for."""


@dataclass(frozen=True, kw_only=True, repr=False)
class PlaceFields:
    """`homeroom` and `grade` are names of fields. `must`: a homeroom has to be chosen."""

    homeroom: str
    grade: str
    year: str
    choices: Sequence[tuple[str, str]]
    must: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class ThereAlready:
    """A student who may be meant: `homerooms` are where they are, or were."""

    name: str
    url: str
    homerooms: Sequence[str]
    school_id: str


@dataclass(frozen=True, kw_only=True, repr=False)
class StudentFormPage:
    """`student` is their name, empty for a new one. `places` are empty for who is marked as left. `other_years` are
    those in which a new one may be added instead. `stored` is what another Site Admin has saved meanwhile, where it
    differs from what was typed. `there` are students who may be meant, and `may_be_another`: it may be said that they
    are not.
    """

    template: ClassVar[str] = "roster/student_form.html"
    url: str
    back: str
    student: str
    places: Sequence[PlaceFields]
    other_years: Sequence[str]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    stored: Mapping[str, str]
    there: Sequence[ThereAlready] = ()
    may_be_another: bool = False


def student_form(
    student: Student | None, homerooms: Homerooms, values: Mapping[str, str], errors: Mapping[str, Message]
) -> StudentFormPage:
    url = student_url(student.id) if student else ""
    return StudentFormPage(
        url=f"{url}/edit" if student else NEW_STUDENT,
        back=url or "/students",
        student=student.name if student else "",
        places=_places(student, homerooms),
        other_years=[],
        values=values,
        errors=errors,
        stored={},
    )


def what_is_wrong(refusal: Exception, years: Sequence[str]) -> tuple[dict[str, Message], Sequence[Student]]:
    """The message beside each field, and the students who may be meant."""
    match refusal:
        case SchoolIdTaken(student=other):
            return {"student_id": message(StudentProblem.ID_TAKEN, student=other.name)}, [other]
        case SchoolIdWithoutZeros(student=other):
            code = StudentProblem.ID_WITHOUT_ZEROS
            return {"student_id": message(code, student=other.name, student_id=other.school_id)}, [other]
        case MayBeThere(students=students):
            return {"is_another": message(StudentProblem.MAY_BE_THERE)}, students
        case HomeroomGone(year=year):
            return {PLACE_FIELDS[years.index(year)][0]: message(StudentProblem.HOMEROOM)}, []
        case FormInvalid(errors=errors):
            return errors, []
    raise refusal


def there_already(student: Student) -> ThereAlready:
    places = sorted(student.placements.items(), reverse=True)[:_PLACES_SHOWN]
    homerooms = [f"{place.homeroom} ({year})" for year, place in places]
    url = student_url(student.id)
    return ThereAlready(name=student.name, url=url, homerooms=homerooms, school_id=student.school_id)


def _places(student: Student | None, homerooms: Homerooms) -> list[PlaceFields]:
    return [
        PlaceFields(
            homeroom=homeroom,
            grade=grade,
            year=year,
            choices=[(h.code, h.code) for h in found],
            must=student is None or student.in_year(year),
        )
        for (year, found), (homeroom, grade) in zip(homerooms.items(), PLACE_FIELDS, strict=False)
    ]
