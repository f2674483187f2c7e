"""The wrong person answered: a Site Admin says that a contact is not a student's parent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.unlinking import concerns, is_answerable, unlinked, without_contact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.freed_addresses import freed_addresses
from homeroom.use_cases.ports.services import Services

_MOST_INVITATIONS = 30
"""So many change together with the student, first those that can still be answered: a transaction has an end."""


@dataclass(frozen=True, kw_only=True)
class ContactLink:
    """A contact of a student, and what hangs on their being linked: the `user` whose contact it is, if anybody's, its
    `others`, who are further students, and the `invitations` in which the contact has answered or may be asked.

    `email_keys` are those of addresses that must not be told of the student once they are unlinked. One at which
    another parent of the student reads email is none of them.
    """

    student: Student
    contact: ParentContact
    user: User | None
    others: Sequence[Student]
    email_keys: frozenset[str]
    invitations: Sequence[Invitation]

    @property
    def is_last(self) -> bool:
        """Without it the contact is nobody's parent."""
        return not self.others

    @property
    def user_after(self) -> User | None:
        """None also for who is neither a parent nor a Site Admin then."""
        left = self.user.no_longer_read_by(self.contact.id) if self.user and self.is_last else self.user
        return None if left is None or left.is_nobody else left


def find_contact_link(student_id: str, contact_id: str, services: Services) -> ContactLink:
    """Raises NotFound, also where they are linked no more."""
    student = services.roster.students([student_id]).get(student_id)
    contacts = services.roster.contacts(student.all_contact_ids) if student else {}
    if student is None or contact_id not in contacts:
        raise NotFound
    contact = contacts[contact_id]
    also_at = {key for other in contacts.values() if other is not contact for key in other.email_keys}
    email_keys = contact.email_keys - also_at
    invitations = services.invitations.get_many(student.invitation_ids).values()
    concerned = [i for i in invitations if concerns(i, student_id, contact_id, email_keys)]
    user = services.access.user(contact.user_key) if contact.user_key else None
    return ContactLink(
        student=student,
        contact=contact,
        user=user if user and contact_id in user.contact_ids else None,
        others=list(services.roster.students(contact.students.keys() - {student_id}).values()),
        email_keys=email_keys,
        invitations=sorted(concerned, key=lambda i: (not is_answerable(i), -i.asked_at.timestamp())),
    )


def unlink_contact(student_id: str, contact_id: str, by: By, services: Services) -> None:
    """Every log-in of who holds the contact is over. A contact without students goes, and so does a user who is nobody
    without it, with all that the password service keeps of them. Raises NotFound, also where they are linked no more.
    """
    link = retry_on_conflict(lambda: _unlink(student_id, contact_id, by, services))
    if link.user and not link.user_after:  # in no transaction, so it comes last: without its user, it opens nothing
        services.passwords.forget(link.user.id)


def _unlink(student_id: str, contact_id: str, by: By, services: Services) -> ContactLink:
    link, now = find_contact_link(student_id, contact_id, services), services.clock()
    invitations = [(i, _unlinked(i, link, by, now)) for i in link.invitations[:_MOST_INVITATIONS]]
    changes = [
        Change(link.student, _student(link, [after for _, after in invitations])),
        Change(link.contact, None if link.is_last else link.contact.unlinked_from(student_id)),
        *(Change(*before_and_after) for before_and_after in invitations),
        *(_new_address(link.contact, services) if link.is_last else []),
        *freed_addresses([after for _, after in invitations if after.state is InvitationState.WITHDRAWN], services),
    ]
    if link.user:
        changes.append(Change(link.user, link.user_after and link.user_after.with_sessions_ended(now)))
        changes += [] if link.user_after else _ways_in(link.user, services)
    about = About(student_ids=(student_id,), user_id=link.user.id if link.user else "")
    services.store.save(*changes, recorded(AuditAction.CONTACT_UNLINKED, by, services, about, changes))
    return link


def _new_address(contact: ParentContact, services: Services) -> list[Change]:
    """What waits for being proved waits no more."""
    waiting = services.address_changes.get(contact.id)
    return [Change.gone(waiting)] if waiting else []


def _ways_in(user: User, services: Services) -> list[Change]:
    """What is kept of how a user logs in goes with them: the newest email, and the browsers that are known."""
    mail, devices = services.log_in_mails.get(user.id), services.access.known_devices(user.email_key)
    return [*([Change.gone(mail)] if mail else []), *([Change.gone(devices)] if devices else [])]


def _unlinked(invitation: Invitation, link: ContactLink, by: By, now: datetime) -> Invitation:
    after = unlinked(invitation, link.student.id, link.contact.id, by=by.user.name, now=now)
    return without_contact(after, link.contact.id) if link.is_last else after


def _student(link: ContactLink, invitations: Sequence[Invitation]) -> Student:
    """Its addresses are not invited by any file again: the next one is the same."""
    student = link.student.unlinked_from(link.contact.id).without_contact(sorted(link.email_keys))
    for invitation in invitations:
        if not (invitation.is_open and student.id in invitation.student_ids):
            student = student.without_open_invitation(invitation.id)
    return student
