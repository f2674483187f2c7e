"""Students and homerooms as lists show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from homeroom.domain.accounts.user import User
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.contact_states import ContactState, contact_states
from homeroom.use_cases.roster.find_students import HomeroomList
from homeroom.web.core.addresses import grade_url, homeroom_url, student_url


@dataclass(frozen=True, kw_only=True, repr=False)
class ListedStudent:
    """`name` begins with the last name. `state` is None for parents: whether a family has answered is not other
    families' business.
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
    """`students` are left out where a list shows homerooms alone."""

    code: str
    url: str
    room: str
    teachers: Sequence[str]
    grade: str
    grade_url: str
    year: str
    students: Sequence[ListedStudent] = ()


def listed_students(students: Collection[Student], viewer: User, services: Services) -> list[ListedStudent]:
    states = contact_states(students, services) if viewer.is_admin else {}
    return [_listed(student, states.get(student.id)) for student in students]


def _listed(student: Student, state: ContactState | None) -> ListedStudent:
    return ListedStudent(
        name=student.listed_name,
        url=student_url(student.id),
        homeroom=student.homeroom,
        homeroom_url=homeroom_url(student.homeroom),
        grade=student.grade,
        grade_url=grade_url(student.grade),
        state=state,
    )


def listed_homeroom(homeroom: Homeroom, students: Sequence[ListedStudent] = ()) -> ListedHomeroom:
    return ListedHomeroom(
        code=homeroom.code,
        url=homeroom_url(homeroom.code),
        room=homeroom.room,
        teachers=homeroom.teachers,
        grade=homeroom.grade,
        grade_url=grade_url(homeroom.grade),
        year=homeroom.year,
        students=students,
    )


def homerooms_with_students(
    homerooms: Sequence[HomeroomList], viewer: User, services: Services
) -> list[ListedHomeroom]:
    everybody = iter(listed_students([s for h in homerooms for s in h.students], viewer, services))
    return [listed_homeroom(h.homeroom, list(islice(everybody, len(h.students)))) for h in homerooms]
