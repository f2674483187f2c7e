"""Email me a log-in link: for whoever has proved their address. Whoever has only been invited gets their invitation
again. Nobody else gets anything, and everybody the same answer.
"""

from contextlib import suppress

from homeroom.domain.accounts.log_in_mail import NOBODY, LogInMail, LogInRequest
from homeroom.domain.accounts.user import User
from homeroom.domain.invitations.invite import A_MOMENT
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key, parse_email
from homeroom.domain.kernel.limits import LINK_MAIL_FROM, LOG_IN_MAIL, LOG_IN_MAIL_ADDRESS, TooManyTries
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest
from homeroom.use_cases.accounts.choose_who import parents_at_address
from homeroom.use_cases.invitations.new_link import always_as_long, send_open_invitation_again
from homeroom.use_cases.ports.services import Services


def ask_for_log_in(email: str, browser_token: str, visitor: str, services: Services) -> None:
    """Answers alike, in words and in time, whatever the address is. `browser_token` is the cookie of the browser that
    asks, `visitor` its network. Raises InvalidEmail, or TooManyTries for a network that asks too often;
    an address that is asked for too often gets no more emails, and nobody is told.
    """
    key = email_key(parse_email(email))
    with always_as_long(services):
        services.access.count(LINK_MAIL_FROM, visitor, services.clock())
        allowed = False
        with suppress(TooManyTries):
            services.access.count(LOG_IN_MAIL, f"{key} {visitor}", services.clock())
            services.access.count(LOG_IN_MAIL_ADDRESS, key, services.clock())
            allowed = True
        request = retry_on_conflict(lambda: _asked(key, digest(browser_token), services, allowed=allowed))
        if request.number:
            services.queue.put_log_in(request.user_id, request.number)
        elif allowed:
            send_open_invitation_again(key, services)


def _asked(key: str, browser: str, services: Services, *, allowed: bool) -> LogInRequest:
    """What this browser awaits now. Pressed twice, or once too often, it is still what it was: tries go on counting."""
    now, address = services.clock(), digest(key)
    before = services.log_in_mails.asked_in(browser)
    user = _who_logs_in(key, services) if allowed else None
    if before and before.address == address:
        pressed_twice = now - before.asked_at < A_MOMENT and before.takes_try(now)
        if (pressed_twice and not _is_over(before, user, services)) or not allowed:
            return before
    standing = services.log_in_mails.get(user.id if user else NOBODY)
    mail = _next(standing, user, browser, services) if user else None
    request = LogInRequest(
        browser=browser,
        address=address,
        user_id=mail.user_id if mail else NOBODY,
        number=mail.number if mail else 0,
        asked_at=now,
    )
    services.store.save(Change(before, request), *([Change(standing, mail)] if mail else []))
    return request


def _who_logs_in(key: str, services: Services) -> User | None:
    user = services.access.user(key)
    return user if user and user.logs_in_by_email else None


def _is_over(request: LogInRequest, user: User | None, services: Services) -> bool:
    """Its email was used, or there was nobody to send one to, and now there is: an address proved in between."""
    if request.user_id == NOBODY:
        return user is not None
    mail = services.log_in_mails.get(request.user_id)
    return mail is not None and mail.number == request.number and mail.is_used


def _next(standing: LogInMail | None, user: User, browser: str, services: Services) -> LogInMail:
    """It replaces the one before, whose link and code are gone with it."""
    parents = parents_at_address(user.email_key, services)
    return LogInMail(
        user_id=user.id,
        email=user.email,
        names=tuple(parent.details.name for parent in parents) or (user.name,),
        sets_password=user.is_admin,
        number=standing.number + 1 if standing else 1,
        browser=browser,
        asked_at=services.clock(),
    )
