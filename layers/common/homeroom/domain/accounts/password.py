"""The rules for new passwords: a length, and nothing that others would guess. template.yaml gives the password service
the same minimum.
"""

from collections.abc import Iterable

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 99
"""In characters. The service itself takes 256, and no space at either end."""


class PasswordProblem(Code):
    """Why a password is refused."""

    TOO_SHORT = "password.too_short"
    TOO_LONG = "password.too_long"
    SPACE_AT_AN_END = "password.space_at_an_end"
    COMMON = "password.common"
    OWN_WORDS = "password.own_words"
    PATTERN = "password.pattern"
    REFUSED = "password.refused"


class WeakPassword(Refused):
    """This password cannot be set."""


def check_new_password(password: str, own_words: Iterable[str] = ()) -> None:
    """`own_words` are texts that others connect with the person: names, an email address, the school's name.

    Raises WeakPassword.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(message(PasswordProblem.TOO_SHORT, shortest=SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(message(PasswordProblem.TOO_LONG, longest=LONGEST_PASSWORD))
    if password != password.strip():
        raise WeakPassword(message(PasswordProblem.SPACE_AT_AN_END))
    problem = _guessable(password, own_words)
    if problem:
        raise WeakPassword(message(problem))


def _guessable(password: str, own_words: Iterable[str]) -> PasswordProblem | None:
    from homeroom.domain.accounts import guessing  # with its dictionaries: only whoever sets a password loads them

    common, own = guessing.common_words(), guessing.folded(own_words)
    refused_words = (
        (PasswordProblem.OWN_WORDS, own),
        (PasswordProblem.COMMON, common),
        (PasswordProblem.OWN_WORDS, own | common),
    )
    for problem, known in refused_words:
        if guessing.consists_of(password, known):
            return problem
    if guessing.is_repetition(password, SHORTEST_PASSWORD):
        return PasswordProblem.PATTERN
    parts = guessing.easy_parts(password)
    if parts:
        return PasswordProblem.COMMON if "dictionary" in parts else PasswordProblem.PATTERN
    return None
