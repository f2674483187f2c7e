"""Log in with email address and password."""

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import InvalidEmail, email_key, parse_email
from homeroom.domain.kernel.limits import LOG_IN, LOG_IN_FROM
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.sessions import Started, start_log_in
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services

_NOBODY = "nobody"
"""A user name that never exists: unknown addresses take as long to refuse as wrong passwords."""


def log_in(
    email: str, password: str, visitor: str, source: str, services: Services, browser: str = ""
) -> tuple[User, Started]:
    """`visitor` is the network address of the request, `source` the key of its route. A try that fails is recorded,
    too, as far as the limits let it come.

    Raises WrongPassword, alike for unknown addresses and wrong passwords, TooManyTries, or Conflict.
    """
    try:
        key = email_key(parse_email(email))
    except InvalidEmail:
        raise WrongPassword from None
    services.access.count(LOG_IN_FROM, visitor, services.clock())
    services.access.count(LOG_IN, key, services.clock())
    return retry_on_conflict(lambda: _checked(key, password, source, browser, services), tries=2)


def _checked(key: str, password: str, source: str, browser: str, services: Services) -> tuple[User, Started]:
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
    entry = recorded(AuditAction.LOGGED_IN, By(usable, source), services)
    return usable, start_log_in(usable, services, Change.unchanged(usable), entry, browser=browser)
