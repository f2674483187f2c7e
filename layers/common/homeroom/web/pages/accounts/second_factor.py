"""A Site Admin's second factor: the code at log-in, setting up the app, recovery codes, turning it off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from aws_lambda_powertools.shared.cookies import Cookie

from homeroom.domain.accounts.second_factor import WrongCode
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.accounts.second_factor import (
    factor_of,
    log_in_with_code,
    renew_recovery_codes,
    turn_off,
)
from homeroom.use_cases.accounts.sessions import Started
from homeroom.use_cases.accounts.set_up_second_factor import propose, set_up
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.qr_code import QrCode, qr_code
from homeroom.web.core.requests import SESSION_COOKIE, Request
from homeroom.web.core.responses import Page, Redirect, set_cookie
from homeroom.web.core.routing import Route

_AT_LOG_IN, _OWN = "/login/second-factor", "/me/second-factor"


class SecondFactorMessage(Code):
    """What the pages may say."""

    OFF = "second_factor.off"
    WRONG = "second_factor.wrong"
    WRONG_RECOVERY = "second_factor.wrong_recovery"
    WRONG_NEW = "second_factor.wrong_new"


@dataclass(frozen=True, repr=False)
class CodePage:
    template: ClassVar[str] = "accounts/second_factor_code.html"
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class SetUpPage:
    """`address` is for an app on this device, `secret`, in groups of four, to be typed into one elsewhere. `at_log_in`:
    the site requires it.
    """

    template: ClassVar[str] = "accounts/second_factor_set_up.html"
    qr: QrCode
    address: str
    secret: str
    at_log_in: bool
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class RecoveryCodesPage:
    template: ClassVar[str] = "accounts/second_factor_codes.html"
    codes: Sequence[str]
    at_log_in: bool


@dataclass(frozen=True, repr=False)
class SecondFactorPage:
    """`codes_left` are recovery codes. `required`: by the site."""

    template: ClassVar[str] = "accounts/second_factor.html"
    is_on: bool
    codes_left: int
    required: bool
    errors: Mapping[str, Message]
    notice: Message | None


def show_code(request: Request, services: Services) -> Page | Redirect:
    if not _debtor(request).has_second_factor:
        return Redirect(f"{_AT_LOG_IN}/new")
    return Page(CodePage({}))


def post_code(request: Request, services: Services) -> Page | Redirect:
    typed, field = request.form.get("code", ""), "code"
    if request.form.get("recovery_code"):
        typed, field = request.form["recovery_code"], "recovery_code"
    try:
        started = log_in_with_code(request.session_token, typed, request.route, services)
    except WrongCode:
        wrong = SecondFactorMessage.WRONG if field == "code" else SecondFactorMessage.WRONG_RECOVERY
        return Page(CodePage({field: message(wrong)}), 422)
    return Redirect("/", (_cookie(started),))


def show_set_up_at_log_in(request: Request, services: Services) -> Page | Redirect:
    debtor = _debtor(request)
    return Redirect(_AT_LOG_IN) if debtor.has_second_factor else _set_up_page(request, debtor, services)


def show_set_up(request: Request, services: Services) -> Page | Redirect:
    viewer = request.viewer
    return Redirect(_OWN) if viewer.has_second_factor else _set_up_page(request, viewer, services)


def post_set_up(request: Request, services: Services) -> Page | Redirect:
    """The recovery codes stand in this answer and nowhere else."""
    user = request.debtor or request.viewer
    if user.has_second_factor:
        return Redirect(_AT_LOG_IN if request.debtor else _OWN)
    try:
        done = set_up(request.session_token, request.form.get("code", ""), request.route, services)
    except WrongCode:
        return _set_up_page(request, user, services, {"code": message(SecondFactorMessage.WRONG_NEW)})
    context = RecoveryCodesPage(done.recovery_codes, at_log_in=request.debtor is not None)
    return Page(context, cookies=(_cookie(done.started),), csrf_secret=done.started.token)


def show_own(request: Request, services: Services) -> Page:
    notice = message(SecondFactorMessage.OFF) if request.query.get("notice") == "off" else None
    return _own_page(request, services, {}, notice)


def post_off(request: Request, services: Services) -> Page | Redirect:
    try:
        started = turn_off(request.session_token, request.form.get("off_code", ""), request.by, services)
    except WrongCode:
        return _own_page(request, services, {"off_code": message(SecondFactorMessage.WRONG)})
    return Redirect(f"{_OWN}?notice=off", (_cookie(started),))


def post_recovery_codes(request: Request, services: Services) -> Page:
    try:
        codes = renew_recovery_codes(request.session_token, request.form.get("renew_code", ""), request.by, services)
    except WrongCode:
        return _own_page(request, services, {"renew_code": message(SecondFactorMessage.WRONG)})
    return Page(RecoveryCodesPage(codes, at_log_in=False))


def _debtor(request: Request) -> User:
    assert request.debtor is not None  # noqa: S101  the route's guard saw to it
    return request.debtor


def _cookie(started: Started) -> Cookie:
    return set_cookie(SESSION_COOKIE, started.token, started.seconds)


def _set_up_page(request: Request, user: User, services: Services, errors: Mapping[str, Message] | None = None) -> Page:
    app = propose(request.session_token, user, services)
    secret = " ".join(app.secret[start : start + 4] for start in range(0, len(app.secret), 4))
    context = SetUpPage(qr_code(app.address), app.address, secret, request.debtor is not None, errors or {})
    return Page(context, 422 if errors else 200)


def _own_page(
    request: Request, services: Services, errors: Mapping[str, Message], notice: Message | None = None
) -> Page:
    is_on = request.viewer.has_second_factor
    left = len(factor_of(request.viewer, services).recovery) if is_on else 0
    required = site_settings(services).second_factor_required
    return Page(SecondFactorPage(is_on, left, required, errors, notice), 422 if errors else 200)


ROUTES = (
    Route("GET", _AT_LOG_IN, Guard.SECOND_FACTOR, show_code),
    Route("POST", _AT_LOG_IN, Guard.SECOND_FACTOR, post_code),
    Route("GET", f"{_AT_LOG_IN}/new", Guard.SECOND_FACTOR, show_set_up_at_log_in),
    Route("POST", f"{_AT_LOG_IN}/new", Guard.SECOND_FACTOR, post_set_up),
    Route("GET", _OWN, Guard.ADMIN, show_own),
    Route("GET", f"{_OWN}/new", Guard.ADMIN, show_set_up),
    Route("POST", f"{_OWN}/new", Guard.ADMIN, post_set_up),
    Route("POST", f"{_OWN}/off", Guard.ADMIN, post_off),
    Route("POST", f"{_OWN}/recovery-codes", Guard.ADMIN, post_recovery_codes),
)
