"""One invitation: its whole story, oldest first, and what a Site Admin can do about it."""

from collections.abc import Callable, Mapping

from homeroom.domain.accounts.access import User
from homeroom.domain.invitations.listing import inviter_key
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.use_cases.invitations.manage_invitation import (
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
from homeroom.use_cases.invitations.show_invitation import show_invitation
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.words import day_in_words
from homeroom.web.core.addresses import homeroom_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.invitations.address_form import AddressForm, AddressProblem
from homeroom.web.forms.reading import FormInvalid, read_form
from homeroom.web.labels import invitation_state
from homeroom.web.pages.invitations.invitation_lines import ShownStudent, list_url
from homeroom.web.pages.invitations.timeline_lines import told

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


def show_story(request: Request, services: Services) -> Page:
    return _page(request, services, {}, {}, 200)


def post_send_again(request: Request, services: Services) -> Redirect:
    allow_again = request.form.get("allow_again") == "yes"

    def operation(invitation_id: str, user: User) -> str:
        return "sent" if send_again(invitation_id, user, services, allow_again=allow_again) else "sent-already"

    return _done(request, operation)


def post_address(request: Request, services: Services) -> Page | Redirect:
    try:
        form = read_form(AddressForm, request.form)
    except FormInvalid as invalid:
        return _page(request, services, request.form, invalid.errors, 422)

    def operation(invitation_id: str, user: User) -> str:
        return "corrected" if correct_address(invitation_id, form.email, user, services) else "same-address"

    try:
        return _done(request, operation, at_the_field=True)
    except AddressTaken as taken:
        errors = {"email": message(AddressProblem.TAKEN)}
        return _page(request, services, request.form, errors, 422, taken.invitation_id)
    except AddressBlocked as blocked:
        why = Message("student.why", {"why": blocked.block.sentence})
        return _page(request, services, request.form, {"email": why}, 422)


def post_withdraw(request: Request, services: Services) -> Redirect:
    def operation(invitation_id: str, user: User) -> str:
        withdraw(invitation_id, user, services)
        return "withdrawn"

    return _done(request, operation)


def post_hold(request: Request, services: Services) -> Redirect:
    def operation(invitation_id: str, user: User) -> str:
        hold(invitation_id, user, services)
        return "held"

    return _done(request, operation)


def post_release(request: Request, services: Services) -> Redirect:
    def operation(invitation_id: str, user: User) -> str:
        release(invitation_id, user, services)
        return "released"

    return _done(request, operation)


def _done(request: Request, operation: Callable[[str, User], str], *, at_the_field: bool = False) -> Redirect:
    """`at_the_field`: what is wrong with an address is for the caller to say there."""
    invitation_id = request.params["id"]
    try:
        notice = operation(invitation_id, request.viewer)
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
    services: Services,
    values: Mapping[str, str],
    errors: Mapping[str, Message],
    status: int,
    taken_id: str = "",
) -> Page:
    story = show_invitation(request.params["id"], services)
    invitation = story.invitation
    state, label = invitation_state(invitation, story.mails.get(invitation.send_number), expired=story.expired)
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
    return Page("invitations/invitation_timeline.html", context, status)


ROUTES = (
    Route("GET", "/invitations/{id}", Guard.ADMIN, show_story),
    Route("POST", "/invitations/{id}/send-again", Guard.ADMIN, post_send_again),
    Route("POST", "/invitations/{id}/address", Guard.ADMIN, post_address),
    Route("POST", "/invitations/{id}/withdraw", Guard.ADMIN, post_withdraw),
    Route("POST", "/invitations/{id}/hold", Guard.ADMIN, post_hold),
    Route("POST", "/invitations/{id}/release", Guard.ADMIN, post_release),
)
