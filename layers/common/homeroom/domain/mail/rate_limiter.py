"""The way to the mail service, which all senders share: how fast they go, and whether they go at all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.kernel.message import Message

RATE_HOLDS = timedelta(minutes=10)
"""So long the account's sending rate, as the mail service gave it, is relied on."""

PAUSED_FOR = timedelta(minutes=30)
"""Then a sender tries again."""

BURST = timedelta(seconds=1)
"""What was not sent in the last second may be sent now: the mail service, too, takes short bursts."""

LATE = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """Moments, evenly spaced, at each of which one mail may go."""

    first: datetime
    interval: timedelta

    def moment(self, number: int) -> datetime:
        return self.first + self.interval * number

    def missed(self, number: int, now: datetime) -> bool:
        """Whether somebody who goes on now would crowd those who reserved the moments behind these."""
        return now > self.moment(number) + BURST + LATE


@dataclass(frozen=True, kw_only=True)
class RateLimiter:
    """One for the site. A token bucket: up to `free_at` all moments are reserved.

    `rate` is in mails a second, 0 until the mail service was asked, at `rate_at`. `paused_at`: since when the
    mail service takes no mail of this account at all, for a `reason`; at `try_at` somebody tries again. `waiting` is
    how many mails were put aside meanwhile, counted anew by each scheduled run.
    """

    free_at: datetime
    rate: int = 0
    rate_at: datetime | None = None
    paused_at: datetime | None = None
    try_at: datetime | None = None
    reason: Message | None = None
    waiting: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        return "rate limiter"

    @property
    def is_paused(self) -> bool:
        """Nothing has gone through since the mail service took no more."""
        return self.paused_at is not None

    def must_wait(self, now: datetime) -> bool:
        """Whether it is too early to try again while sending is paused."""
        return self.try_at is not None and now < self.try_at

    def knows_rate(self, now: datetime) -> bool:
        return self.rate_at is not None and now < self.rate_at + RATE_HOLDS

    def with_rate(self, rate: int, now: datetime) -> "RateLimiter":
        return replace(self, rate=rate, rate_at=now)

    def free_in(self, now: datetime) -> timedelta:
        return max(self.free_at - now, timedelta())

    def reserved(self, mails: int, now: datetime) -> tuple["RateLimiter", Reservation]:
        """Moments for so many mails, which nobody else gets."""
        interval = timedelta(seconds=1) / max(self.rate, 1)
        reservation = Reservation(first=max(self.free_at, now - BURST), interval=interval)
        return replace(self, free_at=reservation.moment(mails)), reservation

    def paused(self, reason: Message, now: datetime) -> "RateLimiter":
        return replace(self, paused_at=self.paused_at or now, try_at=now + PAUSED_FOR, reason=reason)

    def with_put_aside(self, mails: int) -> "RateLimiter":
        """So many more mails wait until sending is open again."""
        return replace(self, waiting=self.waiting + mails)

    def with_waiting(self, mails: int, now: datetime) -> "RateLimiter":
        """All that wait were counted. Where none is left, nobody will ever try: it is open again."""
        if not self.is_paused:
            return replace(self, waiting=0)
        return self.opened() if not mails and not self.must_wait(now) else replace(self, waiting=mails)

    def opened(self) -> "RateLimiter":
        return replace(self, paused_at=None, try_at=None, reason=None, waiting=0)


def unused_rate_limiter(now: datetime) -> RateLimiter:
    """Of a site that has sent nothing yet, in the last second neither."""
    return RateLimiter(free_at=now - BURST)
