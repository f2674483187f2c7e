"""The timeline of an invitation: one entry for each thing that happened, oldest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.message import Message, Value, message
from homeroom.domain.mail.mail import MailKind, MailState
from homeroom.use_cases.invitations.show_invitation import InvitationTimeline
from homeroom.web.pages.invitations.timeline_texts import EntryKind, TimelineText, kind_of

_BEFORE_REQUESTS = (EventKind.CORRECTED, EventKind.EXPIRED, EventKind.REQUESTED, EventKind.APPROVED)
_BECAME = {
    MailState.DELIVERED: (TimelineText.MAIL_DELIVERED, None),
    MailState.DELAYED: (TimelineText.MAIL_DELAYED, None),
    MailState.CAME_BACK: (TimelineText.MAIL_CAME_BACK, TimelineText.MAIL_CAME_BACK_BECAUSE),
    MailState.BOUNCED: (TimelineText.MAIL_BOUNCED, TimelineText.MAIL_BOUNCED_BECAUSE),
    MailState.REFUSED: (TimelineText.MAIL_REFUSED, TimelineText.MAIL_REFUSED_BECAUSE),
    MailState.COMPLAINED: (TimelineText.MAIL_COMPLAINED, None),
}
_NOT_HANDED_OVER = {
    MailState.SENDING: (TimelineText.MAIL_BEING_SENT, None),
    MailState.DEFERRED: (TimelineText.MAIL_DEFERRED, TimelineText.MAIL_DEFERRED_BECAUSE),
    MailState.SEND_UNCONFIRMED: (TimelineText.MAIL_UNCONFIRMED, TimelineText.MAIL_UNCONFIRMED_BECAUSE),
    MailState.LOST: (TimelineText.MAIL_LOST, None),
    MailState.NOT_NEEDED: (TimelineText.MAIL_NOT_SENT, TimelineText.MAIL_NOT_SENT_BECAUSE),
}
_ELSEWHERE = (MailState.QUEUED, MailState.REFUSED)
"""The newest one's waiting at the end of the timeline, a refusal in the history."""
_BY_SOMEBODY = {
    EventKind.WITHDRAWN: TimelineText.WITHDRAWN,
    EventKind.HELD: TimelineText.HELD,
    EventKind.RELEASED: TimelineText.RELEASED,
    EventKind.IMPORT_STOPPED: TimelineText.IMPORT_STOPPED,
    EventKind.FORBIDDEN: TimelineText.FORBIDDEN,
    EventKind.IMPORT_WITHDRAWN: TimelineText.IMPORT_WITHDRAWN,
    EventKind.PARENT_ADDED: TimelineText.PARENT_ADDED,
    EventKind.RECORDED: TimelineText.RECORDED,
    EventKind.UNLINKED: TimelineText.UNLINKED,
    EventKind.ASKED_NO_LONGER: TimelineText.ASKED_NO_LONGER,
    EventKind.STUDENTS_MERGED: TimelineText.STUDENTS_MERGED,
    EventKind.STUDENT_DELETED: TimelineText.STUDENT_DELETED,
    EventKind.DECLINE_TAKEN_BACK: TimelineText.DECLINE_TAKEN_BACK,
    EventKind.REQUESTED: TimelineText.REQUESTED,
    EventKind.APPROVED: TimelineText.APPROVED,
}


@dataclass(frozen=True, repr=False)
class Source:
    """The row of a file that a request came from."""

    row: int
    file_name: str
    url: str


@dataclass(frozen=True, repr=False)
class TimelineEntry:
    at: datetime
    text: Message
    source: Source | None = None

    @property
    def kind(self) -> EntryKind:
        return kind_of(self.text)


def timeline_entries(timeline: InvitationTimeline) -> Sequence[TimelineEntry]:
    """At one and the same moment an address is corrected first, or approved, and then asked."""
    history = [event for event in timeline.invitation.history if event.kind is not EventKind.ASKED]
    entries = [
        *(_event(event, timeline) for event in history if event.kind in _BEFORE_REQUESTS),
        *_requests(timeline),
        *_mails(timeline),
        *(_event(event, timeline) for event in history if event.kind not in _BEFORE_REQUESTS),
        *_marks(timeline),
    ]
    entries.sort(key=lambda entry: entry.at)
    return [*entries, *_waiting(timeline)]


def _waiting(timeline: InvitationTimeline) -> Iterator[TimelineEntry]:
    """An import stores no mail before it is sent, a page does."""
    invitation, newest = timeline.invitation, timeline.mails.get(timeline.invitation.send_number)
    wanted = invitation.is_open or invitation.mail_kind is MailKind.CONFIRMATION
    wanted = wanted and not invitation.on_paper
    if wanted and not invitation.held and (newest is None or newest.state is MailState.QUEUED):
        at = newest.called_at if newest else invitation.asked_at
        yield TimelineEntry(at, message(TimelineText.MAIL_WAITS, mail=invitation.mail_kind.label))


