"""Which contacts may be one person's. A bounded look: at a student, likely siblings, and one address or number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.same_person import look_alike
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.relation_days import find_relation
from homeroom.use_cases.families.siblings import likely_siblings
from homeroom.use_cases.ports.services import Services

_MOST_ALIKE = 10
"""At one address, or with one phone number."""


@dataclass(frozen=True)
class Candidate:
    """A contact that may be the same person's. `looks_alike`: it is read or called at the same place, by a like name.
    `students` are those whose contact it is.
    """

    contact: ParentContact
    students: Sequence[Student]
    looks_alike: bool


def likely_same(student: Student, services: Services) -> Mapping[str, list[ParentContact]]:
    """By the id of each of a student's contacts those that look like the same person's."""
    _, contacts = _of_family(student, services)
    own = [contact for contact in contacts if contact.id in student.all_contact_ids]
    return {one.id: [other for other in contacts if look_alike(one, other)] for one in own}


def same_as(student_id: str, contact_id: str, services: Services) -> tuple[Student, ParentContact, list[Candidate]]:
    """Who may be the same person as this contact of a student: those who look alike first, at this student or
    any other, and then the student's other contacts. Raises NotFound.
    """
    student, contact = find_relation(student_id, contact_id, services)
    _, of_family = _of_family(student, services)
    others = {other.id: other for other in (*of_family, *_reached_alike(contact, services)) if other.id != contact_id}
    alike = [other for other in others.values() if look_alike(contact, other)]
    own = [i for i in student.all_contact_ids if i in others and others[i] not in alike]
    students = services.roster.students({i for other in others.values() for i in other.students})
    offered = [Candidate(other, _of(other, students), looks_alike=True) for other in alike]
    offered += [Candidate(others[i], _of(others[i], students), looks_alike=False) for i in own]
    return student, contact, offered


def _of(contact: ParentContact, students: Mapping[str, Student]) -> list[Student]:
    return [students[i] for i in contact.students if i in students]


def _reached_alike(contact: ParentContact, services: Services) -> list[ParentContact]:
    """Wherever they are: at the same address, or by the same number."""
    details = contact.details
    texts = dict.fromkeys(filter(None, (details.email, contact.user_key, details.mobile_phone, details.home_phone)))
    return [found for text in texts for found in services.roster.contacts_like(text, _MOST_ALIKE)]


def _of_family(student: Student, services: Services) -> tuple[list[Student], list[ParentContact]]:
    """The student and those who are likely to be siblings, and all their contacts, by name."""
    family = [student, *likely_siblings(student, services)]
    contacts = services.roster.contacts({i for one in family for i in one.all_contact_ids})
    return family, sorted(contacts.values(), key=lambda contact: (contact.details.name, contact.id))
