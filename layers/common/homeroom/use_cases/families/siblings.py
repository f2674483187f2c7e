"""A student's siblings: who shares a parent contact with them, or an invitation."""

from collections.abc import Iterable

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.text import sort_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_MOST = 20
_MOST_LIKELY = 12


def ids_sharing(contacts: Iterable[ParentContact], invitations: Iterable[Invitation]) -> list[str]:
    """Of the students who share some of these, each once; whoever has all of them is among the ids."""
    ids = [i for contact in contacts for i in contact.students]
    return list(dict.fromkeys((*ids, *(i for invitation in invitations for i in invitation.student_ids))))


def siblings_for_office(
    student: Student, contacts: Iterable[ParentContact], invitations: Iterable[Invitation], services: Services
) -> list[Student]:
    """`contacts` are the student's, also those whose relation does not hold now; `invitations` those that are open."""
    return _students(student.id, ids_sharing(contacts, invitations), services)


def siblings_for_parent(student: Student, own_ids: Iterable[str], year: str, services: Services) -> list[Student]:
    """Of a parent's own children the others who are at the school."""
    return [s for s in _students(student.id, own_ids, services) if not s.has_left(year)]


def likely_siblings(student: Student, services: Services) -> list[Student]:
    """A guess, from which a person chooses: who shares a contact, or any of the newest invitations, and then who has
    the same last name; of those who have not left. At most so many as fit a form.
    """
    year = site_settings(services).school_year
    contacts = services.roster.contacts(student.all_contact_ids).values()
    invitations = services.invitations.get_many(student.newest_invitation_ids).values()
    sharing = _students(student.id, ids_sharing(contacts, invitations), services)
    namesakes = services.roster.search(year, student.last_name, _MOST_LIKELY) if student.last_name else []
    like = [s for s in namesakes if sort_key(s.last_name) == sort_key(student.last_name) and s.id != student.id]
    siblings = {s.id: s for s in (*sharing, *like) if not s.has_left(year)}
    return list(siblings.values())[:_MOST_LIKELY]


def _students(own_id: str, ids: Iterable[str], services: Services) -> list[Student]:
    others = [i for i in dict.fromkeys(ids) if i != own_id][:_MOST]
    return sorted(services.roster.students(others).values(), key=lambda s: s.order) if others else []