def _requests(timeline: InvitationTimeline) -> Iterator[TimelineEntry]:
    earlier: HistoryEvent | None = None
    for request in timeline.requests:
        run = timeline.imports.get(request.import_id)
        from_file = earlier is None or (request.import_id, request.row) != (earlier.import_id, earlier.row)
        source = Source(request.row, run.upload.name, f"/imports/{run.id}") if run and from_file else None
        yield TimelineEntry(request.at, _request(request, earlier, timeline), source)
        earlier = request


def _request(request: HistoryEvent, earlier: HistoryEvent | None, timeline: InvitationTimeline) -> Message:
    if timeline.invitation.on_paper:
        return _printed(request, timeline)
    students = _names(request, timeline)
    if earlier is None:
        name = timeline.invitation.parent_name
        parent = f"{name} ({request.email})" if name else request.email
        if students:
            return message(TimelineText.INVITED_ABOUT, by=_who(request), parent=parent, students=students)
        return message(TimelineText.INVITED, by=_who(request), parent=parent)
    if request.by_reader:
        return message(TimelineText.NEW_LINK_REQUESTED)
    if students and request.student_ids != earlier.student_ids:
        return message(TimelineText.SENT_AGAIN_ABOUT, by=_who(request), students=students)
    return message(TimelineText.SENT_AGAIN, by=_who(request))


def _printed(request: HistoryEvent, timeline: InvitationTimeline) -> Message:
    names = tuple(timeline.students[i].name for i in timeline.invitation.named_ids if i in timeline.students)
    if not names:
        return message(TimelineText.PRINTED_ABOUT_NOBODY, by=_who(request))
    return message(TimelineText.PRINTED, by=_who(request), students=names)


def _mails(timeline: InvitationTimeline) -> Iterator[TimelineEntry]:
    """When each was handed over. What became of it after that is in the history."""
    addresses = {request.send_number: request.email for request in timeline.requests}
    for mail in timeline.mails.values():
        to = mail.email or addresses.get(mail.send_number, timeline.invitation.email)
        if mail.state in _NOT_HANDED_OVER:
            text = _about_mail(*_NOT_HANDED_OVER[mail.state], mail.kind, mail.reason)
            yield TimelineEntry(mail.called_at, text)
        elif mail.state not in _ELSEWHERE:
            yield TimelineEntry(mail.called_at, message(TimelineText.MAIL_SENT, mail=mail.kind.label, to=to))


def _event(event: HistoryEvent, timeline: InvitationTimeline) -> TimelineEntry:
    return TimelineEntry(event.at, _event_text(event, timeline))


def _event_text(event: HistoryEvent, timeline: InvitationTimeline) -> Message:
    if event.kind is EventKind.MAIL and event.mail:
        mail = timeline.mails.get(event.send_number)
        return _about_mail(*_BECAME[event.mail], mail.kind if mail else MailKind.INVITATION, event.reason)
    if event.kind is EventKind.CORRECTED:
        return message(TimelineText.CORRECTED, by=_who(event), before=event.email)
    if event.kind is EventKind.DECLINED:
        students = _names(event, timeline)
        return message(TimelineText.DECLINED if students else TimelineText.DECLINED_SOMEBODY, students=students)
    if event.kind is EventKind.MAILED_AGAIN:
        return message(TimelineText.MAILED_AGAIN, by=_who(event), note=event.note)
    if event.kind in _BY_SOMEBODY:
        return message(_BY_SOMEBODY[event.kind], by=_who(event), students=_names(event, timeline))
    return message(TimelineText.BEGUN if event.kind is EventKind.BEGUN else TimelineText.EXPIRED)


def _about_mail(plain: TimelineText, because: TimelineText | None, kind: MailKind, reason: Message | None) -> Message:
    if reason and because:
        return message(because, mail=kind.label, reason=reason)
    return message(plain, mail=kind.label)


def _who(event: HistoryEvent) -> Value:
    return event.by or message(TimelineText.SOMEBODY)


def _names(event: HistoryEvent, timeline: InvitationTimeline) -> tuple[str, ...]:
    return tuple(timeline.students[i].name for i in event.student_ids if i in timeline.students)


def _answered(invitation: Invitation, reader: int) -> Message:
    name = invitation.readers[reader].name
    if invitation.on_paper:
        return message(TimelineText.ANSWERED_BY_LETTER)
    if len(invitation.readers) > 1 and name:
        return message(TimelineText.ANSWERED_BY, name=name)
    return message(TimelineText.ANSWERED)


def _marks(timeline: InvitationTimeline) -> Iterator[TimelineEntry]:
    """What the invitation keeps in fields of their own."""
    invitation = timeline.invitation
    for answer in invitation.answers:
        yield TimelineEntry(answer.at, _answered(invitation, answer.reader))
    if invitation.registered_at:
        yield TimelineEntry(invitation.registered_at, message(TimelineText.REGISTERED))
    if timeline.expired or invitation.state is InvitationState.EXPIRED:
        yield TimelineEntry(invitation.expires_at, message(TimelineText.EXPIRED))
