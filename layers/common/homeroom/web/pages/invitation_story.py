"""One invitation: its whole story, oldest first, and what a Site Admin can do about it."""

from collections.abc import Callable, Mapping

from homeroom.domain.access import User
from homeroom.domain.address_block import AddressBlocked
from homeroom.domain.listing import inviter_key
from homeroom.use_cases.manage_invitation import (
    AddressTaken,
    InvitationHeld,
    InvitationOver,
    NobodyAskedAbout,
    can_be_sent_again,
    correct_address,
    hold,
    release,
    send_again,
    withdraw,
)
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.show_invitation import show_invitation
from homeroom.use_cases.words import day_in_words
from homeroom.web.forms.address_form import AddressForm
from homeroom.web.forms.reading import FormInvalid, read_form
from homeroom.web.guards import Guard
from homeroom.web.labels import invitation_state
from homeroom.web.pages.invitation_lines import ShownStudent, list_url
from homeroom.web.pages.lines import homeroom_url
from homeroom.web.pages.story_lines import told
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
    "is-blocked": "Nothing is sent to this address, so nothing was changed, and its link goes on working.",
    "about-nobody": "Its students need nobody at this address to answer any more, so no mail goes out. "
    "Its link goes on working.",
    "is-over": "The invitation is over by now, so nothing was changed.",
    "taken": "This address has been invited anew. That invitation goes on, and this one stays as it is.",
}


def show_story(request: Request, outside: Outside) -> Page:
    return _page(request, outside, {}, {}, 200)


def post_send_again(request: Request, outside: Outside) -> Redirect:
    allow_again = request.form.get("allow_again") == "yes"

    def deed(invitation_id: str, user: User) -> str:
        return "sent" if send_again(invitation_id, user, outside, allow_again=allow_again) else "sent-already"

    return _done(request, deed)


def post_address(request: Request, outside: Outside) -> Page | Redirect:
    try:
        form = read_form(AddressForm, request.form)
    except FormInvalid as invalid:
        return _page(request, outside, request.form, invalid.errors, 422)

    def deed(invitation_id: str, user: User) -> str:
        return "corrected" if correct_address(invitation_id, form.email, user, outside) else "same-address"

    try:
        return _done(request, deed, at_the_field=True)
    except AddressTaken as taken:
        errors = {"email": "This address has an open invitation of its own already."}
        return _page(request, outside, request.form, errors, 422, taken.invitation_id)
    except AddressBlocked as blocked:
        return _page(request, outside, request.form, {"email": blocked.block.sentence}, 422)


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


def _done(request: Request, deed: Callable[[str, User], str], *, at_the_field: bool = False) -> Redirect:
    """`at_the_field`: what is wrong with an address is for the caller to say there."""
    invitation_id = request.params["id"]
    try:
        notice = deed(invitation_id, request.viewer)
    except InvitationOver:
        notice = "is-over"
    except InvitationHeld:
        notice = "is-held"
    except NobodyAskedAbout:
        notice = "about-nobody"
    except (AddressTaken, AddressBlocked) as error:
        if at_the_field:
            raise
        notice = "taken" if isinstance(error, AddressTaken) else "is-blocked"
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
        "blocked": story.block.sentence if story.block else "",
        "can_be_allowed": story.block is None or story.block.can_be_allowed,
        "can_withdraw": invitation.is_open,
        "can_hold": invitation.is_open and not invitation.held,
        "can_release": invitation.is_open and invitation.held,
        "values": values,
        "errors": errors,
        "taken_url": f"/invitations/{taken_id}" if taken_id else "",
        "notice": _NOTICES.get(request.query.get("notice", ""), ""),
    }
    return Page("invitation_story.html", context, status)


ROUTES = (
    Route("GET", "/invitations/{id}", Guard.ADMIN, show_story),
    Route("POST", "/invitations/{id}/send-again", Guard.ADMIN, post_send_again),
    Route("POST", "/invitations/{id}/address", Guard.ADMIN, post_address),
    Route("POST", "/invitations/{id}/withdraw", Guard.ADMIN, post_withdraw),
    Route("POST", "/invitations/{id}/hold", Guard.ADMIN, post_hold),
    Route("POST", "/invitations/{id}/release", Guard.ADMIN, post_release),
)
