"""People with rights: the Site Admins, and those who were invited to be one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.accounts.admin_invitation import AdminInvitation
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.errors import NotFound, Refused
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.use_cases.accounts.invite_admin import invite_admin, open_admin_invitations, send_again, withdraw
from homeroom.use_cases.accounts.site_admins import all_admins
from homeroom.use_cases.mail.service_mails import admin_invitation_key
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.accounts.site_admin_forms import InviteAdminForm
from homeroom.web.forms.form_parsing import FormInvalid, read_form

PEOPLE = "/settings/people"
_RETURNED = (MailState.BOUNCED, MailState.COMPLAINED, MailState.REFUSED, MailState.CAME_BACK)


class PeopleText(Code):
    """What has become of it."""

    INVITED = "people.invited"
    SENT_AGAIN = "people.sent_again"
    WITHDRAWN = "people.withdrawn"
    INVITATION_OVER = "people.invitation_over"
    REMOVED = "people.removed"
    TOO_MANY = "people.too_many"


_NOTICES = {code.value.partition(".")[2].replace("_", "-"): message(code) for code in PeopleText}


@dataclass(frozen=True, repr=False)
class ListedAdmin:
    """`url` is empty for whoever looks. `logged_in` is their last log-in, as far as it is known."""

    name: str
    email: str
    url: str
    logged_in: datetime | None
    has_second_factor: bool


@dataclass(frozen=True, repr=False)
class ListedInvitation:
    """`number` is that of its newest email. `inviter` is empty where they are no Site Admin any more: then its link
    opens nothing. `returned`: its email did not arrive.
    """

    id: str
    number: int
    email: str
    inviter: str
    asked: datetime
    until: datetime
    returned: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class PeoplePage:
    template: ClassVar[str] = "accounts/people.html"
    admins: Sequence[ListedAdmin]
    invitations: Sequence[ListedInvitation]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    notice: Message | None


def show_people(request: Request, services: Services) -> Page:
    return _people(request, services, {}, notice=_NOTICES.get(request.query.get("notice", "")))


def post_invite(request: Request, services: Services) -> Page | Redirect:
    try:
        email = read_form(InviteAdminForm, request.form).email
        invite_admin(email, request.by, request.session_token, services)
    except FormInvalid as invalid:
        return _people(request, services, invalid.errors)
    except Refused as refused:
        return _people(request, services, {"email": refused.message})
    except TooManyTries:
        return _people(request, services, {"email": message(PeopleText.TOO_MANY)})
    return _to("invited")


def post_again(request: Request, services: Services) -> Page | Redirect:
    try:
        send_again(request.params["id"], request.number, request.by, request.session_token, services)
    except NotFound:
        return _to("invitation-over")
    except Refused as refused:
        return _people(request, services, {"": refused.message})
    except TooManyTries:
        return _people(request, services, {"": message(PeopleText.TOO_MANY)})
    return _to("sent-again")


def post_withdraw(request: Request, services: Services) -> Redirect:
    try:
        withdraw(request.params["id"], request.number, request.by, request.session_token, services)
    except NotFound:
        return _to("invitation-over")
    return _to("withdrawn")


def _to(notice: str) -> Redirect:
    return Redirect(f"{PEOPLE}?notice={notice}")


def _people(request: Request, services: Services, errors: Mapping[str, Message], notice: Message | None = None) -> Page:
    admins, asked = all_admins(services), open_admin_invitations(services)
    keys = {one.id: admin_invitation_key(one.id, one.number) for one in asked}
    mails = services.mails.get_many(list(keys.values()))
    names = {user.id: user.name for user in admins}
    context = PeoplePage(
        admins=[_listed(user, request.viewer) for user in admins],
        invitations=[_asked(one, names, mails.get(keys[one.id])) for one in asked],
        values=request.form,
        errors=errors,
        notice=notice,
    )
    return Page(context, 422 if errors else 200)


def _listed(user: User, viewer: User) -> ListedAdmin:
    url = "" if user.id == viewer.id else f"{PEOPLE}/{user.id}"
    return ListedAdmin(user.name, user.email, url, user.logged_in_at, user.has_second_factor)


def _asked(invitation: AdminInvitation, names: Mapping[str, str], mail: Mail | None) -> ListedInvitation:
    return ListedInvitation(
        id=invitation.id,
        number=invitation.number,
        email=invitation.email,
        inviter=names.get(invitation.invited_by, ""),
        asked=invitation.asked_at,
        until=invitation.ends_at,
        returned=mail is not None and mail.state in _RETURNED,
    )


ROUTES = (
    Route("GET", PEOPLE, Guard.ADMIN, show_people),
    Route("POST", PEOPLE, Guard.ADMIN, post_invite),
    Route("POST", f"{PEOPLE}/invitations/{{id}}/again", Guard.ADMIN, post_again),
    Route("POST", f"{PEOPLE}/invitations/{{id}}/withdraw", Guard.ADMIN, post_withdraw),
)
