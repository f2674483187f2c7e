"""States and choices in the words that people read."""

from homeroom.domain.families.parent_contact import LivesWith
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import UNANSWERED, Status, status_of
from homeroom.domain.mail.mail import Mail, MailState

LIVES_WITH = {
    LivesWith.YES: "Lives with this parent",
    LivesWith.NO: "Does not live with this parent",
    LivesWith.PART: "Lives with this parent part of the time",
}

LIVES_WITH_ME = {
    LivesWith.YES: "Lives with me",
    LivesWith.NO: "Does not live with me",
    LivesWith.PART: "Lives with me part of the time",
}

_MAIL_STATES = {
    MailState.QUEUED: ("waiting", "Waiting to be sent"),
    MailState.SENDING: ("waiting", "Waiting to be sent"),
    MailState.DEFERRED: ("waiting", "Waiting to be sent"),
    MailState.SEND_UNCONFIRMED: ("unknown", "Perhaps sent: the mail service has not said yet"),
    MailState.LOST: ("unknown", "Perhaps sent: the mail service has never reported it"),
    MailState.NOT_NEEDED: ("stopped", "Not sent"),
    MailState.ACCEPTED: ("sent", "Sent"),
    MailState.DELIVERED: ("delivered", "Delivered"),
    MailState.DELAYED: ("delayed", "Delayed: the mail service goes on trying"),
    MailState.CAME_BACK: ("bounced", "Came back"),
    MailState.REFUSED: ("refused", "Could not be sent"),
    MailState.BOUNCED: ("bounced", "Bounced"),
    MailState.COMPLAINED: ("complained", "Marked as unwanted by the reader"),
}


STATUSES = {
    Status.WAITING: "Waiting",
    Status.DELIVERED: "Delivered",
    Status.BEGUN: "Begun, not finished yet",
    Status.BOUNCED: "Bounced",
    Status.HELD: "Held: no mail goes out",
    Status.ANSWERED: "Answered",
    Status.REGISTERED: "Registered",
    Status.EXPIRED: "Expired",
    Status.WITHDRAWN: "Withdrawn",
    Status.DECLINED: "Declined",
}

STATUS_LISTS = {
    "": ("All", tuple(Status)),
    "unanswered": ("No answer yet", UNANSWERED),
    "answered": ("Answered", (Status.ANSWERED, Status.REGISTERED)),
    "registered": ("Registered", (Status.REGISTERED,)),
    "bounced": ("Bounced", (Status.BOUNCED,)),
    "waiting": ("Waiting", (Status.WAITING,)),
    "delivered": ("Delivered", (Status.DELIVERED,)),
    "begun": ("Begun", (Status.BEGUN,)),
    "held": ("Held", (Status.HELD,)),
    "expired": ("Expired", (Status.EXPIRED,)),
    "withdrawn": ("Withdrawn", (Status.WITHDRAWN,)),
    "declined": ("Declined", (Status.DECLINED,)),
}
"""The word in the address of a list, its label, and what it holds."""


def invitation_state(invitation: Invitation, mail: Mail | None, *, expired: bool = False) -> tuple[str, str]:
    """The one word for style, and the words to read. What a parent did tells more than the mail's fate."""
    status = status_of(invitation)
    if expired:
        return Status.EXPIRED.value, STATUSES[Status.EXPIRED]
    if status not in (Status.WAITING, Status.DELIVERED, Status.BOUNCED):
        return status.value, STATUSES[status]
    if mail is None:
        return "waiting", "Waiting to be sent"
    word, label = _MAIL_STATES[mail.state]
    return word, f"{label}: {mail.reason}" if mail.reason and mail.state is not MailState.DEFERRED else label
