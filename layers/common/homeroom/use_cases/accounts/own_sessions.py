"""Where one is logged in, and how to end it elsewhere. With several parents at one address it is everybody's there."""

from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest, new_token
from homeroom.use_cases.accounts.sessions import Started, find_session
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class OwnSessions:
    """`others` are those that go on elsewhere, the last used first."""

    this: Session
    others: list[Session]


def own_sessions(email_key: str, session_token: str, services: Services) -> OwnSessions:
    """Of the account that is logged in with this token. Raises NotFound."""
    this, user = find_session(session_token, SessionKind.LOGGED_IN, services), services.access.user(email_key)
    if this is None or user is None or this.subject != email_key:
        raise NotFound
    now = services.clock()
    going_on = [s for s in services.access.sessions(email_key) if s.alive(now) and user.keeps(s)]
    others = [session for session in going_on if session.digest != this.digest]
    return OwnSessions(this, sorted(others, key=lambda session: session.seen_at, reverse=True))


def end_one_session(by: By, session_token: str, public_id: str, services: Services) -> None:
    """One of this account's others. What has ended meanwhile is ended."""
    retry_on_conflict(lambda: _end_one(by, session_token, public_id, services))


def _end_one(by: By, session_token: str, public_id: str, services: Services) -> None:
    others = own_sessions(by.user.email_key, session_token, services).others
    session = next((session for session in others if session.public_id == public_id), None)
    if session:
        services.store.save(Change.gone(session), recorded(AuditAction.SESSION_ENDED, by, services))


def end_other_sessions(by: By, session_token: str, services: Services) -> Started:
    """All but this one, also those that the index does not show yet: this browser goes on with another token."""
    return retry_on_conflict(lambda: _end_others(by, session_token, services))


def _end_others(by: By, session_token: str, services: Services) -> Started:
    this, user = find_session(session_token, SessionKind.LOGGED_IN, services), services.access.user(by.user.email_key)
    if this is None or user is None or not user.keeps(this):
        raise NotFound
    token, now = new_token(), services.clock()
    moved = this.moved(digest(token), now)
    entry = recorded(AuditAction.SESSIONS_ENDED, by, services)
    services.store.save(Change(user, user.with_sessions_ended(now)), Change.gone(this), Change.new(moved), entry)
    return Started(token, int(moved.lifetime.absolute.total_seconds()))
