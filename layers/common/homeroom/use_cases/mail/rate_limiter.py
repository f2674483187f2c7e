"""Senders reserve moments at the mail service, pause sending for all of them, and open it again."""

from collections.abc import Callable
from datetime import timedelta

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.rate_limiter import RateLimiter, Reservation, unused_rate_limiter
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from homeroom.use_cases.ports.services import Services

_LONGEST_WAIT, _A_WHILE = timedelta(seconds=20), timedelta(minutes=1)
_TRIES = 20
"""Few senders share the rate limiter, and each changes it once for ten mails."""


class SendingPaused(Exception):
    """The mail service takes no mail of this account for now."""

    def __init__(self, reason: Message | None) -> None:
        super().__init__(reason and reason.id)
        self.reason = reason


class RateLimited(Exception):
    """Not now: ask for the mails once more, `wait` from now."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def reserve(mails: int, services: Services) -> tuple[Reservation, bool]:
    """So many moments at which one mail may go, soon and at nobody else's moments; and whether nothing has gone
    through since sending was paused.

    Raises SendingPaused, and RateLimited when all moments of the next twenty seconds are taken.
    """
    return retry_on_conflict(lambda: _reserve(mails, services), _TRIES)


def _reserve(mails: int, services: Services) -> tuple[Reservation, bool]:
    now = services.clock()
    before = services.mails.rate_limiter()
    rate_limiter = before or unused_rate_limiter(now)
    if rate_limiter.must_wait(now):
        raise SendingPaused(rate_limiter.reason)
    if rate_limiter.free_in(now) > _LONGEST_WAIT:
        raise RateLimited(rate_limiter.free_in(now))
    if not rate_limiter.knows_rate(now):
        rate_limiter = rate_limiter.with_rate(services.mailer.sending_rate(), now)
    after, reservation = rate_limiter.reserved(mails, now)
    services.store.save(Change(before, after))
    return reservation, rate_limiter.is_paused


def heed(failure: MailNotSent, services: Services) -> None:
    """What it means for all other mail that the mail service has not taken one. Raises SendingPaused or RateLimited."""
    if failure.others is Others.STOP:
        pause_sending(failure.reason, services)
        raise SendingPaused(failure.reason) from failure
    if failure.others is Others.SLOW_DOWN:
        raise RateLimited(_A_WHILE) from failure


def pause_sending(reason: Message, services: Services) -> None:
    now = services.clock()
    _change(lambda rate_limiter: rate_limiter.paused(reason, now), services)


def resume_sending(services: Services) -> None:
    _change(lambda rate_limiter: rate_limiter.opened(), services)


def count_put_aside(mails: int, services: Services) -> None:
    """So many more mails wait until sending is open again."""
    _change(lambda rate_limiter: rate_limiter.with_put_aside(mails), services)


def count_waiting(mails: int, services: Services) -> RateLimiter | None:
    """A scheduled run has counted all mails that wait. None while nothing was ever sent."""
    if services.mails.rate_limiter() is not None:
        _change(lambda rate_limiter: rate_limiter.with_waiting(mails, services.clock()), services)
    return services.mails.rate_limiter()


def _change(change: Callable[[RateLimiter], RateLimiter], services: Services) -> None:
    def operation() -> None:
        before = services.mails.rate_limiter()
        rate_limiter = before or unused_rate_limiter(services.clock())
        if (after := change(rate_limiter)) != before:
            services.store.save(Change(before, after))

    retry_on_conflict(operation, _TRIES)
