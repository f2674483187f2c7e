"""What other families may see of a parent's contact information, as that parent has decided."""

from dataclasses import dataclass
from enum import StrEnum

from homeroom.domain.kernel.message import Code, Message, message


class Audience(StrEnum):
    """Who may see one piece of a parent's contact information. The private answer is the default."""

    NOBODY = "nobody"
    HOMEROOM = "homeroom"
    SITE = "site"


def audiences_of(*, is_classmate: bool, is_registered: bool) -> frozenset[Audience]:
    """To which audiences another family's parent belongs."""
    belongs = {Audience.HOMEROOM: is_classmate, Audience.SITE: is_registered}
    return frozenset(audience for audience, so in belongs.items() if so)


class SharingSummary(Code):
    """One piece of contact information and its audience, as its own parent reads it."""

    EMAIL_NOBODY = "sharing.email_nobody"
    EMAIL_HOMEROOM = "sharing.email_homeroom"
    EMAIL_SITE = "sharing.email_site"
    PHONE_NOBODY = "sharing.phone_nobody"
    PHONE_HOMEROOM = "sharing.phone_homeroom"
    PHONE_SITE = "sharing.phone_site"
    ADDRESS_NOBODY = "sharing.address_nobody"
    ADDRESS_HOMEROOM = "sharing.address_homeroom"
    ADDRESS_SITE = "sharing.address_site"


@dataclass(frozen=True, kw_only=True)
class Sharing:
    email: Audience = Audience.NOBODY
    phone: Audience = Audience.NOBODY
    address: Audience = Audience.NOBODY

    @property
    def is_private(self) -> bool:
        return self == PRIVATE

    @property
    def summary(self) -> tuple[Message, ...]:
        """One message for each piece: email, phone, address."""
        pieces = (("email", self.email), ("phone", self.phone), ("address", self.address))
        return tuple(message(SharingSummary(f"sharing.{piece}_{audience}")) for piece, audience in pieces)


_WIDER = (Audience.NOBODY, Audience.HOMEROOM, Audience.SITE)


def up_to(audience: Audience) -> tuple[Audience, ...]:
    """This one and those that are narrower."""
    return _WIDER[: _WIDER.index(audience) + 1]


def narrower(one: Sharing, other: Sharing) -> Sharing:
    """Of each piece the audience that is in both."""

    def both(a: Audience, b: Audience) -> Audience:
        return min(a, b, key=_WIDER.index)

    return Sharing(
        email=both(one.email, other.email),
        phone=both(one.phone, other.phone),
        address=both(one.address, other.address),
    )


PRIVATE = Sharing()
"""Nothing is shared until a parent says so."""
