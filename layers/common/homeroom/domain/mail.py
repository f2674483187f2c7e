"""One mail of an invitation, on its way to the mail service and from there to a mailbox."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class MailState(StrEnum):
    """CALLING: about to be, or being, handed over; found in this state later, its fate is unknown.
    CAME_BACK: for a reason that may pass, such as a full mailbox. BOUNCED: for good.
    """

    CALLING = "calling"
    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DELAYED = "delayed"
    CAME_BACK = "came back"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


# How much a report of the mail service tells: reports come twice and in any order, and one that
# tells less than what is known already changes nothing.
_TELLS = {
    MailState.CALLING: 0,
    MailState.LATER: 0,
    MailState.UNKNOWN: 0,
    MailState.ACCEPTED: 1,
    MailState.DELAYED: 2,
    MailState.CAME_BACK: 3,  # an out-of-office answer comes after the delivery, and must not hide it
    MailState.DELIVERED: 4,
    MailState.REFUSED: 5,
    MailState.BOUNCED: 5,
    MailState.COMPLAINED: 6,
}


@dataclass(frozen=True, kw_only=True)
class Mail:
    """The mail of one generation of an invitation. Stored before the mail service is called: whoever
    stores it first is the only one that calls. `link_digest` is the SHA-256 of the link's token, empty for a mail
    without one. `remind_at` is when the next reminder is due, None where none is.
    """

    invitation_id: str
    generation: int
    state: MailState
    link_digest: str
    called_at: datetime
    message_id: str = ""
    reason: str = ""
    remind_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Stands as a tag on the mail itself, so that the mail service's reports name it."""
        return mail_id(self.invitation_id, self.generation)

    def called(self, state: MailState, message_id: str, reason: str) -> "Mail":
        """How the call ended. A report of the mail service that came before tells more, and stays."""
        if self.state is not MailState.CALLING:
            return self
        return replace(self, state=state, message_id=message_id, reason=reason)

    def called_again(self, link_digest: str, now: datetime) -> "Mail":
        """After a definite "not now" of the mail service; the token of the first try is gone."""
        return replace(self, state=MailState.CALLING, link_digest=link_digest, called_at=now, reason="")

    def reported(self, state: MailState, message_id: str, reason: str) -> "Mail":
        if _TELLS[state] <= _TELLS[self.state]:
            return self
        return replace(self, state=state, message_id=message_id or self.message_id, reason=reason)


def mail_id(invitation_id: str, generation: int) -> str:
    return f"{invitation_id}-{generation}"


def parse_mail_id(text: str) -> tuple[str, int]:
    """The invitation's id and the generation. Raises ValueError for anything else."""
    invitation_id, _, generation = text.rpartition("-")
    if not invitation_id:
        raise ValueError(text)
    return invitation_id, int(generation)


@dataclass(frozen=True, kw_only=True)
class Link:
    """From the digest of a link's token to what it opens."""

    digest: str
    invitation_id: str
    generation: int
    expires_at: datetime
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest


@dataclass(frozen=True)
class DeliveryReport:
    """What the mail service says became of a mail. `mail_id` is the tag that the mail carried."""

    mail_id: str
    message_id: str
    state: MailState
    reason: str = ""
