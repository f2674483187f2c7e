"""What becomes of an invitation when the office ends that anybody is asked in it about one of its students, or deletes
one.
"""

from dataclasses import replace
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.unlinking import asking_without, asks_about


def asked_no_longer(invitation: Invitation, student_id: str, *, by: str, now: datetime) -> Invitation:
    """Without another student it is withdrawn. `by` is a Site Admin's name."""
    event = HistoryEvent(at=now, kind=EventKind.ASKED_NO_LONGER, by=by, student_ids=(student_id,))
    return asking_without(invitation.with_event(event), student_id)


def without_deleted(invitation: Invitation, student_id: str, *, by: str, now: datetime) -> Invitation:
    """There is no such student any more. What its reader has answered stays; without another student it can be answered
    no more.
    """
    after = invitation
    if asks_about(invitation, student_id):
        event = HistoryEvent(at=now, kind=EventKind.STUDENT_DELETED, by=by, student_ids=(student_id,))
        after = asking_without(invitation.with_event(event), student_id)
    left, declined = (
        tuple(i for i in ids if i != student_id) for ids in (invitation.student_ids, invitation.declined_ids)
    )
    return replace(after, student_ids=left, declined_ids=declined)
