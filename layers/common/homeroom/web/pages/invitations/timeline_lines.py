"""The story of an invitation in plain words, one line for each thing that happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import InvitationState
from homeroom.domain.mail.mail import MailKind, MailState
from homeroom.domain.roster.student import Student
from homeroom.use_cases.invitations.show_invitation import InvitationStory
from homeroom.use_cases.words import day_and_time, named

_BEFORE_ASKING = (EventKind.CORRECTED, EventKind.EXPIRED)
_THE_MAIL = {
    MailKind.INVITATION: "the mail",
    MailKind.CHECK_CONTACT: "the mail",
    MailKind.REMINDER: "the reminder",
    MailKind.NEW_LINK: "the mail with a new link",
    MailKind.CONFIRMATION: "the confirmation of what was saved",
}
_BECAME = {
    MailState.DELIVERED.value: "{mail} was delivered",
    MailState.DELAYED.value: "{mail} is delayed, and the mail service goes on trying",
    MailState.CAME_BACK.value: "{mail} came back",
    MailState.BOUNCED.value: "{mail} bounced",
    MailState.REFUSED.value: "{mail} could not be sent",
    MailState.COMPLAINED.value: "the reader marked {mail} as unwanted",
}
_NOT_HANDED_OVER = {
    MailState.SENDING: "{mail} is being handed to the mail service",
    MailState.DEFERRED: "the mail service asked us to try again later",
    MailState.SEND_UNCONFIRMED: "{mail} was perhaps handed over: the mail service has not said yet",
    MailState.LOST: "{mail} was perhaps handed over: the mail service has never reported it",
    MailState.NOT_NEEDED: "{mail} was not sent",
}
_TOLD_ELSEWHERE = (MailState.QUEUED, MailState.REFUSED)
"""The newest one's waiting at the end of the story, a refusal among what happened."""


@dataclass(frozen=True)
class Line:
    """One entry of the story. `link_label` stands at its end where there is a page about it."""

    at: datetime
    when: str
    text: str
    link: str = ""
    link_label: str = ""


def told(story: InvitationStory) -> list[Line]:
    """In plain words, oldest first."""
    lines = [
        *_happenings(story, before_asking=True),
        *_askings(story),
        *_mails(story),
        *_happenings(story, before_asking=False),
        *_marks(story),
    ]
    lines.sort(key=lambda line: line.at)
    lines.extend(_waiting(story))
    return lines


def _waiting(story: InvitationStory) -> Iterator[Line]:
    """An import stores no mail before it is sent, a page does."""
    invitation, newest = story.invitation, story.mails.get(story.invitation.send_number)
    wanted = invitation.is_open or invitation.mail_kind is MailKind.CONFIRMATION
    if wanted and not invitation.held and (newest is None or newest.state is MailState.QUEUED):
        at = newest.called_at if newest else invitation.asked_at
        yield _line(at, _about(invitation.mail_kind, "{mail} waits in the queue"))


def _line(at: datetime, text: str, link: str = "", link_label: str = "") -> Line:
    return Line(at, day_and_time(at), text, link, link_label)


def _askings(story: InvitationStory) -> Iterator[Line]:
    earlier: HistoryEvent | None = None
    for request in story.askings:
        about = named([story.students[i].name for i in request.student_ids if i in story.students])
        told_about = f" about {about}" if about else ""
        if earlier is None:
            to = f"{story.invitation.parent_name} ({request.email})" if story.invitation.parent_name else request.email
            text = f"{request.by} invited {to}{told_about}"
        else:
            text = f"{request.by} had the mail sent again"
            if request.student_ids != earlier.student_ids:
                text += f", now{told_about}"
        run = story.imports.get(request.import_id)
        from_file = run is not None and (
            earlier is None or (request.import_id, request.row) != (earlier.import_id, earlier.row)
        )
        if run is not None and from_file:
            yield _line(request.at, f"{text}: row {request.row} of", f"/imports/{run.id}", run.upload.name)
        elif earlier is None:
            yield _line(request.at, f"{text}.")
        else:
            yield _line(request.at, f"{text}. Every earlier link stopped working.")
        earlier = request


def _mails(story: InvitationStory) -> Iterator[Line]:
    """When each was handed over. What became of it after that is among the happenings."""
    addresses = {request.send_number: request.email for request in story.askings}
    for mail in story.mails.values():
        to = mail.email or addresses.get(mail.send_number, story.invitation.email)
        if mail.state in _NOT_HANDED_OVER:
            yield _line(mail.called_at, _about(mail.kind, _NOT_HANDED_OVER[mail.state], mail.reason))
        elif mail.state not in _TOLD_ELSEWHERE:
            yield _line(mail.called_at, _about(mail.kind, "{mail} to {to} was handed to the mail service", to=to))


def _happenings(story: InvitationStory, *, before_asking: bool) -> Iterator[Line]:
    """At one and the same moment an address is corrected first, and then asked."""
    for happened in story.invitation.history:
        if happened.what is not EventKind.ASKED and (happened.what in _BEFORE_ASKING) is before_asking:
            yield _line(happened.at, _happened(happened, story))


def _happened(happened: HistoryEvent, story: InvitationStory) -> str:
    who = happened.by or "Somebody at the office"
    if happened.what is EventKind.MAIL:
        mail = story.mails.get(happened.send_number)
        return _about(mail.kind if mail else MailKind.INVITATION, _BECAME[happened.mail], happened.reason)
    return {
        EventKind.BEGUN: "The parent began the form.",
        EventKind.CORRECTED: f"{who} corrected the address, which was {happened.email} before.",
        EventKind.EXPIRED: "The link expired.",
        EventKind.WITHDRAWN: f"{who} withdrew the invitation.",
        EventKind.HELD: f"{who} held the invitation.",
        EventKind.RELEASED: f"{who} released the invitation.",
        EventKind.TAKEN_BACK: f"{who} stopped an import before its mail went out. The link before that works again.",
        EventKind.DECLINED: f"The parent said that {_not_theirs(happened, story.students)} is not their child.",
    }[happened.what]


def _not_theirs(happened: HistoryEvent, students: Mapping[str, Student]) -> str:
    return named([students[i].name for i in happened.student_ids if i in students]) or "the student"


def _marks(story: InvitationStory) -> Iterator[Line]:
    """What the invitation keeps in fields of their own."""
    invitation = story.invitation
    if invitation.completed_at:
        yield _line(invitation.completed_at, "The parent answered: the form was saved.")
    if invitation.registered_at:
        yield _line(invitation.registered_at, "The parent registered.")
    if story.expired or invitation.state is InvitationState.EXPIRED:
        yield _line(invitation.expires_at, "The link expired.")


def _about(kind: MailKind, pattern: str, reason: str = "", **names: str) -> str:
    """A sentence about a mail of this kind, with the reason where there is one."""
    text = pattern.format(mail=_THE_MAIL[kind], **names)
    sentence = text[0].upper() + text[1:]
    return f"{sentence}: {reason.rstrip('.')}." if reason else f"{sentence}."
