"""Log in with email address and password."""

from collections.abc import Sequence
from datetime import datetime

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.session import SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import InvalidEmail, email_key, parse_email
from homeroom.domain.kernel.limits import LOG_IN, LOG_IN_ACCOUNT, LOG_IN_DEVICE, LOG_IN_FROM, LOG_IN_HOUR, Limit
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser, remembered
from homeroom.use_cases.accounts.sessions import Started, new_log_in
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services

_NOBODY = "nobody"
"""A user name that never exists: unknown addresses take as long to refuse as wrong passwords."""


def log_in(
    email: str, password: str, visitor: str, source: str, services: Services, browser: Browser = ANY_BROWSER
) -> tuple[User, Started]:
    """`visitor` is the network of the request, `source` the key of its route. A try that fails is recorded,
    too, as far as the limits let it come.

    Raises WrongPassword, alike for unknown addresses and wrong passwords, TooManyTries, or Conflict.
    """
    try:
        key = email_key(parse_email(email))
    except InvalidEmail:
        raise WrongPassword from None
    now = services.clock()
    limits = _limits(key, visitor, browser, now, services)
    for limit, subject in limits:  # before the password is looked at: of many tries at once none is let pass uncounted
        services.access.count(limit, subject, now)
    result = retry_on_conflict(lambda: _checked(key, password, source, browser, services), tries=2)
    for limit, subject in limits:
        services.access.forgive(limit, subject, now)
    return result


def _checked(key: str, password: str, source: str, browser: Browser, services: Services) -> tuple[User, Started]:
    """The log-in is stored only if the user is as when the password was checked: it may be another one by then."""
    user = services.access.user(key)
    usable = user if user and user.has_password else None
    try:
        services.passwords.check(usable.id if usable else _NOBODY, password)
        if usable is None:
            raise WrongPassword
    except WrongPassword:
        visitor_there = Origin(Nameless.VISITOR, source)
        account = About(user_id=usable.id if usable else "")
        services.store.save(recorded(AuditAction.LOG_IN_FAILED, visitor_there, services, account))
        raise
    return usable, _started(usable, source, browser, services)


def _limits(key: str, visitor: str, browser: Browser, now: datetime, services: Services) -> Sequence[tuple[Limit, str]]:
    """Which limits the try counts for, each with its subject. Alike for every address, whether or not it is known."""
    known = services.access.known_devices(key)
    if known and known.knows(digest(browser.token), now):
        return ((LOG_IN_DEVICE, f"{key} {digest(browser.token)}"),)
    own = f"{key} {visitor}"
    return (LOG_IN_FROM, visitor), (LOG_IN, own), (LOG_IN_HOUR, own), (LOG_IN_ACCOUNT, key)


def _started(user: User, source: str, browser: Browser, services: Services) -> Started:
    started, session = new_log_in(user, services, browser=browser.kind)
    action = AuditAction.LOGGED_IN if session.kind is SessionKind.LOGGED_IN else AuditAction.SECOND_FACTOR_ASKED
    entry = recorded(action, By(user, source), services)
    after = user.logged_in(session.started_at) if session.kind is SessionKind.LOGGED_IN else user
    services.store.save(Change.new(session), Change(user, after), *remembered(user.email_key, browser, services), entry)
    return started
