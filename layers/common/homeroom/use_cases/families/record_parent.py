"""Another parent is recorded, by a parent who has answered or by the office: their contact and, if wanted, an
invitation to check it.

An invitation that the address has open already is never changed: it is the school's, or another family's. Whoever
answers it is offered the contact that was recorded for them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction, Origin
from homeroom.domain.families.office_entry import OfficeEntry
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.token import new_id
from homeroom.domain.mail.mail import MailKind, new_mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class NotMailed(Enum):
    """Why an address that was to be mailed is not: it takes no email, its reader has been asked or recorded before, or
    whoever records may not ask them about these students.
    """

    BLOCKED = "blocked"
    ASKED_ALREADY = "asked already"
    NOT_ALLOWED = "not allowed"


@dataclass(frozen=True)
class Recorded:
    """`invited`: an email to the other parent is on its way. `not_mailed`: one was wanted, and why there is none."""

    contact: ParentContact
    invited: bool
    not_mailed: NotMailed | None = None


@dataclass(frozen=True, kw_only=True)
class Recorder:
    """Who records, as emails and timelines call them. `email_key` is that of their log-in, empty without one.
    `is_office`: a Site Admin does. Of a parent `contact_id` is the own contact, and `answered` the invitation behind
    whose link they are, None where they are logged in. Of the office `entry` says who told it what is recorded.
    """

    name: str
    email_key: str
    by: By | Origin
    is_office: bool = False
    answered: Invitation | None = None
    contact_id: str = ""
    entry: OfficeEntry | None = None

    def may_ask(self, key: str, students: Sequence[Student]) -> bool:
        """Site Admins may, and may know better than a file or a reader. For a parent one protected student is enough
        against it: whoever answers has what was recorded of all of them.
        """
        return self.is_office or not any(s.protected or s.must_not_tell(key) for s in students)


def record_parent(
    form: FilledForm, students: Sequence[Student], recorder: Recorder, services: Services, *, send: bool
) -> Recorded:
    """The same form that comes twice, because its answer was lost, records one parent and sends one email; with an
    email this time, the one who was recorded without is asked after all. Raises Conflict.
    """
    if before := _recorded_before(form, students, recorder, services):
        return ask_recorded(before, students, recorder, services) if send else Recorded(before, invited=False)
    contact = _contact(form, recorder)
    key = email_key(form.details.email) if form.details.email else ""
    lock = services.invitations.locks([key]).get(key) if key else None
    not_mailed = _why_not(key, lock, students, recorder, services) if send and key else None
    invitation = _check(contact, students, recorder, services) if send and key and not not_mailed else None
    changes = [Change.new(contact), *_noted(students, recorder, lock, services)]
    changes += [Change(student, _linked(student, contact, invitation)) for student in students]
    _save(changes, students, recorder, invitation, services)
    return Recorded(contact, invitation is not None, not_mailed)


def _contact(form: FilledForm, recorder: Recorder) -> ParentContact:
    """A parent finds again by it whom they have recorded, whatever that one makes of the name."""
    name = form.details.name if recorder.contact_id else ""
    return ParentContact(
        id=new_id(),
        details=form.details,
        students=dict(form.students),
        recorded_by=recorder.contact_id,
        recorded_as=name,
        office_entry=recorder.entry,
    )


def _why_not(
    key: str, lock: AddressLock | None, students: Sequence[Student], recorder: Recorder, services: Services
) -> NotMailed | None:
    if services.address_blocks.get_many([key]):
        return NotMailed.BLOCKED
    if not recorder.may_ask(key, students):
        return NotMailed.NOT_ALLOWED
    return NotMailed.ASKED_ALREADY if lock else None


def _recorded_before(
    form: FilledForm, students: Sequence[Student], recorder: Recorder, services: Services
) -> ParentContact | None:
    """By this very form. Whoever has registered meanwhile has made the contact their own."""
    ids = {contact_id for student in students for contact_id in student.contact_ids} - {recorder.contact_id}
    for contact in services.roster.contacts(ids).values():
        if (contact.details, dict(contact.students)) == (form.details, dict(form.students)) and not contact.registered:
            return contact
    return None


def ask_recorded(
    contact: ParentContact, students: Sequence[Student], recorder: Recorder, services: Services
) -> Recorded:
    """Whoever was recorded without an email is sent one now; where an earlier request died before it queued the email,
    it is that one. Once is enough: an invitation that has ended is the office's to send again. Raises Conflict.
    """
    key = email_key(contact.details.email) if contact.details.email else ""
    if not key:
        return Recorded(contact, invited=False)
    lock = services.invitations.locks([key]).get(key)
    own = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id) if lock else None
    if own and own.contact_id == contact.id:
        services.queue.put([(own.id, own.send_number)])
        return Recorded(contact, invited=True)
    not_mailed = _why_not(key, lock, students, recorder, services)
    if not_mailed is None and (contact.user_key or _was_asked(contact, students, services)):
        not_mailed = NotMailed.ASKED_ALREADY
    if not_mailed:
        return Recorded(contact, invited=False, not_mailed=not_mailed)
    invitation = _check(contact, students, recorder, services)
    changes = [Change(student, _linked(student, contact, invitation)) for student in students]
    _save(changes, students, recorder, invitation, services)
    return Recorded(contact, invited=True)


def _was_asked(contact: ParentContact, students: Sequence[Student], services: Services) -> bool:
    ids = {invitation_id for student in students for invitation_id in student.newest_invitation_ids}
    return any(i.contact_id == contact.id for i in services.invitations.get_many(ids).values()) if ids else False


def _check(contact: ParentContact, students: Sequence[Student], recorder: Recorder, services: Services) -> Invitation:
    """Asks the other parent to check what was recorded."""
    now, days = services.clock(), site_settings(services).link_days
    invitation = Invitation(
        id=new_id(),
        email=contact.details.email,
        parent_name=contact.details.name,
        student_ids=(),
        inviter=recorder.name,
        inviter_email_key=recorder.email_key,
        created_at=now,
        asked_at=now,
        expires_at=now + timedelta(days=days),
        kind=MailKind.CHECK_CONTACT,
        contact_id=contact.id,
        by_parent=not recorder.is_office,
    )
    for student in students:
        invitation = invitation.also_about(student)
    return invitation


def _linked(student: Student, contact: ParentContact, invitation: Invitation | None) -> Student:
    linked = student.linked_to(contact.id)
    if invitation is None:
        return linked
    key = invitation.email_key
    asked = linked if invitation.by_parent else linked.no_longer_declined_by(key).may_tell(key)
    return asked.with_open_invitation(invitation.id)


def _noted(
    students: Sequence[Student], recorder: Recorder, lock: AddressLock | None, services: Services
) -> list[Change]:
    """In the timeline of the invitation that a parent has answered. Of an open invitation at the address nothing
    changes but its timeline, and that only where it is about one of these students: of other families' nothing at all.
    """
    ids, answered = tuple(student.id for student in students), recorder.answered
    event = HistoryEvent(at=services.clock(), kind=EventKind.PARENT_ADDED, by=recorder.name, student_ids=ids)
    changes = [Change(answered, answered.with_event(event))] if answered else []
    standing = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id) if lock else None
    if standing and standing.id != (answered.id if answered else "") and _is_about(standing, ids):
        changes.append(Change(standing, standing.with_event(replace(event, kind=EventKind.RECORDED))))
    return changes


def _is_about(invitation: Invitation, student_ids: Collection[str]) -> bool:
    return any(student_id in student_ids for student_id in invitation.student_ids)


def _save(
    changes: list[Change],
    students: Sequence[Student],
    recorder: Recorder,
    invitation: Invitation | None,
    services: Services,
) -> None:
    """With what the record of who did what says of it, and the email."""
    action, invitation_id = AuditAction.PARENT_RECORDED, recorder.answered.id if recorder.answered else ""
    if invitation:
        action, invitation_id = AuditAction.INVITED, invitation.id
        changes.append(Change.new(invitation))
        changes.append(Change.new(AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)))
        changes.append(Change.new(new_mail(invitation.id, invitation.send_number, services.clock())))
    about = About(student_ids=tuple(student.id for student in students), invitation_id=invitation_id)
    services.store.save(*changes, recorded(action, recorder.by, services, about, changes))
    if invitation:
        services.queue.put([(invitation.id, invitation.send_number)])
