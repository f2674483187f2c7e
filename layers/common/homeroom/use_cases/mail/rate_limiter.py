"""The lane to the mail service: take slots in it, stop it, open it again, and tell a Site Admin."""

from collections.abc import Callable
from datetime import timedelta

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.rate_limiter import RateLimiter, Slots, unused_rate_limiter
from homeroom.use_cases.ports.services import Services

_LONGEST_WAIT = timedelta(seconds=20)
_TRIES = 20
"""Few senders share the lane, and each changes it once for ten mails."""


class SendingPaused(Exception):
    """The mail service takes no mail of this account for now. `reason` is a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RateLimited(Exception):
    """Not now: ask for the mails once more, `wait` from now."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def reserve(mails: int, services: Services) -> tuple[Slots, bool]:
    """So many moments at which one mail may go, soon and at nobody else's moments; and whether nothing has gone
    through since the lane was stopped.

    Raises SendingPaused, and RateLimited when all moments of the next twenty seconds are taken.
    """
    return retry_on_conflict(lambda: _take_slots(mails, services), _TRIES)


def _take_slots(mails: int, services: Services) -> tuple[Slots, bool]:
    now = services.clock()
    before = services.mails.rate_limiter()
    rate_limiter = before or unused_rate_limiter(now)
    if rate_limiter.closed(now):
        raise SendingPaused(rate_limiter.reason)
    if rate_limiter.free_in(now) > _LONGEST_WAIT:
        raise RateLimited(rate_limiter.free_in(now))
    if not rate_limiter.knows_rate(now):
        rate_limiter = rate_limiter.with_rate(services.mailer.sending_rate(), now)
    taken, slots = rate_limiter.taken(mails, now)
    services.store.save(Change(before, taken))
    return slots, rate_limiter.was_stopped


def pause_sending(reason: str, services: Services) -> None:
    now = services.clock()
    _change(lambda rate_limiter: rate_limiter.stopped(reason, now), services)


def resume_sending(services: Services) -> None:
    _change(lambda rate_limiter: rate_limiter.open(), services)


def count_put_aside(mails: int, services: Services) -> None:
    """So many more mails wait for the lane to be opened."""
    _change(lambda rate_limiter: rate_limiter.put_aside(mails), services)


def count_waiting(mails: int, services: Services) -> RateLimiter | None:
    """The round has counted them all. Where none is left, nobody will ever try: the lane is open again."""

    def counted(rate_limiter: RateLimiter) -> RateLimiter:
        over = rate_limiter.was_stopped and not rate_limiter.closed(services.clock()) and not mails
        return rate_limiter.open() if over else rate_limiter.counted(mails if rate_limiter.was_stopped else 0)

    if services.mails.rate_limiter() is not None:
        _change(counted, services)
    return services.mails.rate_limiter()


def _change(change: Callable[[RateLimiter], RateLimiter], services: Services) -> None:
    def operation() -> None:
        before = services.mails.rate_limiter()
        rate_limiter = before or unused_rate_limiter(services.clock())
        if (after := change(rate_limiter)) != before:
            services.store.save(Change(before, after))

    retry_on_conflict(operation, _TRIES)
