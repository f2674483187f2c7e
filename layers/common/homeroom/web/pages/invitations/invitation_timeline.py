"""One invitation: its whole timeline, oldest first, and what a Site Admin can do about it."""

from collections.abc import Callable, Mapping

from homeroom.domain.accounts.by import By
from homeroom.domain.invitations.listing import inviter_key
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.use_cases.invitations.manage_invitation import (
    AddressTaken,
    InvitationHeld,
    InvitationOver,
    IsLetter,
    NobodyAskedAbout,
    can_be_sent_again,
    correct_address,
    hold,
    release,
    send_again,
    withdraw,
)
from homeroom.use_cases.invitations.show_invitation import InvitationTimeline, show_invitation
from homeroom.use_cases.mail.stop_mails import mail_again_for_office
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.invitations.address_form import AddressForm, AddressProblem
from homeroom.web.forms.invitations.note_form import NoteForm
from homeroom.web.pages.invitations.contexts import FirstAction, TimelinePage
from homeroom.web.pages.invitations.invitation_lines import list_url, shown_student
from homeroom.web.pages.invitations.states import invitation_state
from homeroom.web.pages.invitations.timeline_entries import timeline_entries


class InvitationNotice(Code):
    """What became of what was pressed."""

    SENT = "invitation_notice.sent"
    SENT_ALREADY = "invitation_notice.sent_already"
    CORRECTED = "invitation_notice.corrected"
    SAME_ADDRESS = "invitation_notice.same_address"
    WITHDRAWN = "invitation_notice.withdrawn"
    HELD = "invitation_notice.held"
    RELEASED = "invitation_notice.released"
    MAILED_AGAIN = "invitation_notice.mailed_again"
    IS_HELD = "invitation_notice.is_held"
    IS_BLOCKED = "invitation_notice.is_blocked"
    ABOUT_NOBODY = "invitation_notice.about_nobody"
    IS_OVER = "invitation_notice.is_over"
    IS_LETTER = "invitation_notice.is_letter"
    TAKEN = "invitation_notice.taken"

    @property
    def word(self) -> str:
        """In an address: `is-held`."""
        return self.name.lower().replace("_", "-")


_NOTICES = {notice.word: notice for notice in InvitationNotice}


def show_timeline(request: Request, services: Services) -> Page:
    return _page(request, services, {}, {}, 200)


def post_send_again(request: Request, services: Services) -> Redirect:
    allow_again = request.form.get("allow_again") == "yes"

    def operation(invitation_id: str, by: By) -> InvitationNotice:
        return (
            InvitationNotice.SENT
            if send_again(invitation_id, by, services, allow_again=allow_again)
            else InvitationNotice.SENT_ALREADY
        )

    return _done(request, operation)


def post_address(request: Request, services: Services) -> Page | Redirect:
    try:
        form = read_form(AddressForm, request.form)
    except FormInvalid as invalid:
        return _page(request, services, request.form, invalid.errors, 422)

    def operation(invitation_id: str, by: By) -> InvitationNotice:
        return (
            InvitationNotice.CORRECTED
            if correct_address(invitation_id, form.email, by, services)
            else InvitationNotice.SAME_ADDRESS
        )

    try:
        return _done(request, operation, at_the_field=True)
    except AddressTaken as taken:
        errors = {"email": message(AddressProblem.TAKEN)}
        return _page(request, services, request.form, errors, 422, taken.invitation_id)
    except AddressBlocked as blocked:
        return _page(request, services, request.form, {"email": blocked.block.message}, 422)


def post_withdraw(request: Request, services: Services) -> Redirect:
    def operation(invitation_id: str, by: By) -> InvitationNotice:
        withdraw(invitation_id, by, services)
        return InvitationNotice.WITHDRAWN

    return _done(request, operation)


def post_hold(request: Request, services: Services) -> Redirect:
    def operation(invitation_id: str, by: By) -> InvitationNotice:
        hold(invitation_id, by, services)
        return InvitationNotice.HELD

    return _done(request, operation)


def post_release(request: Request, services: Services) -> Redirect:
    def operation(invitation_id: str, by: By) -> InvitationNotice:
        release(invitation_id, by, services)
        return InvitationNotice.RELEASED

    return _done(request, operation)


