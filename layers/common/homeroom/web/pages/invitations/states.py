"""States of invitations, as lists and badges show them."""

from collections.abc import Mapping, Sequence

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import REMINDED, UNANSWERED, Status, status_of
from homeroom.domain.kernel.message import Code, Labeled, Message, message
from homeroom.domain.mail.mail import Mail, MailState

_MAIL_STYLES = {
    MailState.QUEUED: "waiting",
    MailState.SENDING: "waiting",
    MailState.DEFERRED: "waiting",
    MailState.SEND_UNCONFIRMED: "unknown",
    MailState.LOST: "unknown",
    MailState.NOT_NEEDED: "stopped",
    MailState.ACCEPTED: "sent",
    MailState.DELIVERED: "delivered",
    MailState.DELAYED: "delayed",
    MailState.CAME_BACK: "bounced",
    MailState.REFUSED: "refused",
    MailState.BOUNCED: "bounced",
    MailState.COMPLAINED: "complained",
}


class StateText(Code):
    BECAUSE = "state.because"


class StatusList(Labeled):
    """Lists of invitations."""

    ALL = "all"
    INVITED = "invited"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    REGISTERED = "registered"
    BOUNCED = "bounced"
    WAITING = "waiting"
    DELIVERED = "delivered"
    BEGUN = "begun"
    HELD = "held"
    PRINTED = "printed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    REMINDED = "reminded"


STATUS_LISTS: Mapping[str, tuple[StatusList, Sequence[Status]]] = {
    "": (StatusList.ALL, tuple(Status)),
    "unanswered": (StatusList.UNANSWERED, UNANSWERED),
    "reminded": (StatusList.REMINDED, REMINDED),
    "answered": (StatusList.ANSWERED, (Status.ANSWERED, Status.REGISTERED)),
    "registered": (StatusList.REGISTERED, (Status.REGISTERED,)),
    "bounced": (StatusList.BOUNCED, (Status.BOUNCED,)),
    "waiting": (StatusList.WAITING, (Status.WAITING,)),
    "delivered": (StatusList.DELIVERED, (Status.DELIVERED,)),
    "begun": (StatusList.BEGUN, (Status.BEGUN,)),
    "held": (StatusList.HELD, (Status.HELD,)),
    "printed": (StatusList.PRINTED, (Status.PRINTED,)),
    "expired": (StatusList.EXPIRED, (Status.EXPIRED,)),
    "withdrawn": (StatusList.WITHDRAWN, (Status.WITHDRAWN,)),
    "declined": (StatusList.DECLINED, (Status.DECLINED,)),
}
"""The word in the address of a list, its name, and what it holds: of `reminded` those alone who got all reminders."""


def listed_state(invitation: Invitation, *, expired: bool = False) -> tuple[str, Message]:
    """The same from the invitation alone, which keeps what became of its mails: of one that is under way no more."""
    status = Status.EXPIRED if expired else status_of(invitation)
    events = (e for e in reversed(invitation.history) if e.mail and e.send_number == invitation.send_number)
    event = next(events, None) if status in (Status.DELIVERED, Status.BOUNCED) else None
    if event is None or event.mail is None:
        return status.value, status.label
    label = event.mail.label
    if event.reason:
        label = message(StateText.BECAUSE, state=label, reason=event.reason)
    return _MAIL_STYLES[event.mail], label


def invitation_state(invitation: Invitation, mail: Mail | None, *, expired: bool = False) -> tuple[str, Message]:
    """The one word for style, and what to read. What a parent did tells more than the mail's fate."""
    status = Status.EXPIRED if expired else status_of(invitation)
    if status not in (Status.WAITING, Status.DELIVERED, Status.BOUNCED):
        return status.value, status.label
    state = mail.state if mail else MailState.QUEUED
    label = state.label
    if mail and mail.reason and state is not MailState.DEFERRED:
        label = message(StateText.BECAUSE, state=label, reason=mail.reason)
    return _MAIL_STYLES[state], label
