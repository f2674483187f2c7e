"""Send Invitation, from a student's profile page."""

from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.history_event import mailed_again
from homeroom.domain.invitations.invite import InvitationRequest, InvitationResult, SaidNotTheirChild, invite
from homeroom.domain.kernel.change import Change, Stored, WorkingSet
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import NotAllowed, NotFound
from homeroom.domain.kernel.limits import INVITE_AS_PARENT
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import AddressBlock
from homeroom.domain.mail.mail import new_mail
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.audit.record import recorded
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
    """Store the invitation and queue its mail.

    Raises NotFound, NotAllowed, HasParentContact, AddressBlocked, TooManyTries, and SaidNotTheirChild for everybody but
    Site Admins, who may know more.
    """
    settings, user = site_settings(services), by.user
    if not _may_invite(user, settings):
        raise NotAllowed
    if not user.is_admin:
        services.access.count(INVITE_AS_PARENT, user.email_key, services.clock())
    result = retry_on_conflict(lambda: _store(student_id, invitee, by, settings, services))
    if result.mail:
        services.queue.put([(result.invitation.id, result.invitation.send_number)])
    return result


def may_invite(user: User, student: Student, settings: SiteSettings) -> bool:
    """Site Admins for every student who has not left; registered parents where the site lets parents invite other
    parents, for students of the current school year.
    """
    year = settings.school_year
    return _may_invite(user, settings) and (student.in_year(year) or (user.is_admin and not student.has_left(year)))


def _may_invite(user: User, settings: SiteSettings) -> bool:
    return user.is_admin or (user.is_parent and user.is_registered and settings.parents_may_invite)


def _store(student_id: str, invitee: Invitee, by: By, settings: SiteSettings, services: Services) -> InvitationResult:
    """Two people may press the button at once: whoever comes second meets what the first one stored."""
    user = by.user
    known, student, allowed = _read(student_id, invitee, user, services)
    if not may_invite(user, student, settings) or (student.protected and not user.is_admin):
        raise NotFound
    if not sees_lists(user, settings.school_year, services):
        raise NotFound
    key = email_key(invitee.email)
    if not user.is_admin and (student.was_declined_by(key) or student.must_not_tell(key)):
        raise SaidNotTheirChild
    result = invite(student, _request(invitee, user, settings, services), known)
    if any(block.is_readers_wish for block in allowed):
        known.put(result.invitation.with_event(mailed_again(invitee.note, user.name, services.clock())))
    changes = [*known.changes(), *(Change.gone(block) for block in allowed)]
    if result.mail:
        changes.append(Change.new(new_mail(result.invitation.id, result.invitation.send_number, services.clock())))
    if changes:
        about = About(student_ids=(student_id,), invitation_id=result.invitation.id)
        services.store.save(*changes, recorded(AuditAction.INVITED, by, services, about, changes))
    return result


def _request(invitee: Invitee, user: User, settings: SiteSettings, services: Services) -> InvitationRequest:
    return InvitationRequest(
        email=invitee.email,
        parent_name=invitee.name,
        inviter=user.name,
        inviter_email_key=user.email_key,
        now=services.clock(),
        link_days=settings.link_days,
        again=True,
        by_parent=not user.is_admin,
    )


def _read(
    student_id: str, invitee: Invitee, user: User, services: Services
) -> tuple[WorkingSet, Student, list[AddressBlock]]:
    """What `invite` needs to know, and what blocked the address until now."""
    student = services.roster.students([student_id]).get(student_id)
    if student is None:
        raise NotFound
    key = email_key(invitee.email)
    locks = services.invitations.locks([key])
    standing = services.invitations.get_many([lock.invitation_id for lock in locks.values()])
    blocks = list(services.address_blocks.get_many([key]).values())
    allowed = [b for b in blocks if user.is_admin and b.allowed(again=invitee.allow_again, note=invitee.note)]
    over = {s for i in standing.values() if not i.open_at(services.clock()) for s in i.student_ids} - {student.id}
    students = [student, *services.roster.students(over).values()]
    things: list[Stored] = [*students, *locks.values(), *standing.values(), *(b for b in blocks if b not in allowed)]
    return WorkingSet(things), student, allowed
