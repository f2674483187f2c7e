"""A student's siblings: who shares a parent contact with them, or an open invitation."""

from collections.abc import Iterable

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services

_MOST = 20


def siblings_for_office(
    student: Student, contacts: Iterable[ParentContact], invitations: Iterable[Invitation], services: Services
) -> list[Student]:
    """`contacts` are the student's, also those whose relation does not hold now; `invitations` those that are open."""
    ids = [i for contact in contacts for i in contact.students] + [i for own in invitations for i in own.student_ids]
    return _students(student.id, ids, services)


def siblings_for_parent(student: Student, own_ids: Iterable[str], year: str, services: Services) -> list[Student]:
    """Of a parent's own children the others who are at the school."""
    return [s for s in _students(student.id, own_ids, services) if not s.has_left(year)]


def _students(own_id: str, ids: Iterable[str], services: Services) -> list[Student]:
    others = [i for i in dict.fromkeys(ids) if i != own_id][:_MOST]
    return sorted(services.roster.students(others).values(), key=lambda s: s.order) if others else []
