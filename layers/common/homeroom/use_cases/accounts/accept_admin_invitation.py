"""Whoever was asked to become a Site Admin does: the link proves the mailbox, and name and password are theirs to set.

Before that there is no user, neither in our table nor at the password service.
"""

from dataclasses import dataclass

from homeroom.domain.accounts.admin_invitation import (
    AdminInvitation,
    AdminInvitationAccepted,
    AdminInvitationWithdrawn,
    AdminLinkUnknown,
)
from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.password import check_new_password
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import WRONG_LINK
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest, new_id
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser
from homeroom.use_cases.accounts.new_password import contacts_changed, invitations_registered, own_words
from homeroom.use_cases.accounts.sessions import Holder, Started
from homeroom.use_cases.accounts.set_password import set_password
from homeroom.use_cases.accounts.site_admins import user_with
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services

_TOKEN_LENGTH = 43


@dataclass(frozen=True)
class Asked:
    """`user` is who reads mail at the address already, `inviter` the Site Admin who asked."""

    invitation: AdminInvitation
    inviter: User
    user: User | None


@dataclass(frozen=True, repr=False)
class NewAdmin:
    """What its reader typed."""

    name: str
    password: str


def look_at_admin_invitation(token: str, visitor: str, services: Services) -> Asked:
    """Changes nothing. `visitor` is the network of the request. Raises what `AdminInvitation.check_link` does,
    AdminLinkUnknown, or TooManyTries for a network that has tried many links.
    """
    sought = digest(token) if len(token) == _TOKEN_LENGTH else ""
    found = [one for one in services.admin_invitations.all() if one.knows(sought)] if sought else []
    if not found:
        services.access.count(WRONG_LINK, visitor, services.clock())
        raise AdminLinkUnknown
    found[0].check_link(sought, services.clock())
    inviter = user_with(found[0].invited_by, services)
    if inviter is None or not inviter.is_admin:
        raise AdminInvitationWithdrawn
    user = services.access.user(found[0].email_key)
    if user and user.is_admin:
        raise AdminInvitationAccepted
    return Asked(found[0], inviter, user)


def accept_admin_invitation(
    token: str, typed: NewAdmin, visitor: str, source: str, services: Services, browser: Browser = ANY_BROWSER
) -> Started:
    """A parent at that address becomes both: their contact stays, and their log-ins end. `source` is the key of the
    request's route. Raises the same, WeakPassword or PasswordBeingSet.
    """
    asked = look_at_admin_invitation(token, visitor, services)
    check_new_password(typed.password, own_words(services, asked.invitation.email, typed.name))
    parent = asked.user
    had_password = parent is not None and parent.has_password
    if parent is None:
        retry_on_conflict(lambda: _make_user(token, typed.name, visitor, services))

    def still_asked() -> list[Change]:
        now = look_at_admin_invitation(token, visitor, services)
        return [Change.unchanged(now.invitation), Change.unchanged(now.inviter)]

    def consequences(after: User) -> list[Change]:
        now = look_at_admin_invitation(token, visitor, services)
        accepted = Change(now.invitation, now.invitation.accepted())
        actions = [*([AuditAction.PASSWORD_SET_BY_LINK] if had_password else []), AuditAction.ADMIN_JOINED]
        entries = [recorded(action, By(after, source), services) for action in actions]
        return [accepted, Change.unchanged(now.inviter), *_as_parent(parent, after, services), *entries]

    started = set_password(
        asked.invitation.email_key,
        typed.password,
        services,
        consequences,
        conditions=still_asked,
        holder=Holder(browser=browser, new_admin=typed.name),
    )
    _tell(asked.invitation, services, had_password=had_password)
    return started


def _tell(invitation: AdminInvitation, services: Services, *, had_password: bool) -> None:
    """The others; and the owner of a password, which nobody needed to know to set another one."""
    joined, now = services.access.user(invitation.email_key), services.clock()
    for action in (AuditAction.ADMIN_JOINED, *([AuditAction.PASSWORD_SET_BY_LINK] if had_password else [])):
        if joined:
            services.queue.put_account_news(AccountNews(action, joined.id, now))


def _make_user(token: str, name: str, visitor: str, services: Services) -> None:
    """Nobody yet, neither a parent nor a Site Admin: without a password no log-in leads there. A parent who read mail
    at the address when it was asked may have another one by now: they keep their id, by which the password is set.
    """
    asked = look_at_admin_invitation(token, visitor, services)
    if asked.user is None:
        invitation = asked.invitation
        is_taken = services.access.users_by_id([invitation.user_id])
        user = User(id=new_id() if is_taken else invitation.user_id, email=invitation.email, name=name)
        services.store.save(Change.new(user), Change.unchanged(invitation))


def _as_parent(before: User | None, after: User, services: Services) -> list[Change]:
    """What the password makes of their contacts: whoever had none is registered with it."""
    if before is None or not before.is_parent:
        return []
    if before.has_password:
        return contacts_changed(after, services, had_password=True)
    own = services.roster.contacts([after.contact_id]).get(after.contact_id) if after.contact_id else None
    changes = contacts_changed(after, services, after.contact_id, had_password=False)
    return [*changes, *(invitations_registered(own, services) if own else [])]