def post_mail_again(request: Request, services: Services) -> Page | Redirect:
    try:
        form = read_form(NoteForm, request.form)
    except FormInvalid as invalid:
        return _page(request, services, request.form, invalid.errors, 422)

    def operation(invitation_id: str, by: By) -> InvitationNotice:
        mail_again_for_office(invitation_id, form.note, by, services)
        return InvitationNotice.MAILED_AGAIN

    return _done(request, operation)


def _done(
    request: Request, operation: Callable[[str, By], InvitationNotice], *, at_the_field: bool = False
) -> Redirect:
    """`at_the_field`: what is wrong with an address is for the caller to say there."""
    invitation_id = request.params["id"]
    try:
        notice = operation(invitation_id, request.by)
    except InvitationOver:
        notice = InvitationNotice.IS_OVER
    except IsLetter:
        notice = InvitationNotice.IS_LETTER
    except InvitationHeld:
        notice = InvitationNotice.IS_HELD
    except NobodyAskedAbout:
        notice = InvitationNotice.ABOUT_NOBODY
    except (AddressTaken, AddressBlocked) as error:
        if at_the_field:
            raise
        notice = InvitationNotice.TAKEN if isinstance(error, AddressTaken) else InvitationNotice.IS_BLOCKED
    return Redirect(f"/invitations/{invitation_id}?notice={notice.word}")


def _first_action(timeline: InvitationTimeline, state: str) -> FirstAction:
    """What helps most. While a mail is on its way, and where it is all over, nothing needs to be done."""
    invitation, block = timeline.invitation, timeline.block
    if block and block.is_readers_wish:
        return FirstAction.MAIL_AGAIN
    if invitation.is_open and invitation.held:
        return FirstAction.RELEASE
    if not can_be_sent_again(invitation):
        return FirstAction.NONE
    if block or status_of(invitation) is Status.BOUNCED:
        return FirstAction.ADDRESS
    return FirstAction.NONE if state == Status.WAITING.value else FirstAction.SEND_AGAIN


def _page(
    request: Request,
    services: Services,
    values: Mapping[str, str],
    errors: Mapping[str, Message],
    status: int,
    taken_id: str = "",
) -> Page:
    timeline = show_invitation(request.params["id"], services)
    invitation, block = timeline.invitation, timeline.block
    newest_mail = timeline.mails.get(invitation.send_number)
    state, label = invitation_state(invitation, newest_mail, expired=timeline.expired)
    students = [timeline.students[i] for i in invitation.named_ids if i in timeline.students]
    notice, year = _NOTICES.get(request.query.get("notice", "")), site_settings(services).school_year
    context = TimelinePage(
        id=invitation.id,
        heading=invitation.parent_name or invitation.email,
        email=invitation.email,
        state=state,
        state_label=label,
        students=[shown_student(student, student.name, year) for student in students],
        inviter=invitation.inviter,
        inviter_url=list_url(inviter=inviter_key(invitation.inviter)),
        expires_at=invitation.expires_at if invitation.is_open and not timeline.expired else None,
        entries=timeline_entries(timeline),
        first=_first_action(timeline, state),
        can_send_again=can_be_sent_again(invitation),
        blocked=block.message if block else None,
        is_readers_wish=block is not None and block.is_readers_wish,
        can_withdraw=invitation.is_open,
        can_hold=invitation.is_open and not invitation.held and not invitation.on_paper,
        on_paper=invitation.on_paper,
        can_release=invitation.is_open and invitation.held,
        values=values,
        errors=errors,
        taken_url=f"/invitations/{taken_id}" if taken_id else "",
        notice=message(notice) if notice else None,
    )
    return Page(context, status)


ROUTES = (
    Route("GET", "/invitations/{id}", Guard.ADMIN, show_timeline),
    Route("POST", "/invitations/{id}/send-again", Guard.ADMIN, post_send_again),
    Route("POST", "/invitations/{id}/address", Guard.ADMIN, post_address),
    Route("POST", "/invitations/{id}/mail-again", Guard.ADMIN, post_mail_again),
    Route("POST", "/invitations/{id}/withdraw", Guard.ADMIN, post_withdraw),
    Route("POST", "/invitations/{id}/hold", Guard.ADMIN, post_hold),
    Route("POST", "/invitations/{id}/release", Guard.ADMIN, post_release),
)
