"""Somebody has said "not my child" by mistake: the invitation is open as before, where nothing has come between."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import Enum

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction, Origin
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.declining import decline_noted_as_mistake, open_as_before
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.invite import InvitationRequest, InvitationResult, invite
from homeroom.domain.invitations.unlinking import without_contact
from homeroom.domain.kernel.change import Change, Stored, WorkingSet
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import BlockedAddress
from homeroom.domain.mail.mail import MailKind, new_mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.declined import Declined, ReadInvitation, declined_in
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class NotTakenBack(Enum):
    """Why it stays declined."""

    TOO_LATE = "too late"
    ASKED_ANEW = "asked anew"
    HAS_CONTACT = "has contact"
    OVER = "over"


class CannotTakeBack(HomeroomError):
    def __init__(self, why: NotTakenBack) -> None:
        super().__init__(why.value)
        self.why = why


def take_back_decline(read: ReadInvitation, by: By | Origin, services: Services) -> None:
    """Of all students declined within the last day who may be asked about still. Taken back twice it is once. Raises
    CannotTakeBack, and what `read` raises.
    """
    retry_on_conflict(lambda: _take_back(read(), by, services))


def take_back_and_ask(read: ReadInvitation, by: By, services: Services) -> bool:
    """Likewise by somebody who is logged in. Where they have answered about others meanwhile, they are asked about
    these by an email of its own; whether that was so. Raises CannotTakeBack, and what `read` raises.
    """
    mail = retry_on_conflict(lambda: _take_back_and_ask(read(), by, services))
    if mail:
        services.queue.put([mail])
    return mail is not None


def _take_back(invitation: Invitation, by: By | Origin, services: Services) -> None:
    declined = declined_in(invitation, services)
    if not declined.students and not declined.is_over:
        return  # it has been taken back before
    if invitation.state not in (InvitationState.OPEN, InvitationState.DECLINED):
        raise CannotTakeBack(NotTakenBack.OVER)
    students = _askable(declined, services)
    ids = [student.id for student in students]
    after = open_as_before(invitation, ids, services.clock())
    if not services.roster.contacts([invitation.contact_id]):
        after = without_contact(after, invitation.contact_id)
    changes = [Change(invitation, after), *_lock(invitation, students, services)]
    key = invitation.email_key
    changes += [Change(s, s.no_longer_declined_by(key).with_open_invitation(invitation.id)) for s in students]
    _save(by, invitation, ids, changes, services)


def _take_back_and_ask(invitation: Invitation, by: By, services: Services) -> tuple[str, int] | None:
    if invitation.state is not InvitationState.COMPLETED:
        _take_back(invitation, by, services)
        return None
    declined = declined_in(invitation, services)
    if not declined.students:
        return None
    students, now = _askable(declined, services), services.clock()
    ids = [student.id for student in students]
    known = _known(invitation, students, services)
    known.put(decline_noted_as_mistake(invitation, ids, now))
    results = [invite(student, _request(invitation, services), known) for student in students]
    newest: InvitationResult = results[-1]
    mail = new_mail(newest.invitation.id, newest.invitation.send_number, now)
    _save(by, invitation, ids, [*known.changes(), Change.new(mail)], services)
    return mail.invitation_id, mail.send_number


def _askable(declined: Declined, services: Services) -> Sequence[Student]:
    """Raises CannotTakeBack where there is none of them: whoever has got another parent's answer meanwhile is asked
    about by nobody but that parent or the office.
    """
    if not declined.students:
        raise CannotTakeBack(NotTakenBack.TOO_LATE)
    year, refused = site_settings(services).school_year, declined.invitation.must_not_ask_about
    here = [student for student in declined.students if not (student.has_left(year) or refused(student))]
    if not here:
        raise CannotTakeBack(NotTakenBack.OVER)
    checks = declined.invitation.kind is MailKind.CHECK_CONTACT
    askable = [student for student in here if checks or not student.has_parent_contact]
    if not askable:
        raise CannotTakeBack(NotTakenBack.HAS_CONTACT)
    return askable


def _lock(invitation: Invitation, students: Sequence[Student], services: Services) -> list[Change]:
    """The address is this invitation's again, unless it has been invited anew meanwhile. A letter has none: of a
    student one is open at a time.
    """
    if invitation.on_paper:
        others = {i for student in students for i in student.open_invitation_ids}
        if any(i.on_paper and i.is_open for i in services.invitations.get_many(others).values()):
            raise CannotTakeBack(NotTakenBack.ASKED_ANEW)
        return []
    lock = services.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock is None:
        return [Change.new(AddressLock(email_key=invitation.email_key, invitation_id=invitation.id))]
    if lock.invitation_id == invitation.id:
        return []
    other = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id)
    if other and other.is_open:
        raise CannotTakeBack(NotTakenBack.ASKED_ANEW)
    return [Change(lock, replace(lock, invitation_id=invitation.id))]


def _known(invitation: Invitation, students: Sequence[Student], services: Services) -> WorkingSet:
    """What `invite` needs to know."""
    key = invitation.email_key
    locks = services.invitations.locks([key])
    standing = services.invitations.get_many([lock.invitation_id for lock in locks.values()])
    over = {s for i in standing.values() if not i.open_at(services.clock()) for s in i.student_ids}
    about = {student.id: student for student in students} | services.roster.students(over - {s.id for s in students})
    blocks = [BlockedAddress(key, block) for block in services.address_blocks.get_many([key]).values()]
    things: list[Stored] = [*about.values(), *locks.values(), *standing.values(), *blocks, invitation]
    return WorkingSet(things)


def _request(invitation: Invitation, services: Services) -> InvitationRequest:
    """As it was asked before."""
    return InvitationRequest(
        email=invitation.email,
        parent_name=invitation.parent_name,
        inviter=invitation.inviter,
        inviter_email_key=invitation.inviter_email_key,
        now=services.clock(),
        link_days=site_settings(services).link_days,
        again=True,
        known=invitation.known,
        by_parent=invitation.by_parent,
    )


def _save(
    by: By | Origin, invitation: Invitation, student_ids: Collection[str], changes: list[Change], services: Services
) -> None:
    about = About(student_ids=tuple(student_ids), invitation_id=invitation.id)
    services.store.save(*changes, recorded(AuditAction.DECLINE_TAKEN_BACK, by, services, about, changes))
