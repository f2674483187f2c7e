"""An address that gets no mail from this site any more, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeroom.domain.kernel.errors import HomeroomError


class BlockReason(StrEnum):
    """BOUNCED, COMPLAINED: the mail service said so of a mail; a Site Admin may allow the address again. UNSUBSCRIBED:
    its reader pressed the button that stops these mails, here or in their mail program.
    """

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
    """One for an address at most: the first reason stays, but what its reader asks for outweighs the others. `detail`
    is why a mail bounced. `version` is the store's, 0 until stored.
    """

    email_key: str
    reason: BlockReason
    since: datetime
    detail: str = ""
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key

    @property
    def can_be_allowed(self) -> bool:
        """Whether a Site Admin may have it mailed again."""
        return self.reason is not BlockReason.UNSUBSCRIBED

    @property
    def sentence(self) -> str:
        """Why nobody is mailed, for whoever wanted to."""
        if self.reason is BlockReason.BOUNCED and self.detail:
            return f"Mail to this address came back for good ({self.detail}), so nothing is sent there."
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
