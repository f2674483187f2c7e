"""Who is behind a cookie: somebody who logged in, or a parent who is answering an invitation."""

from dataclasses import dataclass

from homeroom.domain.access import ADMIN, ANSWERING, PARENT, Lifetime, Session, SessionKind, User
from homeroom.domain.change import Change, Conflict
from homeroom.domain.token import digest, new_token
from homeroom.use_cases.ports import Outside


@dataclass(frozen=True)
class Started:
    """`token` goes into the cookie and is kept nowhere else. `seconds` is how long the cookie may live."""

    token: str
    seconds: int


def start_session(kind: SessionKind, subject: str, lifetime: Lifetime, outside: Outside) -> Started:
    token, now = new_token(), outside.clock()
    session = Session(digest=digest(token), kind=kind, subject=subject, started_at=now, seen_at=now, lifetime=lifetime)
    outside.store.save(Change.new(session))
    return Started(token, int(lifetime.absolute.total_seconds()))


def start_log_in(user: User, outside: Outside) -> Started:
    return start_session(SessionKind.LOGGED_IN, user.email_key, ADMIN if user.is_admin else PARENT, outside)


def start_answering(invitation_id: str, outside: Outside) -> Started:
    return start_session(SessionKind.ANSWERING, invitation_id, ANSWERING, outside)


def find_session(token: str, kind: SessionKind, outside: Outside) -> Session | None:
    """The living session behind a cookie's token, marked as seen."""
    session = outside.access.session(digest(token)) if token else None
    now = outside.clock()
    if session is None or session.kind is not kind or not session.alive(now):
        return None
    seen = session.seen(now)
    if seen is session:
        return session
    change = Change(session, seen)
    try:
        outside.store.save(change)
    except Conflict:  # another request of the same browser has just marked it
        return session
    return seen


def find_user(token: str, outside: Outside) -> User | None:
    """The active user who is logged in; read anew on every request, so that a role taken away is gone."""
    session = find_session(token, SessionKind.LOGGED_IN, outside)
    user = outside.access.user(session.subject) if session else None
    return user if user and user.active else None


def end_session(token: str, outside: Outside) -> None:
    session = outside.access.session(digest(token)) if token else None
    if session is None:
        return
    try:
        outside.store.save(Change.gone(session))
    except Conflict:  # marked as seen between reading and ending
        newer = outside.access.session(session.digest)
        if newer:
            outside.store.save(Change.gone(newer))
