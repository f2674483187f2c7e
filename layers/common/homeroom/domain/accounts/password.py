"""The one rule for passwords: length, and nothing else. template.yaml gives the password service the same minimum."""

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 99
"""In characters. The service itself takes no more than the longest, and no space at either end."""


class PasswordProblem(Code):
    """Why a password is refused."""

    TOO_SHORT = "password.too_short"
    TOO_LONG = "password.too_long"
    SPACE_AT_AN_END = "password.space_at_an_end"
    REFUSED = "password.refused"


class WeakPassword(Refused):
    """This password cannot be set."""


def check_new_password(password: str) -> None:
    """Raises WeakPassword."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(message(PasswordProblem.TOO_SHORT, shortest=SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(message(PasswordProblem.TOO_LONG, longest=LONGEST_PASSWORD))
    if password != password.strip():
        raise WeakPassword(message(PasswordProblem.SPACE_AT_AN_END))
