"""The password service."""

from typing import Protocol

from homeroom.domain.kernel.errors import HomeroomError


class WrongPassword(HomeroomError):
    """The user name or the password is wrong, or there is no such user: never told apart."""


class Passwords(Protocol):
    def check(self, user_id: str, password: str) -> None:
        """Raises WrongPassword."""

    def set(self, user_id: str, password: str) -> None:
        """Make the user if there is none yet, and set the password. Raises WeakPassword for what the
        service does not take.
        """

    def forget(self, user_id: str) -> None:
        """Nothing is kept of this user. Does nothing where there is none."""
