"""What becomes of an invitation when the office ends that anybody is asked in it about one of its students."""

from dataclasses import replace
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.unlinking import is_answerable


def asks_about(invitation: Invitation, student_id: str) -> bool:
    """Also one that has expired: its reader may ask for a new link."""
    return is_answerable(invitation) and student_id in invitation.student_ids


def no_longer_about(invitation: Invitation, student_id: str, *, by: str, now: datetime) -> Invitation:
    """Without another student it is withdrawn. `by` is a Site Admin's name."""
    event = HistoryEvent(at=now, kind=EventKind.ASKED_NO_LONGER, by=by, student_ids=(student_id,))
    noted, left = invitation.with_event(event), tuple(i for i in invitation.student_ids if i != student_id)
    return replace(noted, student_ids=left) if left else noted.withdrawn()
