"""Students and homerooms as lists show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import StudentCount, count_in
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.contact_states import ContactState, states_shown_to
from homeroom.use_cases.roster.find_students import HomeroomList
from homeroom.use_cases.site.school_years import ShownYear
from homeroom.web.core.addresses import grade_url, homeroom_url, student_url


@dataclass(frozen=True, kw_only=True, repr=False)
class ListedStudent:
    """`name` begins with the last name. `state` is None where nothing is said: whether a family has answered is not
    other families' business.
    """

    name: str
    url: str
    homeroom: str
    homeroom_url: str
    grade: str
    grade_url: str
    state: ContactState | None


@dataclass(frozen=True, kw_only=True, repr=False)
class ListedHomeroom:
    """`students` are left out where a list shows homerooms alone; there `count` is for Site Admins."""

    code: str
    url: str
    room: str
    teachers: Sequence[str]
    grade: str
    grade_url: str
    year: str
    students: Sequence[ListedStudent] = ()
    count: StudentCount | None = None


def listed_students(
    students: Collection[Student], year: ShownYear, states: Mapping[str, ContactState]
) -> list[ListedStudent]:
    """Those of them who are in that school year: an index that lags may still list others there."""
    return [_listed(student, states.get(student.id), year) for student in students if student.in_year(year.year)]


def _listed(student: Student, state: ContactState | None, year: ShownYear) -> ListedStudent:
    placement = student.placements[year.year]
    return ListedStudent(
        name=student.listed_name,
        url=student_url(student.id),
        homeroom=placement.homeroom,
        homeroom_url=homeroom_url(placement.homeroom, year.other),
        grade=placement.grade,
        grade_url=grade_url(placement.grade, year.other),
        state=state,
    )


@dataclass(frozen=True, repr=False)
class ElsewhereStudent:
    """Who is not in the school year that is shown: where they were last."""

    name: str
    url: str
    homeroom: str
    year: str


def elsewhere(students: Collection[Student]) -> list[ElsewhereStudent]:
    newest = [(student, max(student.placements)) for student in students]
    return [ElsewhereStudent(s.listed_name, student_url(s.id), s.placements[y].homeroom, y) for s, y in newest]


def listed_homeroom(
    homeroom: Homeroom,
    year: ShownYear,
    students: Sequence[ListedStudent] = (),
    counts: Mapping[str, StudentCount] | None = None,
) -> ListedHomeroom:
    """`counts` are those of the store, None for whom they are not."""
    return ListedHomeroom(
        code=homeroom.code,
        url=homeroom_url(homeroom.code, year.other),
        room=homeroom.room,
        teachers=homeroom.teachers,
        grade=homeroom.grade,
        grade_url=grade_url(homeroom.grade, year.other),
        year=homeroom.year,
        students=students,
        count=None if counts is None else count_in(homeroom, counts),
    )


def homerooms_with_students(
    homerooms: Sequence[HomeroomList], viewer: User, year: ShownYear, services: Services
) -> list[ListedHomeroom]:
    everybody = [student for homeroom in homerooms for student in homeroom.students]
    states = states_shown_to(viewer, everybody, services)
    by_url = {student.url: student for student in listed_students(everybody, year, states)}
    return [
        listed_homeroom(h.homeroom, year, [by_url[url] for s in h.students if (url := student_url(s.id)) in by_url])
        for h in homerooms
    ]
