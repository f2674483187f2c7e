"""Students, homerooms and contacts as lists and cards show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.access import User
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.use_cases.roster.find_students import HomeroomList
from homeroom.web.core.routing import path_segment


@dataclass(frozen=True)
class StudentLine:
    """`state` is empty for parents: whether a family has answered is not other families' business."""

    id: str
    name: str
    first_name: str
    url: str
    homeroom: str
    homeroom_url: str
    grade: str
    grade_url: str
    state: str = ""
    state_label: str = ""
    relationship_label: str = ""
    lives_with_label: str = ""


def student_line(student: Student, user: User, relationship: str = "", lives_with: str = "") -> StudentLine:
    state, label = _state(student) if user.is_admin else ("", "")
    return StudentLine(
        id=student.id,
        name=student.name,
        first_name=student.first_name,
        url=f"/students/{student.id}",
        homeroom=student.homeroom,
        homeroom_url=homeroom_url(student.homeroom),
        grade=student.grade,
        grade_url=grade_url(student.grade),
        state=state,
        state_label=label,
        relationship_label=relationship,
        lives_with_label=lives_with,
    )


def _state(student: Student) -> tuple[str, str]:
    if student.has_parent_contact:
        return "contact", "Has parent contact"
    if student.open_invitation_ids:
        return "waiting", "Invitation waiting"
    return "none", "No parent contact yet"


@dataclass(frozen=True)
class HomeroomLine:
    code: str
    url: str
    room: str
    teachers: str
    grade: str
    grade_url: str
    year: str
    students: Sequence[StudentLine] = ()


def homeroom_line(homeroom: Homeroom, students: Sequence[StudentLine] = ()) -> HomeroomLine:
    return HomeroomLine(
        code=homeroom.code,
        url=homeroom_url(homeroom.code),
        room=homeroom.room,
        teachers=", ".join(homeroom.teachers),
        grade=homeroom.grade,
        grade_url=grade_url(homeroom.grade),
        year=homeroom.year,
        students=students,
    )


def homeroom_with_students(listed: HomeroomList, user: User) -> HomeroomLine:
    return homeroom_line(listed.homeroom, [student_line(s, user) for s in listed.students])


def homeroom_url(code: str) -> str:
    return f"/homerooms/{path_segment(code)}"


def grade_url(grade: str) -> str:
    return f"/grades/{path_segment(grade)}" if grade else ""
