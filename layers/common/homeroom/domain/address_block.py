"""An address that gets no mail from this site any more, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeroom.domain.errors import HomeroomError


class BlockReason(StrEnum):
    """UNSUBSCRIBED: its reader pressed the button that stops these mails, here or in their mail program."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


_SENTENCES = {
    BlockReason.BOUNCED: "Mail to this address came back for good, so nothing is sent there.",
    BlockReason.COMPLAINED: "The reader of this address marked our mail as unwanted, so nothing is sent there.",
    BlockReason.UNSUBSCRIBED: "The reader of this address asked for no more mails from this site.",
}


@dataclass(frozen=True, kw_only=True)
class AddressBlock:
    """One for an address at most: the first reason stays. `version` is the store's, 0 until stored."""

    email_key: str
    reason: BlockReason
    since: datetime
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key

    @property
    def sentence(self) -> str:
        """Why nobody is mailed, for whoever wanted to."""
        return _SENTENCES[self.reason]


class AddressBlocked(HomeroomError):
    """Nobody at this address is to be mailed."""

    def __init__(self, block: AddressBlock) -> None:
        super().__init__(block.reason.value)
        self.block = block


@dataclass(frozen=True, kw_only=True)
class StopLink:
    """From the digest of an unsubscribe link's token to the address that it stops. Each mail has a token of its own;
    it opens nothing else, and no other token stops anything.
    """

    digest: str
    email_key: str
    sent_at: datetime
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest
