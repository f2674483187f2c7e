"""The way to the mail service, which all senders share: how fast they go, and whether they go at all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

RATE_HOLDS = timedelta(minutes=10)
"""So long the mail service's word about the account's sending rate is believed."""

STOPPED_FOR = timedelta(minutes=30)
"""Then a sender tries again."""

BURST = timedelta(seconds=1)
"""What was not sent in the last second may be sent now: the mail service, too, takes short bursts."""

LATE = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Slots:
    """Moments, evenly spaced, at each of which one mail may go."""

    first: datetime
    each: timedelta

    def moment(self, number: int) -> datetime:
        return self.first + self.each * number

    def missed(self, number: int, now: datetime) -> bool:
        """Whether somebody who goes on now would crowd those who took the slots behind these."""
        return now > self.moment(number) + BURST + LATE


@dataclass(frozen=True, kw_only=True)
class RateLimiter:
    """One for the site. A token bucket: up to `free_at` all moments are given away.

    `rate` is in mails a second, 0 until the mail service was asked, at `rate_at`. `stopped_at`: since when the
    mail service takes no mail of this account at all, with the `reason` as a sentence; at `try_at` somebody tries
    again. `waiting` is how many mails were put aside meanwhile, counted anew by each round.
    """

    free_at: datetime
    rate: int = 0
    rate_at: datetime | None = None
    stopped_at: datetime | None = None
    try_at: datetime | None = None
    reason: str = ""
    waiting: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        return "rate limiter"

    @property
    def was_stopped(self) -> bool:
        """Nothing has gone through since it was stopped."""
        return self.stopped_at is not None

    def closed(self, now: datetime) -> bool:
        return self.try_at is not None and now < self.try_at

    def knows_rate(self, now: datetime) -> bool:
        return self.rate_at is not None and now < self.rate_at + RATE_HOLDS

    def with_rate(self, rate: int, now: datetime) -> "RateLimiter":
        return replace(self, rate=rate, rate_at=now)

    def free_in(self, now: datetime) -> timedelta:
        return max(self.free_at - now, timedelta())

    def taken(self, mails: int, now: datetime) -> tuple["RateLimiter", Slots]:
        """Slots for so many mails, which nobody else gets."""
        slots = Slots(first=max(self.free_at, now - BURST), each=timedelta(seconds=1) / max(self.rate, 1))
        return replace(self, free_at=slots.moment(mails)), slots

    def stopped(self, reason: str, now: datetime) -> "RateLimiter":
        return replace(self, stopped_at=self.stopped_at or now, try_at=now + STOPPED_FOR, reason=reason)

    def put_aside(self, mails: int) -> "RateLimiter":
        return replace(self, waiting=self.waiting + mails)

    def counted(self, waiting: int) -> "RateLimiter":
        return replace(self, waiting=waiting)

    def open(self) -> "RateLimiter":
        return replace(self, stopped_at=None, try_at=None, reason="", waiting=0)


def unused_rate_limiter(now: datetime) -> RateLimiter:
    """The lane of a site that has sent nothing yet, in the last second neither."""
    return RateLimiter(free_at=now - BURST)
