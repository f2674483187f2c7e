"""Log in and log out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import end_session
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.anonymous_form import page_with_form
from homeroom.web.core.form_cookies import form_cookie
from homeroom.web.core.guards import Guard
from homeroom.web.core.known_browser import browser_behind, log_in_cookies
from homeroom.web.core.requests import SESSION_COOKIE, Request
from homeroom.web.core.responses import Page, Redirect, drop_cookie
from homeroom.web.core.routing import Route


class LogInMessage(Code):
    """What the page for logging in may say."""

    LOGGED_OUT = "log_in.logged_out"
    WRONG = "log_in.wrong"


@dataclass(frozen=True, repr=False)
class LogInPage:
    template: ClassVar[str] = "accounts/login.html"
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    notice: Message | None


def show_log_in(request: Request, services: Services) -> Page:
    notice = message(LogInMessage.LOGGED_OUT) if request.query.get("notice") == "logged-out" else None
    return page_with_form(request, LogInPage({}, {}, notice))


def post_log_in(request: Request, services: Services) -> Page | Redirect:
    email, password, browser = request.form.get("email", ""), request.form.get("password", ""), browser_behind(request)
    try:
        _, started = log_in(email, password, request.visitor, request.route, services, browser)
    except WrongPassword:
        context = LogInPage({"email": email}, {"email": message(LogInMessage.WRONG)}, None)
        return page_with_form(request, context, 422)
    end_session(request.session_token, services)
    return Redirect("/", log_in_cookies(started, browser))


def post_log_out(request: Request, services: Services) -> Redirect:
    """The forms behind links, too: whoever uses this browser next is not to find them open. By which cookie the
    browser is known stays: it opens nothing.
    """
    names = [SESSION_COOKIE, *map(form_cookie, request.form_keys)]
    for name in names:
        end_session(request.cookies[name], services)
    return Redirect("/login?notice=logged-out", tuple(map(drop_cookie, names)))


ROUTES = (
    Route("GET", "/login", Guard.ANYBODY, show_log_in),
    Route("POST", "/login", Guard.ANYBODY, post_log_in),
    Route("POST", "/logout", Guard.ACCOUNT, post_log_out),
)
