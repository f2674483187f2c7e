"""Reading invitations by key."""

from collections.abc import Collection
from typing import Protocol

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.mail.mail import Link


class Invitations(Protocol):
    """What is known of them, always in its newest state."""

    def get_many(self, ids: Collection[str]) -> dict[str, Invitation]: ...
    def locks(self, email_keys: Collection[str]) -> dict[str, AddressLock]:
        """By email key; addresses without an open invitation are left out, and so is the empty key of letters."""

    def link(self, digest: str) -> Link | None: ...
    def bulk_resend(self) -> BulkResend | None:
        """The newest one, None when there was none yet."""
