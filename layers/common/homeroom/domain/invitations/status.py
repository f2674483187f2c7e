"""What lists and counts say of an invitation, in one word that follows from its fields alone."""

from homeroom.domain.invitations.invitation import Arrival, Invitation, InvitationState
from homeroom.domain.kernel.message import Labeled


class Status(Labeled):
    """WAITING, DELIVERED, BOUNCED: open, by what is known of the newest mail. BEGUN: the form was opened. HELD: open,
    and no mail goes out. PRINTED: an open letter. The others are over. The daily run closes what has expired: until
    then the word stays.
    """

    WAITING = "waiting"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    BEGUN = "begun"
    HELD = "held"
    PRINTED = "printed"
    ANSWERED = "answered"
    REGISTERED = "registered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


EVERY_STATUS = tuple(Status)
UNANSWERED = (Status.WAITING, Status.DELIVERED, Status.BEGUN)
"""Whom a mail could still move: open, not held, and the address works as far as anybody knows."""
REMINDED = (Status.DELIVERED, Status.BEGUN)
"""Of those who got a reminder: its mail arrived, and nothing came back."""

_OPEN = {Arrival.UNDER_WAY: Status.WAITING, Arrival.ARRIVED: Status.DELIVERED, Arrival.BOUNCED: Status.BOUNCED}


def status_of(invitation: Invitation) -> Status:
    if invitation.state is InvitationState.COMPLETED:
        return Status.REGISTERED if invitation.registered_at else Status.ANSWERED
    if not invitation.is_open:
        return Status(invitation.state.value)
    if invitation.on_paper:
        return Status.PRINTED
    if invitation.held:
        return Status.HELD
    return Status.BEGUN if invitation.begun_at else _OPEN[invitation.arrival]
