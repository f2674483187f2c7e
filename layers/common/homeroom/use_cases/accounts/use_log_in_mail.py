"""Log in by the link in an email, or by its code in the browser that asked for it. Looking changes nothing.

A Site Admin gets no further than to setting a new password: reading their mail is not enough to be one.
"""

from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.log_in_mail import (
    CODE_PURPOSE,
    LogInMail,
    LogInOver,
    LogInRequest,
    read_code,
)
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.limits import WRONG_LINK, WRONG_LOG_IN_CODE, TooManyTries
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest, same
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser, remembered
from homeroom.use_cases.accounts.sessions import Started, start_log_in, start_setting_password
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services

_TOKEN_LENGTH = 43


class NoCode(HomeroomError):
    """What was typed has not the shape of a code. It does not count as a try."""


class WrongCode(HomeroomError):
    """So many tries are left."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


@dataclass(frozen=True)
class Entered:
    """`sets_password`: what has begun sets a password, and is no log-in."""

    started: Started
    sets_password: bool


def look_at_link(token: str, visitor: str, services: Services) -> User:
    """Whose it is. `visitor` is the network of the request. Raises LogInOver, or TooManyTries for an address
    that has tried many links.
    """
    mail = _find_by_link(token, visitor, services)
    mail.with_link_used(digest(token), services.clock())
    return _reader(mail, services)


def use_link(token: str, visitor: str, source: str, services: Services, browser: Browser = ANY_BROWSER) -> Entered:
    """`source` is the key of the request's route. Raises the same."""

    def enter() -> Entered:
        mail = _find_by_link(token, visitor, services)
        used = mail.with_link_used(digest(token), services.clock())
        return _enter(Change(mail, used), _reader(mail, services), source, browser, services)

    return retry_on_conflict(enter)


def awaits_code(browser_token: str, services: Services) -> bool:
    """Whether a code may be typed in this browser: it has asked for one, perhaps for an address that gets none."""
    request = services.log_in_mails.asked_in(digest(browser_token)) if browser_token else None
    return request is not None and request.takes_try(services.clock())


def use_code(
    typed: str, browser_token: str, source: str, services: Services, browser: Browser = ANY_BROWSER
) -> Entered:
    """Each try is counted before it is compared: however many come at once, no more than five are, and of one address
    no more than ten wrong ones a day. Takes the same steps for an address that is not known. Raises NoCode, WrongCode
    or LogInOver.
    """
    code = read_code(typed)
    if not code:
        raise NoCode
    asked_in, stored_as = digest(browser_token), services.code_key.digest(CODE_PURPOSE, code)
    request, now = retry_on_conflict(lambda: _count_try(asked_in, services)), services.clock()
    try:
        services.access.count(WRONG_LOG_IN_CODE, request.address, now)
    except TooManyTries:
        raise LogInOver from None

    def enter() -> Entered:
        mail = services.log_in_mails.get(request.user_id)
        if mail is None or not mail.takes_code(request, services.clock()) or not same(mail.code, stored_as):
            raise WrongCode(request.tries_left)
        return _enter(Change(mail, mail.with_code_used()), _reader(mail, services), source, browser, services)

    entered = retry_on_conflict(enter)
    services.access.forgive(WRONG_LOG_IN_CODE, request.address, now)
    return entered


def _count_try(browser: str, services: Services) -> LogInRequest:
    request = services.log_in_mails.asked_in(browser)
    if request is None:
        raise LogInOver
    counted = request.with_try(services.clock())
    services.store.save(Change(request, counted))
    return counted


def _find_by_link(token: str, visitor: str, services: Services) -> LogInMail:
    link = services.log_in_mails.link(digest(token)) if len(token) == _TOKEN_LENGTH else None
    mail = services.log_in_mails.get(link.user_id) if link else None
    if mail is None:
        services.access.count(WRONG_LINK, visitor, services.clock())
        raise LogInOver
    return mail


def _reader(mail: LogInMail, services: Services) -> User:
    """As they are now: a role may have been taken away since."""
    user = services.access.user(mail.email_key)
    if user is None or user.id != mail.user_id or not user.logs_in_by_email:
        raise LogInOver
    return user


def _enter(used: Change, user: User, source: str, browser: Browser, services: Services) -> Entered:
    """What was used is stored with what it begins: of several presses at once only one gets in. The user is to be as
    they were read: a new Site Admin is not logged in.
    """
    still = Change.unchanged(user)
    if user.is_admin:
        return Entered(start_setting_password(user, services, used, still), sets_password=True)
    entry = recorded(AuditAction.LOGGED_IN_BY_LINK, By(user, source), services)
    known = remembered(user.email_key, browser, services)
    started = start_log_in(user, services, used, still, entry, *known, browser=browser.kind, by_link=True)
    return Entered(started, sets_password=False)
