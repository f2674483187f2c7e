"""Lists of invitations: which of them, and in what order."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import EVERY_STATUS, Status
from homeroom.domain.kernel.text import sort_key

_ORDER = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00#[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Which invitations: of these statuses and, where one of them is given, which this import asked for or this
    inviter sent; of all of them those whose last school year is one of `last_years`.
    """

    statuses: Collection[Status] = EVERY_STATUS
    last_years: Collection[str] = ()
    import_id: str = ""
    inviter_key: str = ""


@dataclass(frozen=True)
class Listed:
    """`order` is where the invitation stands in every list: compared as text, the oldest request comes first."""

    order: str
    invitation_id: str


def list_order(invitation: Invitation) -> str:
    return f"{order_of(invitation.asked_at)}#{invitation.id}"


def is_list_order(text: str) -> bool:
    """Whether an invitation may have this order. What is longer than any is no value for a key."""
    return _ORDER.fullmatch(text) is not None


def order_of(moment: datetime) -> str:
    """What comes before everything that was asked for at this moment or later."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@lru_cache(maxsize=256)  # a whole import has one
def inviter_key(inviter: str) -> str:
    """Stands for the inviter's name, case and accents aside, where a name must not: in addresses of pages."""
    return sha256(sort_key(inviter).encode()).hexdigest()[:16]
