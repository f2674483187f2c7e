"""Ask somebody by email to become a Site Admin, send that again, or take it back."""

from collections.abc import Callable, Sequence

from homeroom.domain.accounts.admin_invitation import AdminInvitation
from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key, parse_email
from homeroom.domain.kernel.errors import NotFound, Refused
from homeroom.domain.kernel.limits import INVITE_ADMIN
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import new_id
from homeroom.use_cases.accounts.site_admins import acting_admin
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services

_PURPOSE = "admin-invitation"
"""Of the keyed digest that is the id."""
_ID_LENGTH = 24


class InviteAdminProblem(Code):
    """Why nobody is asked."""

    ALREADY_ADMIN = "invite_admin.already_admin"
    ALREADY_INVITED = "invite_admin.already_invited"
    BLOCKED = "invite_admin.blocked"


class AdminNotInvited(Refused):
    """This address is not asked."""


def admin_invitation_id(email_key: str, services: Services) -> str:
    """One for each address: two who invite the same person at once meet there."""
    return services.code_key.digest(_PURPOSE, email_key)[:_ID_LENGTH]


def open_admin_invitations(services: Services) -> Sequence[AdminInvitation]:
    """The oldest first; also those of an inviter who is no Site Admin any more."""
    now = services.clock()
    still = [invitation for invitation in services.admin_invitations.all() if invitation.is_open(now)]
    return sorted(still, key=lambda invitation: (invitation.asked_at, invitation.id))


def invite_admin(email: str, by: By, session_token: str, services: Services) -> AdminInvitation:
    """Raises InvalidEmail, AdminNotInvited, TooManyTries, NotAllowed or NoLongerAdmin."""
    address = parse_email(email)

    def ask() -> AdminInvitation:
        acting = acting_admin(session_token, services)
        before = services.admin_invitations.get(admin_invitation_id(email_key(address), services))
        if before and before.is_open(services.clock()):
            raise AdminNotInvited(message(InviteAdminProblem.ALREADY_INVITED, email=before.email))
        return _ask(before, address, acting, by, services)

    asked = _limited(ask, by, services)
    _tell(AuditAction.ADMIN_INVITED, asked, by, services)
    return asked


def send_again(invitation_id: str, number: int, by: By, session_token: str, services: Services) -> AdminInvitation:
    """Another email after the one of this number, for as long again: the link before is dead. Raises NotFound for one
    that is not open, or of which another email was asked for meanwhile, and the same as `invite_admin`.
    """

    def ask() -> AdminInvitation:
        acting, before = acting_admin(session_token, services), _open(invitation_id, number, services)
        return _ask(before, before.email, acting, by, services)

    return _limited(ask, by, services)


def withdraw(invitation_id: str, number: int, by: By, session_token: str, services: Services) -> AdminInvitation:
    """Its link opens nothing any more. Raises NotFound as `send_again` does, NotAllowed or NoLongerAdmin."""

    def take_back() -> AdminInvitation:
        acting, before = acting_admin(session_token, services), _open(invitation_id, number, services)
        about = About(user_id=before.user_id)
        entry = recorded(AuditAction.ADMIN_INVITATION_WITHDRAWN, by, services, about)
        services.store.save(Change(before, before.withdrawn()), Change.unchanged(acting), entry)
        return before

    taken_back = retry_on_conflict(take_back)
    _tell(AuditAction.ADMIN_INVITATION_WITHDRAWN, taken_back, by, services)
    return taken_back


def _open(invitation_id: str, number: int, services: Services) -> AdminInvitation:
    """The invitation of an address is the same each time: the number says which one somebody has looked at."""
    invitation = services.admin_invitations.get(invitation_id)
    if invitation is None or invitation.number != number or not invitation.is_open(services.clock()):
        raise NotFound
    return invitation


def _ask(before: AdminInvitation | None, address: str, acting: User, by: By, services: Services) -> AdminInvitation:
    """One more email, by whoever is at work. Raises AdminNotInvited."""
    known, now = services.access.user(email_key(address)), services.clock()
    _check(address, known, services)
    user_id = known.id if known else new_id()
    if before:
        asked = before.asked_again(address, user_id, acting.id, now)
    else:
        invitation_id = admin_invitation_id(email_key(address), services)
        asked = AdminInvitation(id=invitation_id, email=address, user_id=user_id, invited_by=acting.id, asked_at=now)
    entry = recorded(AuditAction.ADMIN_INVITED, by, services, About(user_id=user_id))
    services.store.save(Change(before, asked), Change.unchanged(acting), entry)
    return asked


def _check(address: str, known: User | None, services: Services) -> None:
    if known and known.is_admin:
        raise AdminNotInvited(message(InviteAdminProblem.ALREADY_ADMIN, email=address))
    block = services.address_blocks.get_many([email_key(address)]).get(email_key(address))
    if block and block.refuses_all:
        raise AdminNotInvited(message(InviteAdminProblem.BLOCKED, email=address))


def _limited(ask: Callable[[], AdminInvitation], by: By, services: Services) -> AdminInvitation:
    """What was refused does not count. The email is asked for once all is stored."""
    now = services.clock()
    services.access.count(INVITE_ADMIN, by.user.id, now)
    try:
        asked = retry_on_conflict(ask)
    except (Refused, NotFound):
        services.access.forgive(INVITE_ADMIN, by.user.id, now)
        raise
    services.queue.put_admin_invitation(asked.id, asked.number)
    return asked


def _tell(action: AuditAction, invitation: AdminInvitation, by: By, services: Services) -> None:
    services.queue.put_account_news(AccountNews(action, by.user.id, services.clock(), invitation.id))
