"""What a Site Admin does about one invitation: send it again, correct its address, withdraw it, hold and release it.

Each reads, decides and stores; whoever meets somebody else's change reads again and decides again. So of two admins
at once the second meets what the first has done, and no second mail goes out. A mail that is asked for is stored in the
same transaction: should its message never reach the queue, the hourly run finds the mail and asks for it.
"""

from collections.abc import Callable
from dataclasses import replace

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.invite import A_MOMENT
from homeroom.domain.invitations.send_decision import still_asked_about
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.mail.mail import MailKind, new_mail
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.invitations.load_closing import load_closing
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class InvitationOver(HomeroomError):
    """It was answered, withdrawn or the like: there is nothing to send or to change any more."""


class IsLetter(HomeroomError):
    """It is on paper: no email of it is sent, held or corrected."""


class NobodyAskedAbout(HomeroomError):
    """A mail would be about no student any more, and none would be sent."""


class InvitationHeld(HomeroomError):
    """No mail goes out while it is held."""


class AddressTaken(HomeroomError):
    """Another invitation with this address is open."""

    def __init__(self, invitation_id: str) -> None:
        super().__init__(invitation_id)
        self.invitation_id = invitation_id


def can_be_sent_again(invitation: Invitation) -> bool:
    """One that has expired begins anew, held or not. A letter sends no email."""
    if invitation.on_paper:
        return False
    return invitation.state is InvitationState.EXPIRED or (invitation.is_open and not invitation.held)


def send_again(invitation_id: str, by: By, services: Services, *, allow_again: bool = False) -> bool:
    """One more mail; every earlier link is dead. Whether it is a new one: asked twice in a moment it is the same.
    `allow_again`: also to an address that nothing is sent to since a mail to it came back for good.

    Raises NotFound, IsLetter, InvitationOver, InvitationHeld, AddressBlocked, NobodyAskedAbout, or AddressTaken when it
    had expired and the address was asked anew.
    """

    def changes(invitation: Invitation) -> list[Change]:
        return _again(invitation, by, allow_again, services)

    return _send_again(invitation_id, AuditAction.SENT_AGAIN, by, services, changes)


def correct_address(invitation_id: str, email: str, by: By, services: Services) -> bool:
    """The invitation goes on under the new address; the old one's link is dead, and its form too.

    `email` as `parse_email` gives it. False when it is the address that it has. Raises NotFound, IsLetter,
    InvitationOver, InvitationHeld, AddressBlocked, NobodyAskedAbout or AddressTaken.
    """

    def changes(invitation: Invitation) -> list[Change]:
        return _corrected(invitation, email, by, services)

    return _send_again(invitation_id, AuditAction.ADDRESS_CORRECTED, by, services, changes)


def withdraw(invitation_id: str, by: By, services: Services) -> None:
    """Does nothing to one that is withdrawn already. Raises NotFound, InvitationOver."""

    def changes(invitation: Invitation) -> list[Change]:
        if invitation.state is InvitationState.WITHDRAWN:
            return []
        _must_be_open(invitation)
        return load_closing(invitation, invitation.withdrawn_by(by.user.name, services.clock()), services)

    _change(invitation_id, AuditAction.WITHDRAWN, by, services, changes)


def hold(invitation_id: str, by: By, services: Services) -> None:
    """No mail of it goes out from now on; its links go on working. Raises NotFound, IsLetter, InvitationOver."""

    def changes(invitation: Invitation) -> list[Change]:
        _must_be_open(invitation)
        _must_be_email(invitation)
        return [] if invitation.held else [Change(invitation, invitation.held_by(by.user.name, services.clock()))]

    _change(invitation_id, AuditAction.HELD, by, services, changes)


def release(invitation_id: str, by: By, services: Services) -> None:
    """A mail that was asked for meanwhile goes out now; one that was sent before is not sent again.

    Raises NotFound, InvitationOver.
    """

    def changes(invitation: Invitation) -> list[Change]:
        _must_be_open(invitation)
        if not invitation.held:
            return []
        released = invitation.released_by(by.user.name, services.clock())
        return [Change(invitation, released), *_mail_of_a_released(released, services)]

    _ask_for_mail(_change(invitation_id, AuditAction.RELEASED, by, services, changes), services)


Decide = Callable[[Invitation], list[Change]]
"""What is to change about an invitation: nothing, or itself first."""


def _send_again(invitation_id: str, action: AuditAction, by: By, services: Services, changes: Decide) -> bool:
    before = _read(invitation_id, services)
    after = _change(invitation_id, action, by, services, changes)
    _ask_for_mail(after, services)
    return after.send_number > before.send_number


def _ask_for_mail(invitation: Invitation, services: Services) -> None:
    """Also where nothing was changed: who asked just before may have died between storing and asking."""
    services.queue.put([(invitation.id, invitation.send_number)])


def _queued(invitation: Invitation, services: Services) -> Change:
    return Change.new(new_mail(invitation.id, invitation.send_number, services.clock()))


