"""Users, their sessions, and how often somebody may try."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from homeroom.domain.accounts.known_devices import KnownDevices
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.limits import Limit


class Access(Protocol):
    def user(self, email_key: str) -> User | None: ...
    def users(self, email_keys: Collection[str]) -> list[User]:
        """In the order asked, without those that do not exist."""

    def users_by_id(self, ids: Collection[str]) -> dict[str, User]:
        """From an index: may lag a moment behind."""

    def admins(self) -> list[User]:
        """All Site Admins, by address. From an index: may lag a moment behind."""

    def session(self, digest: str) -> Session | None: ...
    def second_factor(self, user_id: str) -> SecondFactor | None: ...
    def known_devices(self, email_key: str) -> KnownDevices | None: ...
    def sessions(self, email_key: str) -> list[Session]:
        """The log-ins of an account, the oldest first, each as it is now; also those that are over and still there.
        One that began a moment ago may be missing.
        """

    def count(self, limit: Limit, subject: str, now: datetime) -> None:
        """Count one more try of this subject, atomically. Raises TooManyTries past the limit."""

    def forgive(self, limit: Limit, subject: str, now: datetime) -> None:
        """Take one try back, atomically. `now` is what it was counted with."""
