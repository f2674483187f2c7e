"""Send Invitation, from a student's profile page."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.history_event import mailed_again
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invite import InvitationRequest, InvitationResult, SaidNotTheirChild, invite
from homeroom.domain.invitations.parent_request import ParentRequest, request_id
from homeroom.domain.kernel.change import Change, Stored, WorkingSet
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import NotAllowed, NotFound
from homeroom.domain.kernel.limits import INVITE_AS_PARENT
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import AddressBlock, BlockedAddress
from homeroom.domain.mail.mail import new_mail
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.invitations.who_may_invite import invites_as_parent, may_invite
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class Invitee:
    """`email` as `parse_email` gives it; `name` may be empty. `allow_again`: also to an address to which nothing is
    sent any more, which takes a Site Admin. To one whose reader wanted no more mails it takes a `note` that says who
    asked for them.
    """

    email: str
    name: str
    allow_again: bool = False
    note: str = ""


def invite_parent(student_id: str, invitee: Invitee, by: By, services: Services) -> InvitationResult:
    """Store the invitation and queue its mail. Whom a Site Admin has to approve, `ask_to_invite` asks for.

    Raises NotFound, NotAllowed, HasParentContact, AddressBlocked, TooManyTries, and SaidNotTheirChild for everybody but
    Site Admins, who may know more.
    """
    settings, user = site_settings(services), by.user
    if not (user.is_admin or (invites_as_parent(user, settings) and settings.parents_invite is ParentsInvite.YES)):
        raise NotAllowed
    if not user.is_admin:
        services.access.count(INVITE_AS_PARENT, user.email_key, services.clock())
    result = retry_on_conflict(lambda: _store(student_id, invitee, by, settings, services))
    if result.mail:
        services.queue.put([(result.invitation.id, result.invitation.send_number)])
    return result


def student_to_invite_for(student_id: str, user: User, settings: SiteSettings, services: Services) -> Student:
    """Raises NotFound, also for a student for whom this user may have nobody invited."""
    student = services.roster.students([student_id]).get(student_id)
    if student is None or not may_invite(user, student, settings, services):
        raise NotFound
    return student


def known_of(
    student: Student, key: str, services: Services, *, allow_again: bool = False, note: str = ""
) -> tuple[WorkingSet, Sequence[AddressBlock]]:
    """What `invite` needs to know of a student and an address (`email_key`), and what blocked it until now."""
    locks = services.invitations.locks([key])
    standing = services.invitations.get_many([lock.invitation_id for lock in locks.values()])
    blocks = list(services.address_blocks.get_many([key]).values())
    allowed = [block for block in blocks if block.allowed(again=allow_again, note=note)]
    over = {s for i in standing.values() if not i.open_at(services.clock()) for s in i.student_ids} - {student.id}
    students = [student, *services.roster.students(over).values()]
    blocked = [BlockedAddress(key, block) for block in blocks if block not in allowed]
    things: list[Stored] = [*students, *locks.values(), *standing.values(), *blocked]
    return WorkingSet(things), allowed


def new_request(student_id: str, invitee: Invitee, user: User, services: Services) -> ParentRequest:
    """What this parent asks for."""
    return ParentRequest(
        id=request_id(services.site.secret(), user.contact_id, student_id, email_key(invitee.email)),
        student_id=student_id,
        email=invitee.email,
        parent_name=invitee.name,
        contact_id=user.contact_id,
        user_id=user.id,
        asked_by=user.name,
        asked_at=services.clock(),
    )


def _store(student_id: str, invitee: Invitee, by: By, settings: SiteSettings, services: Services) -> InvitationResult:
    """Two people may press the button at once: whoever comes second meets what the first one stored."""
    user, key = by.user, email_key(invitee.email)
    student = student_to_invite_for(student_id, user, settings, services)
    again, note = (invitee.allow_again, invitee.note) if user.is_admin else (False, "")
    known, allowed = known_of(student, key, services, allow_again=again, note=note)
    if not user.is_admin and (student.was_declined_by(key) or student.must_not_tell(key)):
        raise SaidNotTheirChild
    result = invite(student, invitation_request(invitee, user, settings, services, by_parent=not user.is_admin), known)
    if any(block.is_readers_wish for block in allowed):
        known.put(result.invitation.with_event(mailed_again(invitee.note, user.name, services.clock())))
    changes = [*known.changes(), *(Change.gone(block) for block in allowed)]
    if result.mail:
        changes.append(Change.new(new_mail(result.invitation.id, result.invitation.send_number, services.clock())))
        changes += [] if user.is_admin else [_as_request(student_id, invitee, user, result.invitation, services)]
    if changes:
        about = About(student_ids=(student_id,), invitation_id=result.invitation.id)
        services.store.save(*changes, recorded(AuditAction.INVITED, by, services, about, changes))
    return result


def invitation_request(
    invitee: Invitee, user: User, settings: SiteSettings, services: Services, *, by_parent: bool
) -> InvitationRequest:
    """What `user` wants to be sent, whoever has pressed the button."""
    return InvitationRequest(
        email=invitee.email,
        parent_name=invitee.name,
        inviter=user.name,
        inviter_email_key=user.email_key,
        now=services.clock(),
        link_days=settings.link_days,
        again=True,
        by_parent=by_parent,
    )


def _as_request(student_id: str, invitee: Invitee, user: User, invitation: Invitation, services: Services) -> Change:
    """Approved as it is made: by it the parent sees what became of the invitation."""
    request = new_request(student_id, invitee, user, services)
    before = services.parent_requests.get(request.id)
    return Change(before, request.approved(invitation.id, "", services.clock()))
