"""A new address of a parent: nothing uses it before a link that was mailed there has been used."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.kernel.errors import HomeroomError

LASTS = timedelta(days=3)
"""From being asked for to being made, if the email has to wait; and from then to the end of its link."""


class AddressLinkUnknown(HomeroomError):
    """No email has carried this link."""


class AddressLinkSuperseded(HomeroomError):
    """A newer email was asked for since."""


class AddressLinkExpired(HomeroomError):
    """It was not used in time."""


class AddressChangeOver(HomeroomError):
    """Nobody waits for this address any more: its parent keeps the former one, or is no parent here any more."""


class AddressTaken(HomeroomError):
    """Somebody else logs in with this address by now."""


@dataclass(frozen=True, kw_only=True)
class AddressChange:
    """The newest one of a contact, which says itself what the address is (`ParentContact.new_email`). `number` rises
    with each email that is asked for: emails are known by it. `link` is a digest, empty until the email is made, at
    `made_at`.
    """

    contact_id: str
    number: int
    asked_at: datetime
    made_at: datetime | None = None
    link: str = ""
    is_confirmed: bool = False
    version: int = 0

    @property
    def identity(self) -> str:
        return self.contact_id

    def asked_again(self, now: datetime) -> "AddressChange":
        """The link before is dead at once."""
        fresh = AddressChange(contact_id=self.contact_id, number=self.number + 1, asked_at=now)
        return replace(fresh, version=self.version)

    def may_be_made(self, number: int, now: datetime) -> bool:
        """Whether the email of this number is still of use."""
        return number == self.number and not self.is_confirmed and now < self.asked_at + LASTS

    def is_over(self, now: datetime) -> bool:
        """Whether its email, or the link in it, came to nothing in all the time that it had."""
        return not self.is_confirmed and now >= (self.made_at or self.asked_at) + LASTS

    def made(self, link: str, now: datetime) -> "AddressChange":
        return replace(self, link=link, made_at=now)

    def check_link(self, digest: str, now: datetime) -> None:
        """Raises AddressLinkSuperseded or AddressLinkExpired. A link that was used is not over."""
        if digest != self.link or self.made_at is None:
            raise AddressLinkSuperseded
        if not self.is_confirmed and now >= self.made_at + LASTS:
            raise AddressLinkExpired

    def confirmed(self) -> "AddressChange":
        return replace(self, is_confirmed=True)


def first_change(contact_id: str, now: datetime) -> AddressChange:
    return AddressChange(contact_id=contact_id, number=1, asked_at=now)


@dataclass(frozen=True, kw_only=True)
class AddressChangeLink:
    """From the digest of a link's token to whose email it stands in."""

    digest: str
    contact_id: str
    made_at: datetime
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest

    @property
    def ends_at(self) -> datetime:
        return self.made_at + LASTS
