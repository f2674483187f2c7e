"""What lists and counts say of an invitation, in one word that follows from its fields alone."""

from datetime import datetime
from enum import StrEnum

from homeroom.domain.invitations.invitation import Arrival, Invitation, InvitationState
from homeroom.domain.mail.mail import Mail, MailState


class Status(StrEnum):
    """WAITING, DELIVERED, BOUNCED: open, by what is known of the newest mail. BEGUN: the form was opened. HELD: open,
    and no mail goes out. The others are over. Expiry is told by the daily round: until then the word stays.
    """

    WAITING = "waiting"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    BEGUN = "begun"
    HELD = "held"
    ANSWERED = "answered"
    REGISTERED = "registered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


EVERY_STATUS = tuple(Status)
UNANSWERED = (Status.WAITING, Status.DELIVERED, Status.BEGUN)
"""Whom a mail could still move: open, not held, and the address works as far as anybody knows."""

_OPEN = {Arrival.UNDER_WAY: Status.WAITING, Arrival.ARRIVED: Status.DELIVERED, Arrival.BOUNCED: Status.BOUNCED}
_ARRIVALS = {
    MailState.DELIVERED: Arrival.ARRIVED,
    MailState.REFUSED: Arrival.BOUNCED,
    MailState.BOUNCED: Arrival.BOUNCED,
    MailState.CAME_BACK: Arrival.BOUNCED,
    MailState.COMPLAINED: Arrival.BOUNCED,
    MailState.DELAYED: None,
}
"""States that a story tells; None where lists and counts take no notice. What is not here the mail itself tells."""


def status_of(invitation: Invitation) -> Status:
    if invitation.state is InvitationState.COMPLETED:
        return Status.REGISTERED if invitation.registered_at else Status.ANSWERED
    if not invitation.is_open:
        return Status(invitation.state.value)
    if invitation.held:
        return Status.HELD
    return Status.BEGUN if invitation.begun_at else _OPEN[invitation.arrival]


def arrival_of(mail: Mail | None) -> Arrival:
    """What lists and counts say of an invitation whose newest mail is this one."""
    return (mail and _ARRIVALS.get(mail.state)) or Arrival.UNDER_WAY


def is_told(mail: Mail) -> bool:
    """Whether the mail's state belongs into its invitation's story."""
    return mail.state in _ARRIVALS


def with_mail(invitation: Invitation, mail: Mail, now: datetime) -> Invitation:
    """The invitation once its mail has come into this state."""
    arrival = _ARRIVALS.get(mail.state)
    return invitation.mail_told(mail.send_number, mail.state.value, mail.reason, arrival, now)
