"""Users, their sessions, and how often somebody may try."""

from datetime import datetime
from typing import Protocol

from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.limits import Limit


class Access(Protocol):
    def user(self, email_key: str) -> User | None: ...
    def session(self, digest: str) -> Session | None: ...
    def count(self, limit: Limit, subject: str, now: datetime) -> None:
        """Count one more try of this subject, atomically. Raises TooManyTries past the limit."""
