"""For how long a log-in, or a parent's answer, stays open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256


class SessionKind(StrEnum):
    """SETTING_PASSWORD: a Site Admin has used a link mailed to them, which sets a password and nothing else.
    SECOND_FACTOR: a Site Admin has given the password and owes a code, or an app that makes them.
    """

    LOGGED_IN = "logged in"
    ANSWERING = "answering"
    SETTING_PASSWORD = "setting password"  # noqa: S105  names what it is for
    SECOND_FACTOR = "second factor"


@dataclass(frozen=True)
class Lifetime:
    idle: timedelta
    absolute: timedelta


ADMIN = Lifetime(timedelta(minutes=30), timedelta(hours=12))
PARENT = Lifetime(timedelta(days=14), timedelta(days=90))
ANSWERING = Lifetime(timedelta(hours=3), timedelta(hours=24))
SETTING_PASSWORD = Lifetime(timedelta(minutes=15), timedelta(minutes=15))
SECOND_FACTOR = Lifetime(timedelta(minutes=10), timedelta(minutes=10))
PROVES_MAILBOX_FOR = timedelta(minutes=15)
"""So long a log-in by a mailed link sets a new password without the old one: that is how one is reset."""
_TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Session:
    """`subject` is the user's email key, or the invitation's id while a parent is answering; `reader` is then which of
    its readers' links was used. `contact_id` is the parent that its holder has said they are, where the address has
    several, or whose contact this form has saved. `is_new_parent`: while answering, they said that they are none of
    those who are known. `by_link`: a log-in by a link or a code that was mailed to the address. `browser`: a
    log-in's, in the coarse words of `browser_of`. `second_factor`: its holder has given a code besides the password.
    """

    digest: str
    kind: SessionKind
    subject: str
    started_at: datetime
    seen_at: datetime
    lifetime: Lifetime
    reader: int = 0
    contact_id: str = ""
    is_new_parent: bool = False
    second_factor: bool = False
    by_link: bool = False
    browser: str = ""
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest

    @property
    def ends_at(self) -> datetime:
        return min(self.seen_at + self.lifetime.idle, self.started_at + self.lifetime.absolute)

    @property
    def public_id(self) -> str:
        """What a page may show of it: nobody gets from here to the cookie, nor to the digest that we keep."""
        return sha256(self.digest.encode()).hexdigest()[:16]

    @property
    def is_site_admins(self) -> bool:
        """Whether its holder was a Site Admin when it began: nobody else owes a code, or is logged out so soon."""
        is_short = self.kind is SessionKind.LOGGED_IN and self.lifetime.idle == ADMIN.idle
        return is_short or self.kind is SessionKind.SECOND_FACTOR

    def alive(self, now: datetime) -> bool:
        return now < self.ends_at

    def proves_mailbox(self, now: datetime) -> bool:
        """Whether its holder has just shown that they read mail at the address."""
        return self.by_link and now < self.started_at + PROVES_MAILBOX_FOR

    def moved(self, digest: str, now: datetime) -> "Session":
        """The same log-in behind another cookie, from now on. It ends when it would have ended."""
        rest = self.started_at + self.lifetime.absolute - now
        lifetime = replace(self.lifetime, absolute=rest)
        return replace(self, digest=digest, started_at=now, seen_at=now, lifetime=lifetime, by_link=False, version=0)

    def seen(self, now: datetime) -> "Session":
        """Stored at most once a minute: a session is read on every request."""
        return replace(self, seen_at=now) if now - self.seen_at >= _TOUCH_AFTER else self
