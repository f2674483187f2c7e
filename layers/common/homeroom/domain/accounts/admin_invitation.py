"""Somebody is asked to become a Site Admin: a link mailed to them proves the mailbox; they set name and password."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError

LASTS = timedelta(days=7)
"""From being asked for to the end of the link."""
_EXPLAINS_ITSELF = timedelta(days=120)
"""How long after that an old link is still known, so that whoever finds the email is told what to do. All of its
emails, which go by its id and their number, are gone before.
"""
_MOST_FORMER_LINKS = 10


class AdminLinkUnknown(HomeroomError):
    """No email has carried this link."""


class AdminLinkSuperseded(HomeroomError):
    """A newer email was sent since."""


class AdminLinkExpired(HomeroomError):
    """It was not used in time."""


class AdminInvitationWithdrawn(HomeroomError):
    """A Site Admin took it back, or whoever sent it is no Site Admin any more."""


class AdminInvitationAccepted(HomeroomError):
    """Its reader is a Site Admin already."""


class AdminInvitationState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


@dataclass(frozen=True, kw_only=True)
class AdminInvitation:
    """The newest one of an address: `id` is made of the address and says nothing of it. `user_id` is who its reader is
    already, or will be. `invited_by` is the id of the Site Admin who asked last, at `asked_at`. `number` rises with
    each email. `link` is a digest, empty until the email is made; `former_links` are those before it.
    """

    id: str
    email: str
    user_id: str
    invited_by: str
    asked_at: datetime
    number: int = 1
    link: str = ""
    former_links: tuple[str, ...] = ()
    state: AdminInvitationState = AdminInvitationState.OPEN
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def ends_at(self) -> datetime:
        return self.asked_at + LASTS

    @property
    def known_until(self) -> datetime:
        return self.ends_at + _EXPLAINS_ITSELF

    def is_open(self, now: datetime) -> bool:
        return self.state is AdminInvitationState.OPEN and now < self.ends_at

    def asked_again(self, email: str, user_id: str, by: str, now: datetime) -> "AdminInvitation":
        """By the user with the id `by`, whatever had become of it. The link before is dead at once."""
        former = (*self.former_links, *filter(None, [self.link]))[-_MOST_FORMER_LINKS:]
        again = AdminInvitation(id=self.id, email=email, user_id=user_id, invited_by=by, asked_at=now)
        return replace(again, former_links=former, number=self.number + 1, version=self.version)

    def may_be_made(self, number: int, now: datetime) -> bool:
        """Whether the email of this number is still of use, also where a try has failed, whose link nobody has got."""
        return number == self.number and self.is_open(now)

    def made(self, link: str) -> "AdminInvitation":
        return replace(self, link=link)

    def knows(self, digest: str) -> bool:
        return digest in (self.link, *self.former_links)

    def check_link(self, digest: str, now: datetime) -> None:
        """Raises AdminInvitationAccepted, AdminInvitationWithdrawn, AdminLinkSuperseded or AdminLinkExpired."""
        if self.state is AdminInvitationState.ACCEPTED:
            raise AdminInvitationAccepted
        if self.state is AdminInvitationState.WITHDRAWN:
            raise AdminInvitationWithdrawn
        if digest != self.link:
            raise AdminLinkSuperseded
        if now >= self.ends_at:
            raise AdminLinkExpired

    def withdrawn(self) -> "AdminInvitation":
        return replace(self, state=AdminInvitationState.WITHDRAWN)

    def accepted(self) -> "AdminInvitation":
        return replace(self, state=AdminInvitationState.ACCEPTED)
