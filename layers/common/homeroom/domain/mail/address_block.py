"""An address that gets no mail from this site any more, and why."""

from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Code, Labeled, Message, message
from homeroom.domain.mail.mail_reason import MailReason


class BlockReason(Labeled):
    """BOUNCED, COMPLAINED: the mail service reported so of a mail; a Site Admin may allow the address again.
    UNSUBSCRIBED: its reader pressed the button that stops these mails, here or in their mail program. They take it back
    themselves, or a Site Admin does who says who asked for it.
    """

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


class BlockNotice(Code):
    """Why nobody is mailed, for whoever wanted to."""

    BOUNCED = "block.bounced"
    BOUNCED_BECAUSE = "block.bounced_because"
    COMPLAINED = "block.complained"
    UNSUBSCRIBED = "block.unsubscribed"


_CODES: dict[BlockReason, tuple[BlockNotice, MailReason]] = {
    BlockReason.BOUNCED: (BlockNotice.BOUNCED, MailReason.ADDRESS_BOUNCED),
    BlockReason.COMPLAINED: (BlockNotice.COMPLAINED, MailReason.ADDRESS_COMPLAINED),
    BlockReason.UNSUBSCRIBED: (BlockNotice.UNSUBSCRIBED, MailReason.ADDRESS_UNSUBSCRIBED),
}


@dataclass(frozen=True, kw_only=True)
class AddressBlock:
    """One for an address at most: the first reason stays, but what its reader asks for outweighs the others; `under` is
    the reason below that, if there is one. `address` is the keyed digest of the address, so that it can be known for
    good whom not to write to, without an address. `detail` is why a mail bounced. `version` is the store's, 0 until
    stored.
    """

    address: str
    reason: BlockReason
    since: datetime
    detail: Message | None = None
    under: BlockReason | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.address

    @property
    def is_readers_wish(self) -> bool:
        return self.reason is BlockReason.UNSUBSCRIBED

    @property
    def refuses_all(self) -> bool:
        """Also what is for the reader's own safety: the log-in they ask for, the news that it has moved. A mailbox that
        refuses our mail gets none; whoever wanted no more invitations still gets those.
        """
        return not self.is_readers_wish

    def allowed(self, *, again: bool, note: str) -> bool:
        """Whether what a Site Admin says is enough: that the address works again, or who asked for its mails."""
        return bool(note) if self.is_readers_wish else again

    def unsubscribed(self, now: datetime) -> "AddressBlock":
        return replace(self, reason=BlockReason.UNSUBSCRIBED, since=now, under=self.reason)

    def taken_back(self) -> "AddressBlock | None":
        """Its reader wants mails after all. What the mail service has reported stays."""
        return replace(self, reason=self.under, under=None) if self.under else None

    @property
    def message(self) -> Message:
        """For whoever wanted to write to this address."""
        if self.detail and not self.is_readers_wish:
            return message(BlockNotice.BOUNCED_BECAUSE, reason=self.detail)
        return message(_CODES[self.reason][0])

    @property
    def mail_reason(self) -> Message:
        """For a mail that was not sent there."""
        if self.detail and not self.is_readers_wish:
            return message(MailReason.ADDRESS_BOUNCED_BECAUSE, reason=self.detail)
        return message(_CODES[self.reason][1])


@dataclass(frozen=True)
class BlockedAddress:
    """An address that was asked about, with its block. It is never stored."""

    email_key: str
    block: AddressBlock
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key


class AddressBlocked(HomeroomError):
    """Nobody at this address is to be mailed."""

    def __init__(self, block: AddressBlock) -> None:
        super().__init__(block.reason.value)
        self.block = block


@dataclass(frozen=True, kw_only=True)
class StopLink:
    """From the digest of an unsubscribe link's token to the address that it stops, which is a keyed digest as in its
    block. Each mail has a token of its own; it opens nothing else, and no other token stops anything.
    """

    digest: str
    address: str
    sent_at: datetime
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest
