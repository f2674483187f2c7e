"""Sending again to everyone who has not answered: one bulk resend at a time, which may take long."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import UNANSWERED, status_of

ONCE_A_DAY = timedelta(days=1)
"""None mails an address that was asked for a mail less than this ago."""


@dataclass(frozen=True, kw_only=True)
class BulkResend:
    """The newest one; there is one item for all of them. `next` are invitation ids and the send numbers that are
    to be asked for now: noted before anything is done to them, so that one that dies goes on exactly there.
    `position` is where in the list of unanswered invitations it is, `done` how many mails it has asked for.
    """

    by: str
    started_at: datetime
    position: str = ""
    next: tuple[tuple[str, int], ...] = ()
    done: int = 0
    over_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return "newest"

    @property
    def is_over(self) -> bool:
        return self.over_at is not None

    def advanced(self, due: tuple[tuple[str, int], ...], position: str) -> "BulkResend":
        return replace(self, done=self.done + len(self.next), next=due, position=position)

    def ended(self, now: datetime) -> "BulkResend":
        return replace(self, done=self.done + len(self.next), next=(), over_at=now)


def may_be_sent_again(invitation: Invitation, now: datetime) -> bool:
    """Whether a bulk resend mails it: unanswered, its link not over yet, and not asked for within a day."""
    unanswered = status_of(invitation) in UNANSWERED and invitation.open_at(now)
    return unanswered and now - invitation.asked_at >= ONCE_A_DAY
