"""A Site Admin's second factor: given to log in, or before anything of it is changed."""

from collections.abc import Callable
from typing import TypeVar

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.second_factor import SecondFactor, WrongCode, new_recovery_codes
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import SECOND_FACTOR, SECOND_FACTOR_IN_SESSION
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.sessions import (
    Started,
    find_debtor,
    find_session,
    log_in_with_second_factor,
    new_log_in,
)
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services

T = TypeVar("T")


def log_in_with_code(session_token: str, typed: str, source: str, services: Services) -> Started:
    """The password was right before. A wrong code is recorded like a wrong password.

    Raises WrongCode, TooManyTries, and NotFound where nobody owes a code.
    """
    session, user = _debtor(session_token, services)
    try:
        return _tried(session, user, services, lambda: _log_in(session_token, typed, source, services))
    except WrongCode:
        origin, about = Origin(Nameless.VISITOR, source), About(user_id=user.id)
        services.store.save(recorded(AuditAction.LOG_IN_FAILED, origin, services, about))
        raise


def turn_off(session_token: str, typed: str, by: By, services: Services) -> Started:
    """Every log-in ends, and this browser gets a new one, which opens nothing where the site requires a second factor.

    Raises WrongCode, TooManyTries, and NotFound where there is none.
    """
    session, user = _logged_in(session_token, services)
    started = _tried(session, user, services, lambda: _turn_off(session_token, typed, by, services))
    services.queue.put_account_news(AccountNews(AuditAction.SECOND_FACTOR_OFF, user.id, services.clock()))
    return started


def renew_recovery_codes(session_token: str, typed: str, by: By, services: Services) -> tuple[str, ...]:
    """Those from before work no more. Raises WrongCode, TooManyTries, and NotFound where there is no second factor."""
    session, user = _logged_in(session_token, services)
    codes = new_recovery_codes()
    _tried(session, user, services, lambda: _renew(user, typed, codes, by, services))
    services.queue.put_account_news(AccountNews(AuditAction.RECOVERY_CODES_MADE, user.id, services.clock()))
    return codes


def factor_of(user: User, services: Services) -> SecondFactor:
    """Raises NotFound."""
    factor = services.access.second_factor(user.id)
    if factor is None:
        raise NotFound
    return factor


def _tried(session: Session, user: User, services: Services, operation: Callable[[], T]) -> T:
    """Counted before the code is looked at, so that many tries at once are no more than one after the other. A right
    code does not count.
    """
    now, limits = services.clock(), ((SECOND_FACTOR_IN_SESSION, session.digest), (SECOND_FACTOR, user.id))
    for limit, subject in limits:
        services.access.count(limit, subject, now)
    result = retry_on_conflict(operation)
    for limit, subject in limits:
        services.access.forgive(limit, subject, now)
    return result


def _debtor(session_token: str, services: Services) -> tuple[Session, User]:
    debtor = find_debtor(session_token, services)
    if debtor is None or not debtor[1].has_second_factor:
        raise NotFound
    return debtor


def _logged_in(session_token: str, services: Services) -> tuple[Session, User]:
    """Of whom the page's guard knows that they have given the second factor. As it is stored, not as a viewer."""
    session = find_session(session_token, SessionKind.LOGGED_IN, services)
    user = services.access.user(session.subject) if session else None
    if session is None or user is None or not user.has_second_factor or user.owes_second_factor(session, required=True):
        raise NotFound
    return session, user


def _log_in(session_token: str, typed: str, source: str, services: Services) -> Started:
    session, user = _debtor(session_token, services)
    by, before = By(user, source), factor_of(user, services)
    after = before.with_code_used(typed, services.clock(), services.site.secret())
    started, log_in = log_in_with_second_factor(session, services)
    seen = user.logged_in(services.clock())
    changes = [Change(before, after), Change(user, seen), Change.gone(session), Change.new(log_in)]
    if after.recovery != before.recovery:
        changes.append(recorded(AuditAction.RECOVERY_CODE_USED, by, services))
    services.store.save(*changes, recorded(AuditAction.LOGGED_IN, by, services))
    return started


def _turn_off(session_token: str, typed: str, by: By, services: Services) -> Started:
    session, user = _logged_in(session_token, services)
    factor = factor_of(user, services)
    factor.with_code_used(typed, services.clock(), services.site.secret())
    after = user.without_second_factor(services.clock())
    started, log_in = new_log_in(after, services, session.contact_id, browser=session.browser)
    services.store.save(
        Change(user, after),
        Change.gone(factor),
        Change.gone(session),
        Change.new(log_in),
        recorded(AuditAction.SECOND_FACTOR_OFF, by, services),
    )
    return started


def _renew(user: User, typed: str, codes: tuple[str, ...], by: By, services: Services) -> None:
    before, site_secret = factor_of(user, services), services.site.secret()
    used = before.with_code_used(typed, services.clock(), site_secret)
    after = used.with_recovery_codes(codes, site_secret)
    services.store.save(Change(before, after), recorded(AuditAction.RECOVERY_CODES_MADE, by, services))
