"""Add another parent: their contact for the same students and, if wanted, an invitation to check it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.invitations.invitation import AddressLock, Invitation
from homeroom.domain.invitations.invite import A_MOMENT
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.limits import INVITE_AS_PARENT
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import new_id
from homeroom.domain.mail.mail import MailKind, new_mail
from homeroom.use_cases.answers.answer import Answer, AnswerOver, read_answer
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class Added:
    """`invited`: an email to the other parent is on its way. `blocked`: one was wanted, but their address gets none, or
    no parent may invite anybody for these students.
    """

    contact: ParentContact
    invited: bool
    blocked: bool = False


def add_parent(form_token: str, form: FilledForm, source: str, *, send: bool, services: Services) -> Added:
    """The same form that comes twice, because its answer was lost, adds one parent and sends one email. `source` is the
    key of the page's route.

    Raises AnswerOver while the parent's own form is not saved yet, TooManyTries for a parent who has sent too
    many emails today, and what read_answer raises.
    """
    if send:
        answer = read_answer(form_token, services)
        services.access.count(INVITE_AS_PARENT, answer.invitation.email_key, services.clock())
    return retry_on_conflict(lambda: _add(form_token, form, source, send, services))


def _add(form_token: str, form: FilledForm, source: str, send: bool, services: Services) -> Added:
    answer = read_answer(form_token, services)
    if not answer.saved:
        raise AnswerOver
    contact = _added_before(answer, form, services)
    contact = contact or ParentContact(id=new_id(), details=form.details, students=dict(form.students))
    send = send and bool(form.details.email)
    key = email_key(form.details.email) if send else ""
    blocked = bool(key) and (_must_not_be_told(key, answer) or bool(services.address_blocks.get_many([key])))
    return replace(_save(answer, contact, source, send and not blocked, services), blocked=blocked)


def _must_not_be_told(email_key: str, answer: Answer) -> bool:
    forbidden = any(student.must_not_tell(email_key) for student in answer.students)
    return forbidden or all(student.protected for student in answer.students)


def _added_before(answer: Answer, form: FilledForm, services: Services) -> ParentContact | None:
    """By this very form. Whoever has registered meanwhile has made the contact their own."""
    ids = {contact_id for student in answer.students for contact_id in student.contact_ids}
    ids -= {answer.contact.id if answer.contact else ""}
    for contact in services.roster.contacts(ids).values():
        if (contact.details, dict(contact.students)) == (form.details, dict(form.students)) and not contact.registered:
            return contact
    return None


def _save(answer: Answer, contact: ParentContact, source: str, send: bool, services: Services) -> Added:
    """An invitation that the other parent has already goes on working, and checks this contact from now on."""
    key = email_key(contact.details.email) if contact.details.email else ""
    lock = services.invitations.locks([key]).get(key) if key else None
    standing = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id) if lock else None
    changes = [] if contact.version else [Change.new(contact)]
    invitation = None
    if send and standing and _just_asked(standing, contact, services):
        services.queue.put([(standing.id, standing.send_number)])  # the earlier request may have died before this
        return Added(contact, send)
    if send or standing:
        invitation = _invitation(answer, contact, standing, send, services)
        changes += [Change(standing, invitation), *_locked(lock, invitation)]
        if send:
            changes.append(Change.new(new_mail(invitation.id, invitation.send_number, services.clock())))
    for student in answer.students:
        after = student.linked_to(contact.id)
        changes.append(Change(student, after.with_open_invitation(invitation.id) if invitation else after))
    if send and invitation:
        about = About(student_ids=tuple(s.id for s in answer.students), invitation_id=invitation.id)
        changes.append(recorded(AuditAction.INVITED, Origin(Nameless.PARENT, source), services, about, changes))
    services.store.save(*changes)
    if send and invitation:
        services.queue.put([(invitation.id, invitation.send_number)])
    return Added(contact, send)


def _just_asked(standing: Invitation, contact: ParentContact, services: Services) -> bool:
    return standing.contact_id == contact.id and services.clock() - standing.asked_at < A_MOMENT


def _invitation(
    answer: Answer, contact: ParentContact, standing: Invitation | None, send: bool, services: Services
) -> Invitation:
    now, days = services.clock(), site_settings(services).link_days
    inviter = answer.contact.details.name if answer.contact else answer.invitation.parent_name
    invitation = standing or Invitation(
        id=new_id(),
        email=contact.details.email,
        parent_name=contact.details.name,
        student_ids=(),
        inviter=inviter,
        inviter_email_key=answer.user.email_key if answer.user else "",
        created_at=now,
        asked_at=now,
        expires_at=now + timedelta(days=days),
    )
    for student in answer.students:
        invitation = invitation.also_about(student)
    if standing and send:
        invitation = invitation.asked_again(inviter=inviter, now=now, link_days=days)
    return replace(invitation, kind=MailKind.CHECK_CONTACT, contact_id=contact.id, by_parent=True)


def _locked(lock: AddressLock | None, invitation: Invitation) -> list[Change]:
    if lock:
        return [Change.unchanged(lock)]
    return [Change.new(AddressLock(email_key=invitation.email_key, invitation_id=invitation.id))]
