"""From a code that was typed to the link that it stands for. Wrong codes are counted before they are looked up, and a
right one is taken back: however many are tried at once, no more are looked up than the limits allow.
"""

from datetime import datetime

from homeroom.domain.invitations.link_code import PURPOSE, read_code
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.limits import WRONG_CODE, WRONG_CODE_ANYWHERE, Limit, TooManyTries
from homeroom.domain.mail.mail import Link
from homeroom.use_cases.ports.services import Services

_WHOLE_SITE = "site"


class NoCode(HomeroomError):
    """What was typed does not have the shape of a code. Nothing was looked up, and nothing is counted."""


class CodeUnknown(HomeroomError):
    """No invitation has this code."""


def code_digest(typed: str, services: Services) -> str:
    """Under which a code is stored. Raises NoCode."""
    code = read_code(typed)
    if not code:
        raise NoCode
    return services.code_key.digest(PURPOSE, code)


def find_by_code(typed: str, address: str, services: Services) -> Link:
    """`address` is the visitor's network. Raises NoCode, CodeUnknown, or TooManyTries with the limit, which
    may be that of the whole site.
    """
    digest, now = code_digest(typed, services), services.clock()
    counted = ((WRONG_CODE, address), (WRONG_CODE_ANYWHERE, _WHOLE_SITE))
    _count(counted, now, services)
    link = services.invitations.link(digest)
    if link is None or not services.invitations.get_many([link.invitation_id]):
        raise CodeUnknown
    _forgive(counted, now, services)
    return link


def _count(counted: tuple[tuple[Limit, str], ...], now: datetime, services: Services) -> None:
    """Of what was refused nothing was looked up, and none of it counts. Raises TooManyTries."""
    for number, (limit, subject) in enumerate(counted, 1):
        try:
            services.access.count(limit, subject, now)
        except TooManyTries:
            _forgive(counted[:number], now, services)
            raise


def _forgive(counted: tuple[tuple[Limit, str], ...], now: datetime, services: Services) -> None:
    for limit, subject in counted:
        services.access.forgive(limit, subject, now)
