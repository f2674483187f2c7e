"""A Site Admin who has used a link mailed to them sets a new password."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.accounts.log_in_mail import LogInOver
from homeroom.domain.accounts.password import SHORTEST_PASSWORD, WeakPassword
from homeroom.domain.kernel.message import Message
from homeroom.use_cases.accounts.set_password_by_link import find_password_setter, set_password_by_link
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.known_browser import browser_behind, log_in_cookies
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.accounts.log_in_link import log_in_over


@dataclass(frozen=True, repr=False)
class NewPasswordPage:
    """`email` is what its reader logs in with."""

    template: ClassVar[str] = "accounts/new_password.html"
    email: str
    shortest_password: int
    errors: Mapping[str, Message]


def show_new_password(request: Request, services: Services) -> Page:
    return _page(request, services, {}, 200)


def post_new_password(request: Request, services: Services) -> Page | Redirect:
    password, browser = request.form.get("password", ""), browser_behind(request)
    try:
        started = set_password_by_link(request.session_token, password, request.route, services, browser)
    except WeakPassword as weak:
        return _page(request, services, {"password": weak.message}, 422)
    except LogInOver:
        return log_in_over(request)
    return Redirect("/", log_in_cookies(started, browser))


def _page(request: Request, services: Services, errors: Mapping[str, Message], status: int) -> Page:
    try:
        user = find_password_setter(request.session_token, services)
    except LogInOver:
        return log_in_over(request)
    return Page(NewPasswordPage(user.email, SHORTEST_PASSWORD, errors), status)


ROUTES = (
    Route("GET", "/login/password", Guard.SETTING_PASSWORD, show_new_password),
    Route("POST", "/login/password", Guard.SETTING_PASSWORD, post_new_password),
)
