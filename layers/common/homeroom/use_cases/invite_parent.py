"""Send Invitation, from a student's profile page."""

from dataclasses import dataclass

from homeroom.domain.access import User
from homeroom.domain.change import Stored, WorkingSet
from homeroom.domain.email_address import email_key
from homeroom.domain.inviting import Asked, Asking, SaidNotTheirChild, invite
from homeroom.domain.limits import INVITE_AS_PARENT
from homeroom.domain.site_settings import SiteSettings
from homeroom.domain.student import Student
from homeroom.use_cases.errors import NotAllowed, NotFound
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict
from homeroom.use_cases.site_settings import site_settings


@dataclass(frozen=True)
class Invitee:
    """`email` as `parse_email` gives it; `name` may be empty."""

    email: str
    name: str


def invite_parent(student_id: str, invitee: Invitee, user: User, outside: Outside) -> Asked:
    """Store the invitation and queue its mail.

    Raises NotFound, NotAllowed, HasParentContact, AddressBlocked, TooManyTries, and SaidNotTheirChild for everybody but
    Site Admins, who may know more.
    """
    settings = site_settings(outside)
    if not may_invite(user, settings):
        raise NotAllowed
    if not user.is_admin:
        outside.access.count(INVITE_AS_PARENT, user.email_key, outside.clock())
    asked = again_on_conflict(lambda: _store(student_id, invitee, user, settings, outside))
    if asked.mail:
        outside.queue.put([(asked.invitation.id, asked.invitation.generation)])
    return asked


def may_invite(user: User, settings: SiteSettings) -> bool:
    """Site Admins always; registered parents where the site lets parents invite other parents."""
    return user.is_admin or (user.is_parent and settings.parents_may_invite)


def _store(student_id: str, invitee: Invitee, user: User, settings: SiteSettings, outside: Outside) -> Asked:
    """Two people may press the button at once: whoever comes second finds what the first one stored."""
    known, student = _read(student_id, invitee.email, outside)
    if student.protected and not user.is_admin:
        raise NotFound
    if not user.is_admin and student.was_declined_by(email_key(invitee.email)):
        raise SaidNotTheirChild
    asked = invite(student, _asking(invitee, user, settings, outside), known)
    if changes := known.changes():
        outside.store.save(*changes)
    return asked


def _asking(invitee: Invitee, user: User, settings: SiteSettings, outside: Outside) -> Asking:
    return Asking(
        email=invitee.email,
        parent_name=invitee.name,
        inviter=user.name,
        inviter_email_key=user.email_key,
        now=outside.clock(),
        link_days=settings.link_days,
        again=True,
    )


def _read(student_id: str, email: str, outside: Outside) -> tuple[WorkingSet, Student]:
    student = outside.roster.students([student_id]).get(student_id)
    if student is None:
        raise NotFound
    locks = outside.invitations.locks([email_key(email)])
    standing = outside.invitations.get_many([lock.invitation_id for lock in locks.values()])
    blocks = outside.invitations.blocks([email_key(email)])
    things: list[Stored] = [student, *locks.values(), *blocks.values(), *standing.values()]
    return WorkingSet(things), student
