"""Sending again to everyone who has not answered: one bulk resend at a time, which may take long."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import inviter_key
from homeroom.domain.invitations.status import UNANSWERED, Status, status_of

ONCE_A_DAY = timedelta(days=1)
"""None mails an address that was asked for a mail less than this ago."""


@dataclass(frozen=True, kw_only=True)
class Among:
    """Whom of the current school year a bulk resend mails: those of these statuses, of one import, one inviter
    (a key made by `inviter_key`) or one homeroom, who got at least so many reminders; empty means any.
    """

    statuses: tuple[Status, ...] = UNANSWERED
    import_id: str = ""
    inviter: str = ""
    homeroom: str = ""
    reminders: int = 0

    def has(self, invitation: Invitation) -> bool:
        """Whom a homeroom has is not the invitation's own to say."""
        return (
            status_of(invitation) in self.statuses
            and invitation.reminders >= self.reminders
            and self.import_id in ("", invitation.import_id)
            and self.inviter in ("", inviter_key(invitation.inviter))
        )


EVERYBODY = Among()


@dataclass(frozen=True, kw_only=True)
class BulkResend:
    """The newest one; there is one item for all of them. `next` are invitation ids and the send numbers that are
    to be asked for now: noted before anything is done to them, so that one that dies goes on exactly there.
    `position` is where in the list of those `among` whom it is about it is, `done` how many mails it has asked for.
    """

    by: str
    started_at: datetime
    position: str = ""
    next: tuple[tuple[str, int], ...] = ()
    done: int = 0
    over_at: datetime | None = None
    among: Among = EVERYBODY
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


RESENDABLE = (*UNANSWERED, Status.BOUNCED)
"""A mail that came back may reach a mailbox that is not full any more; to an address that is blocked none goes."""


def may_be_sent_again(invitation: Invitation, among: Among, now: datetime) -> bool:
    """Whether a bulk resend mails it: one of these, its link not over yet, and not asked for within a day."""
    return among.has(invitation) and invitation.open_at(now) and now - invitation.asked_at >= ONCE_A_DAY
