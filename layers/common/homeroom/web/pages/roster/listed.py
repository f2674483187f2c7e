"""Students and homerooms as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.use_cases.roster.find_students import HomeroomList
from homeroom.use_cases.site.school_years import ShownYear
from homeroom.web.core.addresses import grade_url, homeroom_url, student_url


class ContactState(Labeled):
    """Whether a student has a parent contact, or may soon have one."""

    CONTACT = "contact"
    WAITING = "waiting"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, repr=False)
class ListedStudent:
    """`state` is None for parents: whether a family has answered is not other families' business."""

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


def listed_student(student: Student, viewer: User, year: ShownYear) -> ListedStudent:
    """One who is in that school year."""
    placement = student.placements[year.year]
    return ListedStudent(
        name=student.name,
        url=student_url(student.id),
        homeroom=placement.homeroom,
        homeroom_url=homeroom_url(placement.homeroom, year.other),
        grade=placement.grade,
        grade_url=grade_url(placement.grade, year.other),
        state=_state(student) if viewer.is_admin else None,
    )


def listed_homeroom(homeroom: Homeroom, year: ShownYear, students: Sequence[ListedStudent] = ()) -> ListedHomeroom:
    return ListedHomeroom(
        code=homeroom.code,
        url=homeroom_url(homeroom.code, year.other),
        room=homeroom.room,
        teachers=homeroom.teachers,
        grade=homeroom.grade,
        grade_url=grade_url(homeroom.grade, year.other),
        year=homeroom.year,
        students=students,
    )


def homeroom_with_students(homeroom: HomeroomList, viewer: User, year: ShownYear) -> ListedHomeroom:
    """Without those whom an index that lags still lists there, and who are not in that school year."""
    listed = [listed_student(s, viewer, year) for s in homeroom.students if s.in_year(year.year)]
    return listed_homeroom(homeroom.homeroom, year, listed)


def _state(student: Student) -> ContactState:
    if student.has_parent_contact:
        return ContactState.CONTACT
    return ContactState.WAITING if student.open_invitation_ids else ContactState.NONE
