"""Who is behind a cookie: somebody who logged in, or a parent who is answering an invitation."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from homeroom.domain.accounts.session import (
    ADMIN,
    ANSWERING,
    PARENT,
    SECOND_FACTOR,
    SETTING_PASSWORD,
    Lifetime,
    Session,
    SessionKind,
)
from homeroom.domain.accounts.user import User, as_parent
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.token import digest, new_token
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class NoLongerAdmin(HomeroomError):
    """This browser is logged in as somebody who was a Site Admin and has been removed meanwhile."""


@dataclass(frozen=True)
class Started:
    """`token` goes into the cookie and is kept nowhere else. `seconds` is how long the cookie may live."""

    token: str
    seconds: int


@dataclass(frozen=True)
class Holder:
    """Of a log-in: which of the parents at the address it is, where that is known, and with which browser. `new_admin`
    is the name of somebody who becomes a Site Admin by it.
    """

    contact_id: str = ""
    browser: Browser = ANY_BROWSER
    new_admin: str = ""


ANY_HOLDER = Holder()


def new_log_in(user: User, services: Services, contact_id: str = "", *, browser: str = "") -> tuple[Started, Session]:
    """A session to be stored together with whatever it follows from. `contact_id`: which of the parents at the address
    it is, where that is known. `browser` is as `browser_of` names it. Of a Site Admin who has a second factor, or must
    have one, it opens nothing until a code was given, whatever it follows from.
    """
    if user.must_give_second_factor(_is_required(user, services)):
        kind, lifetime = SessionKind.SECOND_FACTOR, SECOND_FACTOR
    else:
        kind, lifetime = SessionKind.LOGGED_IN, ADMIN if user.is_admin else PARENT
    started, session = _new_session(kind, user.email_key, lifetime, services, contact_id=contact_id)
    return started, replace(session, browser=browser)


def log_in_with_second_factor(before: Session, services: Services) -> tuple[Started, Session]:
    """The code was right: to be stored in the place of the session in which it was given. It began when that one did,
    so that it ends with a password that was changed meanwhile.
    """
    is_new = before.kind is SessionKind.SECOND_FACTOR
    lifetime, contact_id = ADMIN if is_new else before.lifetime, before.contact_id
    started, session = _new_session(SessionKind.LOGGED_IN, before.subject, lifetime, services, contact_id=contact_id)
    same = replace(session, started_at=before.started_at, by_link=before.by_link, browser=before.browser)
    return started, replace(same, second_factor=True)


def start_log_in(
    user: User, services: Services, *also: Change, contact_id: str = "", browser: str = "", by_link: bool = False
) -> Started:
    """`also` is stored with it. `by_link`: it follows from a link or a code that was mailed."""
    started, session = new_log_in(user, services, contact_id, browser=browser)
    services.store.save(Change.new(replace(session, by_link=by_link)), *also)
    return started


def start_setting_password(user: User, services: Services, *also: Change) -> Started:
    """A Site Admin has used a link mailed to them. `also` is stored with it."""
    started, session = _new_session(SessionKind.SETTING_PASSWORD, user.email_key, SETTING_PASSWORD, services)
    services.store.save(Change.new(session), *also)
    return started


def start_answering(invitation_id: str, services: Services, reader: int = 0) -> Started:
    """`reader`: which of the invitation's readers the link is for."""
    started, session = _new_session(SessionKind.ANSWERING, invitation_id, ANSWERING, services, reader=reader)
    services.store.save(Change.new(session))
    return started


def _new_session(
    kind: SessionKind, subject: str, lifetime: Lifetime, services: Services, *, reader: int = 0, contact_id: str = ""
) -> tuple[Started, Session]:
    token, now = new_token(), services.clock()
    session = Session(
        digest=digest(token),
        kind=kind,
        subject=subject,
        started_at=now,
        seen_at=now,
        lifetime=lifetime,
        reader=reader,
        contact_id=contact_id,
    )
    return Started(token, int(lifetime.absolute.total_seconds())), session


def find_session(token: str, kind: SessionKind, services: Services) -> Session | None:
    """The living session behind a cookie's token, marked as seen."""
    return _find(token, (kind,), services)


def _find(token: str, kinds: Collection[SessionKind], services: Services) -> Session | None:
    session = services.access.session(digest(token)) if token else None
    now = services.clock()
    if session is None or session.kind not in kinds or not session.alive(now):
        return None
    seen = session.seen(now)
    if seen is session:
        return session
    change = Change(session, seen)
    try:
        services.store.save(change)
    except Conflict:  # another request of the same browser has just marked it
        return session
    stored = as_stored(change)
    assert isinstance(stored, Session)  # noqa: S101  narrows the type
    return stored


def find_user(token: str, services: Services) -> User | None:
    """The user who is logged in; read on every request, so that a role that was taken away is gone at once, and so is
    a Site Admin's log-in without the second factor that is wanted by now. Where several parents share the address, the
    one who was chosen in this browser.
    """
    session = find_session(token, SessionKind.LOGGED_IN, services)
    user = _holder(session, services)
    if session is None or user is None or user.owes_second_factor(session, _is_required(user, services)):
        return None
    return as_parent(user, session.contact_id)


def find_debtor(token: str, services: Services) -> tuple[Session, User] | None:
    """The Site Admin who owes a second factor, with the session to which it is wanted: a new one, or a log-in from
    before.
    """
    admin = find_admin(token, services)
    if admin is None:
        return None
    session, user = admin
    return admin if user.owes_second_factor(session, _is_required(user, services)) else None


def find_admin(token: str, services: Services) -> tuple[Session, User] | None:
    """A Site Admin who has given the password at least, with their session."""
    session = _find(token, (SessionKind.SECOND_FACTOR, SessionKind.LOGGED_IN), services)
    user = _holder(session, services)
    return (session, user) if session and user and user.is_admin else None


def check_not_removed(token: str, services: Services) -> None:
    """Tells a log-in that ended with the role from one that is merely over. Raises NoLongerAdmin."""
    session = services.access.session(digest(token)) if token else None
    if session is None or not session.is_site_admins or not session.alive(services.clock()):
        return
    user = services.access.user(session.subject)
    if user is None or not user.is_admin:
        raise NoLongerAdmin


def _holder(session: Session | None, services: Services) -> User | None:
    user = services.access.user(session.subject) if session else None
    return user if session and user and user.keeps(session) else None


def _is_required(user: User, services: Services) -> bool:
    """The settings are read only where they decide."""
    decides = user.is_admin and not user.has_second_factor
    return decides and site_settings(services).second_factor_required


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
