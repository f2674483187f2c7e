"""An import that is stopped cancels the mails that it has asked for and that were not sent."""

from dataclasses import replace
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Arrival, Invitation


def requests_before_import(invitation: Invitation) -> list[HistoryEvent]:
    """What the invitation was before the import that asked for its newest mail, the newest first. Empty where that
    import has made it, or somebody has corrected its address since: what led to the old one leads nowhere any more.
    """
    return [
        told
        for told in reversed(invitation.history)
        if told.what is EventKind.ASKED and told.import_id != invitation.import_id and told.email == invitation.email
    ]


def back_to(request: HistoryEvent, invitation: Invitation, arrival: Arrival, by: str, now: datetime) -> Invitation:
    """As it was then: the link of that mail works again, and whom the import has added is not asked about."""
    kept = tuple(i for i in invitation.student_ids if i in request.student_ids)
    added = tuple(i for i in invitation.student_ids if i not in request.student_ids)
    told = HistoryEvent(at=now, what=EventKind.TAKEN_BACK, by=by, student_ids=added, import_id=invitation.import_id)
    return replace(
        invitation,
        student_ids=kept,
        inviter=request.inviter or request.by,
        asked_by=request.by if request.inviter else "",
        by_parent=request.by_parent,
        send_number=request.send_number,
        taken_back=invitation.newest_send_number,
        asked_at=request.at,
        expires_at=request.until or invitation.expires_at,
        import_id=request.import_id,
        row=request.row,
        newest_mail=request.newest_mail,
        reminders=request.reminders,
        arrival=arrival,
        history=(*(h for h in invitation.history if h is not request), told),
    )
