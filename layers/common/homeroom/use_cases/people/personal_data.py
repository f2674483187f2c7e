"""Everything that is kept about one person, for them to read and to take along."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.families.contact_log import ContactChange
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.address_block import AddressBlock
from homeroom.domain.mail.mail import Mail
from homeroom.domain.people.person import Person
from homeroom.domain.roster.student import Student
from homeroom.use_cases.people.find_person import (
    entries_of,
    find_invitations_of,
    find_mails_of,
    find_person,
    user_of,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """`students` are those of the contact, `year` is the current school year. `user` is their log-in, None for who has
    never proved an address; `sessions` are those that go on. `blocks` are the reasons why an address of theirs gets no
    email. `asked` are the invitations to them, `sent` those by them, and `requests` what they have asked
    the school for. `changes` are those of the contact. Lists begin with the newest.
    """

    at: datetime
    year: str
    person: Person
    contact: ParentContact
    students: Sequence[Student]
    user: User | None
    sessions: Sequence[Session]
    blocks: Sequence[AddressBlock]
    asked: Sequence[Invitation]
    sent: Sequence[Invitation]
    mails: Sequence[Mail]
    entries: Sequence[AuditEntry]
    requests: Sequence[ParentRequest]
    changes: Sequence[ContactChange]


def personal_data(contact_id: str, services: Services) -> PersonalData:
    """Raises NotFound."""
    contact = services.roster.contacts([contact_id]).get(contact_id) if contact_id else None
    if contact is None:
        raise NotFound
    user, now = user_of(contact, services), services.clock()
    person = find_person(contact, user, services)
    invitations = find_invitations_of(person, services)
    sessions = services.access.sessions(user.email_key) if user else []
    deletions = [contact.deletion_asked_at] if contact.deletion_asked_at else []
    students = services.roster.students(person.student_ids).values()
    return PersonalData(
        at=now,
        year=site_settings(services).school_year,
        person=person,
        contact=contact,
        students=sorted(students, key=lambda student: student.first_name),
        user=user,
        sessions=[session for session in sessions if user and session.alive(now) and user.keeps(session)],
        blocks=list(services.address_blocks.get_many(person.read_keys).values()),
        asked=[i for i in invitations if person.is_asked_in(i)],
        sent=[i for i in invitations if person.has_asked(i) and not person.is_asked_in(i)],
        mails=find_mails_of(person, invitations, deletions, services),
        entries=entries_of(person, services),
        changes=_changes(contact, services),
        requests=[one for one in services.parent_requests.of_parent(contact.id) if not one.is_over(now)],
    )


def _changes(contact: ParentContact, services: Services) -> Sequence[ContactChange]:
    log = services.roster.contact_logs([contact.id]).get(contact.id)
    return log.kept_at(services.clock())[::-1] if log else []


def data_for_office(student_id: str, contact_id: str, services: Services) -> PersonalData:
    """The same, for a family that asks, without what a parent shows nobody: from whom they hide their information.
    Raises NotFound, also where the contact is not this student's.
    """
    student = services.roster.students([student_id]).get(student_id)
    if student is None or contact_id not in student.all_contact_ids:
        raise NotFound
    data = personal_data(contact_id, services)
    return replace(data, contact=replace(data.contact, exclusions=()))
