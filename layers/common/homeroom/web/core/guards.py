"""Who may pass a route, and whether a form that was sent is one of ours."""

from collections.abc import Mapping
from enum import Enum
from urllib.parse import urlsplit

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.errors import HomeroomError, NotAllowed, NotFound
from homeroom.domain.kernel.token import csrf_token, same
from homeroom.use_cases.accounts.sessions import check_not_removed
from homeroom.use_cases.answers.answer import AnswerOver
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.requests import ANONYMOUS_COOKIE, Request


class Guard(Enum):
    """Who may pass: anybody, whoever has the link in an email, whoever has the address that stops emails, a parent who
    has pressed the button behind a link, any user, Site Admins, parents. ACCOUNT is any user, also one who has not said
    yet which of the parents at their address they are. SECOND_FACTOR is a Site Admin who owes one, SETTING_PASSWORD one
    who has used a mailed link and may set a password. It also decides which secret a form of the route is bound to.
    """

    ANYBODY = "anybody"
    LINK = "link"
    STOPPING = "stopping"
    ANSWERING = "answering"
    SECOND_FACTOR = "second factor"
    SETTING_PASSWORD = "setting password"  # noqa: S105  names what it is for
    ACCOUNT = "account"
    LOGGED_IN = "logged in"
    ADMIN = "admin"
    PARENT = "parent"


class LogInFirst(HomeroomError):
    """This page is for users, and nobody is logged in."""


class SecondFactorFirst(HomeroomError):
    """A Site Admin has given the password and owes a code, or an app that makes them."""


class ChooseParentFirst(HomeroomError):
    """Several parents share the address, and this browser has not said which of them it is."""


class ForgedPost(HomeroomError):
    """A form was sent that none of our pages made for this visitor, or whose page is too old."""


class CookiesRefused(HomeroomError):
    """This browser sends no cookie back, though it has just been given one."""


def check_may_pass(guard: Guard, request: Request, services: Services) -> None:
    """Raises as `check_guard`, and NoLongerAdmin where a log-in is over because its holder was removed."""
    try:
        check_guard(guard, request)
    except LogInFirst:
        check_not_removed(request.session_token, services)
        raise


def check_guard(guard: Guard, request: Request) -> None:
    """What cookies or links open is for the handler.

    Raises LogInFirst, SecondFactorFirst, ChooseParentFirst, NotAllowed or NotFound.
    """
    if guard in (Guard.ANYBODY, Guard.LINK, Guard.STOPPING, Guard.ANSWERING, Guard.SETTING_PASSWORD):
        return
    if guard is Guard.SECOND_FACTOR and request.debtor:
        return
    if request.user is None:
        raise SecondFactorFirst if request.debtor else LogInFirst
    _check_role(guard, request.user)


def _check_role(guard: Guard, user: User) -> None:
    if guard is Guard.SECOND_FACTOR:
        raise NotFound
    if guard is Guard.ADMIN and not user.is_admin:
        raise NotAllowed
    if guard is Guard.PARENT and not user.is_parent:
        raise NotFound
    undecided = user.is_parent and not user.contact_id
    if undecided and (guard is Guard.PARENT or (guard is Guard.LOGGED_IN and not user.is_admin)):
        raise ChooseParentFirst


def check_not_forged(guard: Guard, request: Request, headers: Mapping[str, str]) -> None:
    """The form carries a proof bound to its visitor's secret, and the browser says it comes from us.

    Not so where emails are stopped: mail programs press that button from elsewhere, as RFC 8058 has it, and who knows
    the address needs no other proof. Raises ForgedPost, AnswerOver where the browser has no form of that key, or
    CookiesRefused where the page of the form has given a cookie and none came back.
    """
    if guard is Guard.STOPPING:
        return
    if is_foreign(headers):
        raise ForgedPost
    secret = secret_of(guard, request)
    if not secret and guard is Guard.ANSWERING:
        raise AnswerOver
    if not secret and guard is Guard.ANYBODY and not request.cookies:
        raise CookiesRefused
    if not secret or not same(request.form.get("csrf", ""), csrf_token(secret)):
        raise ForgedPost


def is_foreign(headers: Mapping[str, str]) -> bool:
    """The browser says that the request comes from a page of another site."""
    return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") or _is_from_elsewhere(headers)


def _is_from_elsewhere(headers: Mapping[str, str]) -> bool:
    origin = headers.get("origin", "")
    try:
        return origin not in ("", "null") and urlsplit(origin).netloc != headers.get("host", "")
    except ValueError:  # no address at all
        return True


def secret_of(guard: Guard, request: Request) -> str:
    """What this visitor holds and nobody else knows; empty when they hold nothing."""
    if guard in (Guard.LINK, Guard.STOPPING):
        return request.params["token"]
    if guard is Guard.ANSWERING:
        return request.form_token
    if guard is Guard.ANYBODY:
        return request.cookies.get(ANONYMOUS_COOKIE, "")
    return request.session_token