def _mail_of_a_released(invitation: Invitation, services: Services) -> list[Change]:
    """What an import asked for while it was held, or just before, has no mail yet: nothing but a message asked for it,
    and that is gone. A reminder that was due meanwhile is due now: the daily run does not look back for ever.
    """
    mail, now = services.mails.get(invitation.id, invitation.send_number), services.clock()
    if mail is None:
        return [_queued(invitation, services)]
    overdue = mail.remind_at is not None and mail.remind_at < now
    return [Change(mail, replace(mail, remind_at=now))] if overdue else []


def _change(invitation_id: str, action: AuditAction, by: By, services: Services, changes: Decide) -> Invitation:
    """The invitation as it is afterwards. Only what changes something is recorded."""

    def once() -> Invitation:
        invitation = _read(invitation_id, services)
        if not (decided := changes(invitation)):
            return invitation
        about = About(student_ids=invitation.student_ids, invitation_id=invitation_id)
        services.store.save(*decided, recorded(action, by, services, about, decided))
        after = decided[0].after
        assert isinstance(after, Invitation)  # noqa: S101  narrows the type
        return after

    return retry_on_conflict(once)


def _read(invitation_id: str, services: Services) -> Invitation:
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None:
        raise NotFound
    return invitation


def _must_be_open(invitation: Invitation) -> None:
    if not invitation.is_open:
        raise InvitationOver


def _again(invitation: Invitation, by: By, allow_again: bool, services: Services) -> list[Change]:
    _must_be_sendable(invitation)
    now = services.clock()
    if invitation.is_open and now - invitation.asked_at < A_MOMENT:
        return []
    again = invitation.sent_again(by=by.user.name, now=now, link_days=site_settings(services).link_days)
    opened = _open_again(invitation, services)
    return [Change(invitation, again), _queued(again, services), *opened, *_reaching(again, allow_again, services)]


def _corrected(invitation: Invitation, email: str, by: By, services: Services) -> list[Change]:
    _must_be_sendable(invitation)
    if email == invitation.email:
        return []
    days = site_settings(services).link_days
    corrected = invitation.corrected(email, by=by.user.name, now=services.clock(), link_days=days)
    changes = [Change(invitation, corrected), _queued(corrected, services), *_reaching(corrected, False, services)]
    if corrected.email_key == invitation.email_key:
        return [*changes, *_open_again(invitation, services)]
    lock = services.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id == invitation.id:
        changes.append(Change.gone(lock))
    return [*changes, *_locked(corrected, services), *_asked_about_again(invitation, services)]


def _must_be_email(invitation: Invitation) -> None:
    if invitation.on_paper:
        raise IsLetter


def _must_be_sendable(invitation: Invitation) -> None:
    _must_be_email(invitation)
    if invitation.held and invitation.is_open:
        raise InvitationHeld
    if not can_be_sent_again(invitation):
        raise InvitationOver


def _reaching(again: Invitation, allow_again: bool, services: Services) -> list[Change]:
    """A link must not die for a mail that nobody gets. Raises AddressBlocked or NobodyAskedAbout."""
    year = site_settings(services).school_year
    if not still_asked_about(again, services.roster.students(again.student_ids).values(), year):
        raise NobodyAskedAbout
    block = services.address_blocks.get_many([again.email_key]).get(again.email_key)
    if block is None:
        return []
    if not block.allowed(again=allow_again, note=""):
        raise AddressBlocked(block)
    return [Change.gone(block)]


def _open_again(invitation: Invitation, services: Services) -> list[Change]:
    """What the closing of an expired invitation has taken away; nothing for one that is still open."""
    if invitation.is_open:
        return []
    return [*_locked(invitation, services), *_asked_about_again(invitation, services)]


def _locked(invitation: Invitation, services: Services) -> list[Change]:
    """The address is this invitation's from now on. Raises AddressTaken."""
    key = email_key(invitation.email)
    lock = services.invitations.locks([key]).get(key)
    if lock is None:
        return [Change.new(AddressLock(email_key=key, invitation_id=invitation.id))]
    if lock.invitation_id == invitation.id:
        return []
    other = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id)
    if other and other.open_at(services.clock()):
        raise AddressTaken(other.id)
    if other and other.is_open:  # its time is over, and the daily run has not come to it yet
        services.store.save(*load_closing(other, other.expired(), services))
        return [Change.new(AddressLock(email_key=key, invitation_id=invitation.id))]
    return [Change(lock, replace(lock, invitation_id=invitation.id))]


def _asked_about_again(invitation: Invitation, services: Services) -> list[Change]:
    """Only of students whom the mail would still be about. Raises InvitationOver when there are none."""
    students = services.roster.students(invitation.student_ids).values()
    about = [s for s in students if invitation.kind is MailKind.CHECK_CONTACT or not s.has_parent_contact]
    if not about:
        raise InvitationOver
    changes = [Change(student, student.with_open_invitation(invitation.id)) for student in about]
    return [change for change in changes if change.after != change.before]
