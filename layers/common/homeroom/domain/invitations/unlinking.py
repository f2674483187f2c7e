"""What becomes of an invitation when a Site Admin says that its reader is not a student's parent."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.mail.mail import MailKind

_ANSWERABLE = (InvitationState.OPEN, InvitationState.EXPIRED)
"""One that has expired is open again once its reader asks for a new link."""


def concerns(invitation: Invitation, student_id: str, contact_id: str, email_keys: Collection[str]) -> bool:
    """Whether this contact has answered in it, or might be asked about the student in it, at one of these addresses."""
    if any(answer.contact_id == contact_id for answer in invitation.answers):
        return True
    asks = is_answerable(invitation) and student_id in invitation.student_ids
    return asks and (invitation.contact_id == contact_id or invitation.email_key in email_keys)


def is_answerable(invitation: Invitation) -> bool:
    return invitation.state in _ANSWERABLE


def unlinked(invitation: Invitation, student_id: str, contact_id: str, *, by: str, now: datetime) -> Invitation:
    """The form that saved the contact is over. While the invitation can be answered still, it is about the student no
    more, and without another student it is withdrawn.
    """
    ended = invitation.with_form_ended(contact_id)
    noted = ended.with_event(HistoryEvent(at=now, kind=EventKind.UNLINKED, by=by, student_ids=(student_id,)))
    if not is_answerable(invitation) or student_id not in invitation.student_ids:
        return noted
    left = tuple(i for i in invitation.student_ids if i != student_id)
    return replace(noted, student_ids=left) if left else noted.withdrawn()


def without_contact(invitation: Invitation, contact_id: str) -> Invitation:
    """There is no such contact any more: what asks to check it asks for information like any other."""
    if not is_answerable(invitation) or invitation.contact_id != contact_id:
        return invitation
    return replace(invitation, contact_id="", kind=MailKind.INVITATION)
