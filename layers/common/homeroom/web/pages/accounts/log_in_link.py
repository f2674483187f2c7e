"""Email me a log-in link: where one asks, where the code from the email is typed, and what its link opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.accounts.log_in_mail import LogInOver
from homeroom.domain.kernel.email_address import InvalidEmail
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.accounts.browser import Browser
from homeroom.use_cases.accounts.sessions import end_session
from homeroom.use_cases.accounts.use_log_in_mail import (
    Entered,
    NoCode,
    WrongCode,
    awaits_code,
    look_at_link,
    use_code,
    use_link,
)
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.anonymous_form import page_with_form
from homeroom.web.core.guards import Guard
from homeroom.web.core.known_browser import browser_behind, log_in_cookies
from homeroom.web.core.requests import ANONYMOUS_COOKIE, SESSION_COOKIE, Request
from homeroom.web.core.responses import Page, Redirect, set_cookie
from homeroom.web.core.routing import Route


class LogInLinkProblem(Code):
    """Why an address or a code is not taken."""

    EMAIL = "log_in_link.email"
    CODE_SHAPE = "log_in_link.code_shape"
    CODE_WRONG = "log_in_link.code_wrong"


@dataclass(frozen=True, repr=False)
class AskForLogInPage:
    """`over`: a link or a code did not log in."""

    template: ClassVar[str] = "accounts/ask_for_log_in.html"
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    over: bool = False


@dataclass(frozen=True, repr=False)
class CheckEmailPage:
    template: ClassVar[str] = "accounts/check_email.html"
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class LogInLinkPage:
    """`sets_password`: what its button begins sets a password, and is no log-in."""

    template: ClassVar[str] = "accounts/log_in_link.html"
    sets_password: bool


def show_ask(request: Request, services: Services) -> Page:
    return page_with_form(request, AskForLogInPage({}, {}))


def post_ask(request: Request, services: Services) -> Page | Redirect:
    email = request.form.get("email", "")
    try:
        ask_for_log_in(email, _browser(request), request.visitor, services)
    except InvalidEmail:
        context = AskForLogInPage({"email": email}, {"email": message(LogInLinkProblem.EMAIL)})
        return page_with_form(request, context, 422)
    return Redirect("/login/code")


def show_code(request: Request, services: Services) -> Page | Redirect:
    """The same for every address, and the address of the page gives nothing away."""
    if not awaits_code(_browser(request), services):
        return Redirect("/login/link")
    return page_with_form(request, CheckEmailPage({}))


def post_code(request: Request, services: Services) -> Page | Redirect:
    browser = browser_behind(request)
    try:
        entered = use_code(request.form.get("code", ""), _browser(request), request.route, services, browser)
    except NoCode:
        return _not_taken(request, message(LogInLinkProblem.CODE_SHAPE))
    except WrongCode as wrong:
        if not wrong.tries_left:
            return log_in_over(request)
        return _not_taken(request, message(LogInLinkProblem.CODE_WRONG, count=wrong.tries_left))
    except LogInOver:
        return log_in_over(request)
    return _let_in(entered, browser, request, services)


def show_link(request: Request, services: Services) -> Page:
    try:
        user = look_at_link(request.params["token"], request.visitor, services)
    except LogInOver:
        return log_in_over(request)
    return Page(LogInLinkPage(user.is_admin))


def post_link(request: Request, services: Services) -> Page | Redirect:
    browser = browser_behind(request)
    try:
        entered = use_link(request.params["token"], request.visitor, request.route, services, browser)
    except LogInOver:
        return log_in_over(request)
    return _let_in(entered, browser, request, services)


def log_in_over(request: Request) -> Page:
    return page_with_form(request, AskForLogInPage({}, {}, over=True), 410)


def _not_taken(request: Request, problem: Message) -> Page:
    return page_with_form(request, CheckEmailPage({"code": problem}), 422)


def _let_in(entered: Entered, browser: Browser, request: Request, services: Services) -> Redirect:
    """A Site Admin's browser is known once the password is set."""
    end_session(request.session_token, services)
    if entered.sets_password:
        cookie = set_cookie(SESSION_COOKIE, entered.started.token, entered.started.seconds)
        return Redirect("/login/password", (cookie,))
    return Redirect("/", log_in_cookies(entered.started, browser))


def _browser(request: Request) -> str:
    """What is mailed for this browser is bound to the cookie that its form is bound to."""
    return request.cookies.get(ANONYMOUS_COOKIE, "")


ROUTES = (
    Route("GET", "/login/link", Guard.ANYBODY, show_ask),
    Route("POST", "/login/link", Guard.ANYBODY, post_ask),
    Route("GET", "/login/code", Guard.ANYBODY, show_code),
    Route("POST", "/login/code", Guard.ANYBODY, post_code),
    Route("GET", "/login/link/{token}", Guard.LINK, show_link),
    Route("POST", "/login/link/{token}", Guard.LINK, post_link),
)
