"""Who runs the site, for those who do: each may end the log-ins of another one, or remove them.

Whoever does so is read in the same transaction: of two who remove each other at the same moment, one stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotAllowed, NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.sessions import check_not_removed, find_admin
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class SiteAdmin:
    """`log_ins` are those that go on, the last used first."""

    user: User
    log_ins: Sequence[Session]


def acting_admin(session_token: str, services: Services) -> User:
    """Who is at work, as they are stored now. Raises NoLongerAdmin, and NotAllowed for a log-in that was ended."""
    admin = find_admin(session_token, services)
    if admin is None:
        check_not_removed(session_token, services)
        raise NotAllowed
    return admin[1]


def user_with(user_id: str, services: Services) -> User | None:
    """As they are stored now: the index only says where."""
    found = services.access.users_by_id([user_id]).get(user_id)
    user = services.access.user(found.email_key) if found else None
    return user if user and user.id == user_id else None


def all_admins(services: Services) -> Sequence[User]:
    """By name, each as they are now."""
    listed = services.access.users([user.email_key for user in services.access.admins()])
    return sorted((user for user in listed if user.is_admin), key=lambda user: (user.name, user.email_key))


def site_admin(user_id: str, services: Services) -> SiteAdmin:
    """Raises NotFound."""
    user, now = user_with(user_id, services), services.clock()
    if user is None or not user.is_admin:
        raise NotFound
    going_on = [s for s in services.access.sessions(user.email_key) if s.alive(now) and user.keeps(s)]
    return SiteAdmin(user, sorted(going_on, key=lambda session: session.seen_at, reverse=True))


def end_log_ins(user_id: str, by: By, session_token: str, services: Services) -> None:
    """All of another Site Admin. Raises NotFound, also for one's own, NotAllowed or NoLongerAdmin."""

    def end() -> datetime:
        acting, user = _the_two(user_id, session_token, services)
        if not user.is_admin:
            raise NotFound
        now = services.clock()
        entry = recorded(AuditAction.ADMIN_LOGGED_OUT, by, services, About(user_id=user.id))
        services.store.save(Change(user, user.with_sessions_ended(now)), Change.unchanged(acting), entry)
        return now

    at = retry_on_conflict(end)
    services.queue.put_account_news(AccountNews(AuditAction.ADMIN_LOGGED_OUT, by.user.id, at, user_id))


def remove_admin(user_id: str, by: By, session_token: str, services: Services) -> None:
    """Another Site Admin, whose log-ins end. Their contact as a parent stays, and so does their name in the record.
    Whoever is none any more stays so. Raises NotFound, also for oneself, NotAllowed or NoLongerAdmin.
    """
    user, removed_at = retry_on_conflict(lambda: _remove(user_id, by, session_token, services))
    if not user.has_password:
        services.passwords.forget(user.id)
    if removed_at:
        services.queue.put_account_news(AccountNews(AuditAction.ADMIN_REMOVED, by.user.id, removed_at, user_id))


def _remove(user_id: str, by: By, session_token: str, services: Services) -> tuple[User, datetime | None]:
    """As they are from then on; and when it was done, None where they were no Site Admin any more."""
    acting, user = _the_two(user_id, session_token, services)
    if not user.is_admin:
        return user, None
    now, factor = services.clock(), services.access.second_factor(user.id)
    after = user.no_longer_admin(now)
    services.store.save(
        Change(user, after),
        Change.unchanged(acting),
        *([Change.gone(factor)] if factor else []),
        recorded(AuditAction.ADMIN_REMOVED, by, services, About(user_id=user.id)),
    )
    return after, now


def _the_two(user_id: str, session_token: str, services: Services) -> tuple[User, User]:
    """Who is at work, and the other one. Raises NotFound, also for oneself."""
    acting, user = acting_admin(session_token, services), user_with(user_id, services)
    if user is None or user.id == acting.id:
        raise NotFound
    return acting, user
