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
    return asks_about(invitation, student_id) and (
        invitation.contact_id == contact_id or invitation.email_key in email_keys
    )


def is_answerable(invitation: Invitation) -> bool:
    return invitation.state in _ANSWERABLE


def asks_about(invitation: Invitation, student_id: str) -> bool:
    """Also one that has expired: its reader may ask for a new link."""
    return is_answerable(invitation) and student_id in invitation.student_ids


def asking_without(invitation: Invitation, student_id: str) -> Invitation:
    """About its other students alone; without another one it is withdrawn."""
    left = tuple(i for i in invitation.student_ids if i != student_id)
    return replace(invitation, student_ids=left) if left else invitation.withdrawn()


def unlinked(invitation: Invitation, student_id: str, contact_id: str, *, by: str, now: datetime) -> Invitation:
    """The form that saved the contact is over. While the invitation can be answered still, it is about the student no
    more, and without another student it is withdrawn.
    """
    ended = invitation.with_form_ended(contact_id)
    noted = ended.with_event(HistoryEvent(at=now, kind=EventKind.UNLINKED, by=by, student_ids=(student_id,)))
    return asking_without(noted, student_id) if asks_about(invitation, student_id) else noted


def without_contact(invitation: Invitation, contact_id: str) -> Invitation:
    """There is no such contact any more: what asks to check it asks for information like any other."""
    if not is_answerable(invitation) or invitation.contact_id != contact_id:
        return invitation
    return replace(invitation, contact_id="", kind=MailKind.INVITATION)
