"""Who is behind a cookie: somebody who logged in, or a parent who is answering an invitation."""

from dataclasses import dataclass

from homeroom.domain.accounts.session import ADMIN, ANSWERING, PARENT, Lifetime, Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.token import digest, new_token
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class Started:
    """`token` goes into the cookie and is kept nowhere else. `seconds` is how long the cookie may live."""

    token: str
    seconds: int


def start_session(kind: SessionKind, subject: str, lifetime: Lifetime, services: Services, *also: Change) -> Started:
    """`also` is stored with it."""
    token, now = new_token(), services.clock()
    session = Session(digest=digest(token), kind=kind, subject=subject, started_at=now, seen_at=now, lifetime=lifetime)
    services.store.save(Change.new(session), *also)
    return Started(token, int(lifetime.absolute.total_seconds()))


def start_log_in(user: User, services: Services, *also: Change) -> Started:
    lifetime = ADMIN if user.is_admin else PARENT
    return start_session(SessionKind.LOGGED_IN, user.email_key, lifetime, services, *also)


def start_answering(invitation_id: str, services: Services) -> Started:
    return start_session(SessionKind.ANSWERING, invitation_id, ANSWERING, services)


def find_session(token: str, kind: SessionKind, services: Services) -> Session | None:
    """The living session behind a cookie's token, marked as seen."""
    session = services.access.session(digest(token)) if token else None
    now = services.clock()
    if session is None or session.kind is not kind or not session.alive(now):
        return None
    seen = session.seen(now)
    if seen is session:
        return session
    change = Change(session, seen)
    try:
        services.store.save(change)
    except Conflict:  # another request of the same browser has just marked it
        return session
    return seen


def find_user(token: str, services: Services) -> User | None:
    """The active user who is logged in; read on every request, so that a role that was taken away is gone at once."""
    session = find_session(token, SessionKind.LOGGED_IN, services)
    user = services.access.user(session.subject) if session else None
    return user if user and user.active else None


def end_session(token: str, services: Services) -> None:
    session = services.access.session(digest(token)) if token else None
    if session is None:
        return
    try:
        services.store.save(Change.gone(session))
    except Conflict:  # marked as seen between reading and ending
        newer = services.access.session(session.digest)
        if newer:
            services.store.save(Change.gone(newer))
