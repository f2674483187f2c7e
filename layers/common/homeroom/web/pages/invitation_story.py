"""One invitation: its whole story, oldest first, and what a Site Admin can do about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.access import User
from homeroom.domain.invitation import Happening, InvitationState, What
from homeroom.domain.listing import inviter_key
from homeroom.domain.mail import MailState
from homeroom.domain.student import Student
from homeroom.use_cases.manage_invitation import (
    AddressTaken,
    InvitationHeld,
    InvitationOver,
    can_be_sent_again,
    correct_address,
    hold,
    release,
    send_again,
    withdraw,
)
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.show_invitation import InvitationStory, show_invitation
from homeroom.use_cases.words import day_and_time, day_in_words, named
from homeroom.web.forms.address_form import AddressForm
from homeroom.web.forms.reading import FormInvalid, read_form
from homeroom.web.guards import Guard
from homeroom.web.labels import invitation_state
from homeroom.web.pages.invitation_lines import ShownStudent, list_url
from homeroom.web.pages.lines import homeroom_url
from homeroom.web.requests import Request
from homeroom.web.responses import Page, Redirect
from homeroom.web.routing import Route

_NOTICES = {
    "sent": "A new mail is on its way. Every earlier link has stopped working.",
    "sent-already": "A mail was asked for a moment ago, so no second one goes out.",
    "corrected": "The address is corrected, and a new mail is on its way.",
    "same-address": "That is the address it has already, so nothing was changed.",
    "withdrawn": "The invitation is withdrawn. Its links have stopped working.",
    "held": "The invitation is held. No mail goes out until you release it.",
    "released": "The invitation is released. A mail that was waiting goes out now.",
    "is-held": "The invitation is held. Release it before you send a mail.",
    "is-over": "The invitation is over by now, so nothing was changed.",
    "taken": "This address has been invited anew. That invitation goes on, and this one stays as it is.",
}
_BEFORE_ASKING = (What.CORRECTED, What.EXPIRED)
_MAILS = {
    MailState.DELIVERED.value: "The mail was delivered",
    MailState.DELAYED.value: "The mail is delayed, and the mail service goes on trying",
    MailState.CAME_BACK.value: "The mail came back",
    MailState.BOUNCED.value: "The mail bounced",
    MailState.REFUSED.value: "The mail could not be sent",
    MailState.COMPLAINED.value: "The reader marked the mail as unwanted",
}
_UNDER_WAY = {
    MailState.CALLING: "The mail is being handed to the mail service",
    MailState.LATER: "The mail service asked us to try again later",
    MailState.UNKNOWN: "The mail was perhaps handed over: the mail service has not said yet",
}


@dataclass(frozen=True)
class Line:
    """One entry of the story. `link_label` stands at its end where there is a page about it."""

    at: datetime
    when: str
    text: str
    link: str = ""
    link_label: str = ""


def show_story(request: Request, outside: Outside) -> Page:
    return _page(request, outside, {}, {}, 200)


def post_send_again(request: Request, outside: Outside) -> Redirect:
    def deed(invitation_id: str, user: User) -> str:
        return "sent" if send_again(invitation_id, user, outside) else "sent-already"

    return _done(request, deed)


def post_address(request: Request, outside: Outside) -> Page | Redirect:
    try:
        form = read_form(AddressForm, request.form)
    except FormInvalid as invalid:
        return _page(request, outside, request.form, invalid.errors, 422)

    def deed(invitation_id: str, user: User) -> str:
        return "corrected" if correct_address(invitation_id, form.email, user, outside) else "same-address"

    try:
        return _done(request, deed, taken_too=False)
    except AddressTaken as taken:
        errors = {"email": "This address has an open invitation of its own already."}
        return _page(request, outside, request.form, errors, 422, taken.invitation_id)


def post_withdraw(request: Request, outside: Outside) -> Redirect:
    def deed(invitation_id: str, user: User) -> str:
        withdraw(invitation_id, user, outside)
        return "withdrawn"

    return _done(request, deed)


def post_hold(request: Request, outside: Outside) -> Redirect:
    def deed(invitation_id: str, user: User) -> str:
        hold(invitation_id, user, outside)
        return "held"

    return _done(request, deed)


def post_release(request: Request, outside: Outside) -> Redirect:
    def deed(invitation_id: str, user: User) -> str:
        release(invitation_id, user, outside)
        return "released"

    return _done(request, deed)


def _done(request: Request, deed: Callable[[str, User], str], *, taken_too: bool = True) -> Redirect:
    invitation_id = request.params["id"]
    try:
        notice = deed(invitation_id, request.viewer)
    except InvitationOver:
        notice = "is-over"
    except InvitationHeld:
        notice = "is-held"
    except AddressTaken:
        if not taken_too:
            raise
        notice = "taken"
    return Redirect(f"/invitations/{invitation_id}?notice={notice}")


def _page(
    request: Request,
    outside: Outside,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    status: int,
    taken_id: str = "",
) -> Page:
    story = show_invitation(request.params["id"], outside)
    invitation = story.invitation
    state, label = invitation_state(invitation, story.mails.get(invitation.generation), expired=story.expired)
    context = {
        "id": invitation.id,
        "heading": invitation.parent_name or invitation.email,
        "email": invitation.email,
        "state": state,
        "state_label": label,
        "students": [
            ShownStudent(s.name, f"/students/{s.id}", s.homeroom, homeroom_url(s.homeroom))
            for s in (story.students[i] for i in invitation.student_ids if i in story.students)
        ],
        "inviter": invitation.inviter,
        "inviter_url": list_url(inviter=inviter_key(invitation.inviter)),
        "expires": day_in_words(invitation.expires_at) if invitation.is_open and not story.expired else "",
        "lines": told(story),
        "can_send_again": can_be_sent_again(invitation),
        "can_withdraw": invitation.is_open,
        "can_hold": invitation.is_open and not invitation.held,
        "can_release": invitation.is_open and invitation.held,
        "values": values,
        "errors": errors,
        "taken_url": f"/invitations/{taken_id}" if taken_id else "",
        "notice": _NOTICES.get(request.query.get("notice", ""), ""),
    }
    return Page("invitation_story.html", context, status)


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
    if story.invitation.is_open and not story.invitation.held and story.invitation.generation not in story.mails:
        lines.append(_line(story.invitation.asked_at, "The mail waits in the queue."))
    return lines


def _line(at: datetime, text: str, link: str = "", link_label: str = "") -> Line:
    return Line(at, day_and_time(at), text, link, link_label)


def _askings(story: InvitationStory) -> Iterator[Line]:
    earlier: Happening | None = None
    for asking in story.askings:
        about = named([story.students[i].name for i in asking.student_ids if i in story.students])
        told_about = f" about {about}" if about else ""
        if earlier is None:
            to = f"{story.invitation.parent_name} ({asking.email})" if story.invitation.parent_name else asking.email
            text = f"{asking.by} invited {to}{told_about}"
        else:
            text = f"{asking.by} had the mail sent again"
            if asking.student_ids != earlier.student_ids:
                text += f", now{told_about}"
        run = story.imports.get(asking.import_id)
        from_file = run is not None and (
            earlier is None or (asking.import_id, asking.row) != (earlier.import_id, earlier.row)
        )
        if run is not None and from_file:
            yield _line(asking.at, f"{text}: row {asking.row} of", f"/imports/{run.id}", run.upload.name)
        elif earlier is None:
            yield _line(asking.at, f"{text}.")
        else:
            yield _line(asking.at, f"{text}. Every earlier link stopped working.")
        earlier = asking


def _mails(story: InvitationStory) -> Iterator[Line]:
    """When each was handed over. What became of it after that is among the happenings."""
    addresses = {asking.generation: asking.email for asking in story.askings}
    for mail in story.mails.values():
        to = mail.email or addresses.get(mail.generation, story.invitation.email)
        if mail.state in _UNDER_WAY:
            yield _line(mail.called_at, _with_reason(_UNDER_WAY[mail.state], mail.reason))
        elif mail.state is not MailState.REFUSED:
            yield _line(mail.called_at, f"The mail to {to} was handed to the mail service.")


def _happenings(story: InvitationStory, *, before_asking: bool) -> Iterator[Line]:
    """At one and the same moment an address is corrected first, and then asked."""
    for happened in story.invitation.history:
        if happened.what is not What.ASKED and (happened.what in _BEFORE_ASKING) is before_asking:
            yield _line(happened.at, _happened(happened, story.students))


def _happened(happened: Happening, students: Mapping[str, Student]) -> str:
    who = happened.by or "Somebody at the office"
    if happened.what is What.MAIL:
        return _with_reason(_MAILS.get(happened.mail, f"The mail is {happened.mail}"), happened.reason)
    return {
        What.BEGUN: "The parent began the form.",
        What.CORRECTED: f"{who} corrected the address, which was {happened.email} before.",
        What.EXPIRED: "The link expired.",
        What.WITHDRAWN: f"{who} withdrew the invitation.",
        What.HELD: f"{who} held the invitation.",
        What.RELEASED: f"{who} released the invitation.",
        What.DECLINED: f"The parent said that {_not_theirs(happened, students)} is not their child.",
    }[happened.what]


def _not_theirs(happened: Happening, students: Mapping[str, Student]) -> str:
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


def _with_reason(text: str, reason: str) -> str:
    return f"{text}: {reason.rstrip('.')}." if reason else f"{text}."


ROUTES = (
    Route("GET", "/invitations/{id}", Guard.ADMIN, show_story),
    Route("POST", "/invitations/{id}/send-again", Guard.ADMIN, post_send_again),
    Route("POST", "/invitations/{id}/address", Guard.ADMIN, post_address),
    Route("POST", "/invitations/{id}/withdraw", Guard.ADMIN, post_withdraw),
    Route("POST", "/invitations/{id}/hold", Guard.ADMIN, post_hold),
    Route("POST", "/invitations/{id}/release", Guard.ADMIN, post_release),
)
