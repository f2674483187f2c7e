"""An import that is stopped cancels its requests whose mails were not sent; one that is withdrawn takes back whom it
has asked about.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Arrival, Invitation

_NO_LONGER_ASKED_ABOUT = (
    EventKind.DECLINED,
    EventKind.FORBIDDEN,
    EventKind.IMPORT_STOPPED,
    EventKind.IMPORT_WITHDRAWN,
    EventKind.UNLINKED,
    EventKind.ASKED_NO_LONGER,
    EventKind.STUDENT_DELETED,
)


def requests_before_import(invitation: Invitation) -> list[HistoryEvent]:
    """What the invitation was before the import that asked for its newest mail, the newest first. Empty where that
    import has made it, or somebody has corrected its address since: what led to the old one leads nowhere any more.
    """
    return [event for event in requests_before(invitation) if event.import_id != invitation.import_id]


def requests_before(invitation: Invitation) -> list[HistoryEvent]:
    """The same with earlier ones of that import: a row that waited asks for another mail."""
    return [
        event
        for event in reversed(invitation.history)
        if event.kind is EventKind.ASKED and event.email == invitation.email
    ]


def canceled_back_to(
    request: HistoryEvent, invitation: Invitation, arrival: Arrival, by: str, now: datetime
) -> Invitation:
    """As it was then: the link of that mail works again, and whom the import has added is not asked about."""
    kept = tuple(i for i in invitation.student_ids if i in request.student_ids)
    added = tuple(i for i in invitation.student_ids if i not in request.student_ids)
    stopped = HistoryEvent(
        at=now, kind=EventKind.IMPORT_STOPPED, by=by, student_ids=added, import_id=invitation.import_id
    )
    return replace(
        invitation,
        student_ids=kept,
        inviter=request.inviter or request.by,
        asked_by=request.by if request.inviter else "",
        asked_by_reader=request.by_reader,
        by_parent=request.by_parent,
        send_number=request.send_number,
        canceled_up_to=invitation.newest_send_number,
        asked_at=request.at,
        expires_at=request.until or invitation.expires_at,
        import_id=request.import_id,
        row=request.row,
        newest_mail=request.newest_mail,
        reminders=request.reminders,
        arrival=arrival,
        history=(*(h for h in invitation.history if h is not request), stopped),
    )


def asked_about_by(import_id: str, invitation: Invitation) -> tuple[str, ...]:
    """The students whom this import has added to the invitation, and for whom no person has asked since: a request
    from a page is about everybody whom its mail names.
    """
    asked_by: dict[str, str] = {}
    for event in sorted((*invitation.history, invitation.request), key=lambda event: event.at):
        if event.kind is EventKind.ASKED:
            for student_id in event.student_ids:
                if student_id not in asked_by or not event.import_id:
                    asked_by[student_id] = event.import_id
        elif event.kind in _NO_LONGER_ASKED_ABOUT:
            for student_id in event.student_ids:
                asked_by.pop(student_id, None)
    return tuple(i for i in invitation.student_ids if asked_by.get(i) == import_id)


def no_longer_about(
    student_ids: Collection[str], invitation: Invitation, import_id: str, by: str, now: datetime
) -> Invitation:
    """These were asked about by an import that is withdrawn. Somebody else asked about the others, and the newest link
    works for them.
    """
    left = tuple(i for i in invitation.student_ids if i not in student_ids)
    withdrawn = HistoryEvent(
        at=now, kind=EventKind.IMPORT_WITHDRAWN, by=by, student_ids=tuple(student_ids), import_id=import_id
    )
    return replace(invitation, student_ids=left).with_event(withdrawn)
