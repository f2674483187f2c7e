"""What became of a mail belongs in its invitation's history, and lists and counts go by it."""

from datetime import datetime

from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Mail, MailState

_ARRIVALS = {
    MailState.DELIVERED: Arrival.ARRIVED,
    MailState.REFUSED: Arrival.BOUNCED,
    MailState.BOUNCED: Arrival.BOUNCED,
    MailState.CAME_BACK: Arrival.BOUNCED,
    MailState.COMPLAINED: Arrival.BOUNCED,
    MailState.DELAYED: None,
}
"""States that a history keeps; None where lists and counts take no notice. The others stand in the mail itself."""


def arrival_of(mail: Mail | None) -> Arrival:
    """For lists and counts of an invitation whose newest mail is this one."""
    return (mail and _ARRIVALS.get(mail.state)) or Arrival.UNDER_WAY


def is_history(before: Mail | None, after: Mail) -> bool:
    """Whether this change of a mail belongs in its invitation's history."""
    return after.state in _ARRIVALS and (before is None or after.state is not before.state)


def with_history(before: Mail | None, after: Mail, invitation: Invitation | None, now: datetime) -> list[Change]:
    """The mail's change and, where it is history, that of its invitation: to be saved together. `invitation` may be
    None where there is none, and where it is no history.
    """
    changes = [Change(before, after)]
    if invitation and is_history(before, after):
        changes.append(Change(invitation, with_mail_in_history(invitation, after, now)))
    return changes


def with_mail_in_history(invitation: Invitation, mail: Mail, now: datetime) -> Invitation:
    """The invitation once its mail has come into this state."""
    return invitation.with_mail_event(mail, _ARRIVALS.get(mail.state), now)
