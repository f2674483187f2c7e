"""Behind the link in the email to a future Site Admin: they set name and password. Looking changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.accounts.password import SHORTEST_PASSWORD, WeakPassword, check_new_password
from homeroom.domain.kernel.message import Message
from homeroom.use_cases.accounts.accept_admin_invitation import (
    NewAdmin,
    accept_admin_invitation,
    look_at_admin_invitation,
)
from homeroom.use_cases.accounts.sessions import end_session
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.known_browser import browser_behind, log_in_cookies
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.accounts.site_admin_forms import BecomeAdminForm
from homeroom.web.forms.form_parsing import FormInvalid, read_form


@dataclass(frozen=True, kw_only=True, repr=False)
class BecomeAdminPage:
    """`email` is what its reader logs in with, `is_parent` if they are known as one."""

    template: ClassVar[str] = "accounts/become_admin.html"
    inviter: str
    email: str
    until: datetime
    is_parent: bool
    shortest_password: int
    values: Mapping[str, str]
    errors: Mapping[str, Message]


def show_become(request: Request, services: Services) -> Page:
    return _page(request, services, {})


def post_become(request: Request, services: Services) -> Page | Redirect:
    token, password, browser = request.params["token"], request.form.get("password", ""), browser_behind(request)
    try:
        typed = NewAdmin(read_form(BecomeAdminForm, request.form).name, password)
        started = accept_admin_invitation(token, typed, request.visitor, request.route, services, browser)
    except FormInvalid as invalid:
        return _page(request, services, {**invalid.errors, **_weak(password)})
    except WeakPassword as weak:
        return _page(request, services, {"password": weak.message})
    end_session(request.session_token, services)
    return Redirect("/", log_in_cookies(started, browser))


def _weak(password: str) -> Mapping[str, Message]:
    """What is wrong with it, whatever else is: both are said at once."""
    try:
        check_new_password(password)
    except WeakPassword as weak:
        return {"password": weak.message}
    return {}


def _page(request: Request, services: Services, errors: Mapping[str, Message]) -> Page:
    asked = look_at_admin_invitation(request.params["token"], request.visitor, services)
    known = {"name": asked.user.name} if asked.user else {}
    context = BecomeAdminPage(
        inviter=asked.inviter.name,
        email=asked.invitation.email,
        until=asked.invitation.ends_at,
        is_parent=asked.user is not None and asked.user.is_parent,
        shortest_password=SHORTEST_PASSWORD,
        values=request.form or known,
        errors=errors,
    )
    return Page(context, 422 if errors else 200)


ROUTES = (
    Route("GET", "/login/invited/{token}", Guard.LINK, show_become),
    Route("POST", "/login/invited/{token}", Guard.LINK, post_become),
)
