"""Add another parent: their contact for the same students and, if wanted, an invitation to check it.

An invitation that the other parent's address has open already is never changed: it is the school's, or another
family's. Whoever answers it is offered the contact that was recorded for them.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import AddressLock, Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.limits import INVITE_AS_PARENT, RECORD_AS_PARENT
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import new_id
from homeroom.domain.mail.mail import MailKind, new_mail
from homeroom.use_cases.answers.answer import Answer, AnswerOver, read_answer
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class Added:
    """`invited`: an email to the other parent is on its way. `blocked`: one was wanted, but their address gets none
    from here: it takes none, has an invitation already, or no parent may invite anybody for these students.
    """

    contact: ParentContact
    invited: bool
    blocked: bool = False


def add_parent(form_token: str, form: FilledForm, source: str, *, send: bool, services: Services) -> Added:
    """The same form that comes twice, because its answer was lost, adds one parent and sends one email. `source` is the
    key of the page's route.

    Raises AnswerOver while the parent's own form is not saved yet, TooManyTries for a parent who has recorded or mailed
    too many others today, and what read_answer raises.
    """
    own_key = read_answer(form_token, services).invitation.email_key
    services.access.count(RECORD_AS_PARENT, own_key, services.clock())
    if send:
        services.access.count(INVITE_AS_PARENT, own_key, services.clock())
    return retry_on_conflict(lambda: _add(form_token, form, source, send, services))


def _add(form_token: str, form: FilledForm, source: str, send: bool, services: Services) -> Added:
    answer = read_answer(form_token, services)
    if not answer.saved:
        raise AnswerOver
    if before := _added_before(answer, form, services):
        return _again(before, send, services)
    contact = ParentContact(id=new_id(), details=form.details, students=dict(form.students))
    key = email_key(form.details.email) if form.details.email else ""
    lock = services.invitations.locks([key]).get(key) if key else None
    may_mail = send and bool(key) and lock is None and not _must_not_be_told(key, answer, services)
    invitation = _check(answer, contact, services) if may_mail else None
    _save(answer, contact, invitation, lock, source, services)
    return Added(contact, invitation is not None, blocked=send and bool(key) and invitation is None)


def _must_not_be_told(email_key: str, answer: Answer, services: Services) -> bool:
    forbidden = any(student.must_not_tell(email_key) for student in answer.students)
    protected = all(student.protected for student in answer.students)
    return forbidden or protected or bool(services.address_blocks.get_many([email_key]))


def _added_before(answer: Answer, form: FilledForm, services: Services) -> ParentContact | None:
    """By this very form. Whoever has registered meanwhile has made the contact their own."""
    ids = {contact_id for student in answer.students for contact_id in student.contact_ids}
    ids -= {answer.contact.id if answer.contact else ""}
    for contact in services.roster.contacts(ids).values():
        if (contact.details, dict(contact.students)) == (form.details, dict(form.students)) and not contact.registered:
            return contact
    return None


def _again(contact: ParentContact, send: bool, services: Services) -> Added:
    """The earlier request may have died before it queued the email."""
    key = email_key(contact.details.email) if send and contact.details.email else ""
    lock = services.invitations.locks([key]).get(key) if key else None
    own = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id) if lock else None
    if own is None or own.contact_id != contact.id:
        return Added(contact, invited=False, blocked=bool(key))
    services.queue.put([(own.id, own.send_number)])
    return Added(contact, invited=True)


def _check(answer: Answer, contact: ParentContact, services: Services) -> Invitation:
    """Asks the other parent to check what was recorded."""
    now, days = services.clock(), site_settings(services).link_days
    invitation = Invitation(
        id=new_id(),
        email=contact.details.email,
        parent_name=contact.details.name,
        student_ids=(),
        inviter=_name(answer),
        inviter_email_key=answer.user.email_key if answer.user and answer.user.has_password else "",
        created_at=now,
        asked_at=now,
        expires_at=now + timedelta(days=days),
        kind=MailKind.CHECK_CONTACT,
        contact_id=contact.id,
        by_parent=True,
    )
    for student in answer.students:
        invitation = invitation.also_about(student)
    return invitation


def _save(
    answer: Answer,
    contact: ParentContact,
    invitation: Invitation | None,
    lock: AddressLock | None,
    source: str,
    services: Services,
) -> None:
    """Who recorded whom stands in the timeline of the invitation they answered, in that of the other parent, and in the
    record of who did what.
    """
    changes = [Change.new(contact), *_noted(answer, lock, services)]
    for student in answer.students:
        after = student.linked_to(contact.id)
        changes.append(Change(student, after.with_open_invitation(invitation.id) if invitation else after))
    action, invitation_id = AuditAction.PARENT_RECORDED, answer.invitation.id
    if invitation:
        action, invitation_id = AuditAction.INVITED, invitation.id
        changes.append(Change.new(invitation))
        changes.append(Change.new(AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)))
        changes.append(Change.new(new_mail(invitation.id, invitation.send_number, services.clock())))
    about = About(student_ids=tuple(s.id for s in answer.students), invitation_id=invitation_id)
    services.store.save(*changes, recorded(action, Origin(Nameless.PARENT, source), services, about, changes))
    if invitation:
        services.queue.put([(invitation.id, invitation.send_number)])


def _noted(answer: Answer, lock: AddressLock | None, services: Services) -> list[Change]:
    """Of an open invitation at the address nothing changes but its timeline, and that only where it is about a student
    of this parent: of other families' nothing at all.
    """
    ids = tuple(student.id for student in answer.students)
    event = HistoryEvent(at=services.clock(), kind=EventKind.PARENT_ADDED, by=_name(answer), student_ids=ids)
    changes = [Change(answer.invitation, answer.invitation.with_event(event))]
    standing = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id) if lock else None
    if standing and standing.id != answer.invitation.id and _is_about(standing, ids):
        noted = standing.with_event(replace(event, kind=EventKind.RECORDED))
        changes.append(Change(standing, noted))
    return changes


def _is_about(invitation: Invitation, student_ids: Collection[str]) -> bool:
    return any(student_id in student_ids for student_id in invitation.student_ids)


def _name(answer: Answer) -> str:
    return answer.contact.details.name if answer.contact else answer.invitation.parent_name
