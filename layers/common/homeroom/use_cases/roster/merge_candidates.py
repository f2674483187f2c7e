"""Who may be the same student as another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from homeroom.domain.accounts.user import User
from homeroom.domain.roster.school_year import next_school_year
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import namesakes_identity
from homeroom.use_cases.families.siblings import ids_sharing
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_by_school_id import with_school_id
from homeroom.use_cases.roster.find_students import MOST_MATCHES, find_student, search_students
from homeroom.use_cases.site.site_settings import site_settings

_MOST_OFFERED = 20


@dataclass(frozen=True)
class Candidates:
    """`year` is the current school year. `offered` have the same name, or a parent at the same address; `matches` are
    found by what was typed, and there may be `more`.
    """

    student: Student
    year: str
    offered: Sequence[Student]
    matches: Sequence[Student]
    more: bool


def merge_candidates(own_id: str, text: str, user: User, services: Services) -> Candidates:
    """`text` is the beginning of names, or a student id; empty for none. Raises NotFound."""
    student = find_student(own_id, services)
    year = site_settings(services).school_year
    matches, more = _search(text, year, user, services) if text else ({}, False)
    return Candidates(
        student=student,
        year=year,
        offered=_offered(student, services),
        matches=[other for other in matches.values() if other.id != own_id],
        more=more,
    )


def _search(text: str, year: str, user: User, services: Services) -> tuple[dict[str, Student], bool]:
    """In this school year and in the next one: a file of that one may have brought somebody in once more."""
    found, more = {student.id: student for student in with_school_id(text, MOST_MATCHES, services)}, False
    for searched in (year, next_school_year(year)):
        by_name = search_students(text, searched, user, services)
        found |= {student.id: student for student in by_name.students}
        more |= by_name.more
    return dict(islice(found.items(), MOST_MATCHES)), more


def _offered(student: Student, services: Services) -> Sequence[Student]:
    names = [namesakes_identity(year, key) for year in student.placements for key in student.name_keys]
    ids = [i for namesakes in services.roster.namesakes(names).values() for i in namesakes.student_ids]
    contacts = services.roster.contacts(student.all_contact_ids).values()
    invitations = services.invitations.get_many(student.newest_invitation_ids).values()
    others = [i for i in dict.fromkeys((*ids, *ids_sharing(contacts, invitations))) if i != student.id][:_MOST_OFFERED]
    found = services.roster.students(others)
    return [found[i] for i in others if i in found]
