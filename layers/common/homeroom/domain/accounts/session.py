"""For how long a log-in, or a parent's answer, stays open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class SessionKind(StrEnum):
    LOGGED_IN = "logged in"
    ANSWERING = "answering"


@dataclass(frozen=True)
class Lifetime:
    idle: timedelta
    absolute: timedelta


ADMIN = Lifetime(timedelta(minutes=30), timedelta(hours=12))
PARENT = Lifetime(timedelta(days=14), timedelta(days=90))
ANSWERING = Lifetime(timedelta(hours=1), timedelta(hours=1))
_TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Session:
    """`subject` is the user's email key, or the invitation's id while a parent is answering."""

    digest: str
    kind: SessionKind
    subject: str
    started_at: datetime
    seen_at: datetime
    lifetime: Lifetime
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest

    @property
    def ends_at(self) -> datetime:
        return min(self.seen_at + self.lifetime.idle, self.started_at + self.lifetime.absolute)

    def alive(self, now: datetime) -> bool:
        return now < self.ends_at

    def seen(self, now: datetime) -> "Session":
        """Stored at most once a minute: a session is read on every request."""
        return replace(self, seen_at=now) if now - self.seen_at >= _TOUCH_AFTER else self
