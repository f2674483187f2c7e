"""One's own password: to be set where there is none yet, else to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.accounts.password import SHORTEST_PASSWORD, WeakPassword
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.accounts.own_password import needs_old_password, set_own_password
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.known_browser import browser_behind, log_in_cookies
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route


class OwnPasswordProblem(Code):
    WRONG_OLD = "own_password.wrong_old"


@dataclass(frozen=True, repr=False)
class PasswordPage:
    """`email` is what one logs in with."""

    template: ClassVar[str] = "accounts/password.html"
    email: str
    has_password: bool
    needs_old: bool
    shortest_password: int
    errors: Mapping[str, Message]


def show_password(request: Request, services: Services) -> Page:
    return _page(request, services, {}, 200)


def post_password(request: Request, services: Services) -> Page | Redirect:
    new, old = request.form.get("password", ""), request.form.get("old_password", "")
    browser = browser_behind(request)
    try:
        started = set_own_password(request.by, request.session_token, new, old, services, browser)
    except WeakPassword as weak:
        return _page(request, services, {"password": weak.message}, 422)
    except WrongPassword:
        return _page(request, services, {"old_password": message(OwnPasswordProblem.WRONG_OLD)}, 422)
    registered = request.viewer.is_parent and not request.viewer.has_password
    to = "/me?notice=registered" if registered else "/me/sessions?notice=password-changed"
    return Redirect(to, log_in_cookies(started, browser))


def _page(request: Request, services: Services, errors: Mapping[str, Message], status: int) -> Page:
    user = request.viewer
    needs_old = needs_old_password(user, request.session_token, services)
    return Page(PasswordPage(user.email, user.has_password, needs_old, SHORTEST_PASSWORD, errors), status)


ROUTES = (
    Route("GET", "/me/password", Guard.LOGGED_IN, show_password),
    Route("POST", "/me/password", Guard.LOGGED_IN, post_password),
)
"""Not for an account of several parents of whom none is chosen: the one who sets the first password is registered."""
