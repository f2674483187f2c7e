"""Where I'm logged in: an account's log-ins, each with a button that ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.accounts.browser import browser_text
from homeroom.domain.accounts.session import Session
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.accounts.own_sessions import end_one_session, end_other_sessions, own_sessions
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import SESSION_COOKIE, Request
from homeroom.web.core.responses import Page, Redirect, set_cookie
from homeroom.web.core.routing import Route


class SessionsNotice(Code):
    ENDED = "sessions.ended"
    OTHERS_ENDED = "sessions.others_ended"
    PASSWORD_CHANGED = "sessions.password_changed"  # noqa: S105  names a text


_NOTICES = {
    "ended": message(SessionsNotice.ENDED),
    "others-ended": message(SessionsNotice.OTHERS_ENDED),
    "password-changed": message(SessionsNotice.PASSWORD_CHANGED),
}


@dataclass(frozen=True, repr=False)
class ListedSession:
    id: str
    browser: Message
    began: datetime
    seen: datetime


@dataclass(frozen=True, repr=False)
class SessionsPage:
    template: ClassVar[str] = "accounts/sessions.html"
    this: ListedSession
    others: Sequence[ListedSession]
    notice: Message | None


def show_sessions(request: Request, services: Services) -> Page:
    own = own_sessions(request.viewer.email_key, request.session_token, services)
    context = SessionsPage(
        this=_listed(own.this),
        others=[_listed(session) for session in own.others],
        notice=_NOTICES.get(request.query.get("notice", "")),
    )
    return Page(context)


def post_end(request: Request, services: Services) -> Redirect:
    end_one_session(request.by, request.session_token, request.params["id"], services)
    return Redirect("/me/sessions?notice=ended")


def post_end_others(request: Request, services: Services) -> Redirect:
    started = end_other_sessions(request.by, request.session_token, services)
    cookie = set_cookie(SESSION_COOKIE, started.token, started.seconds)
    return Redirect("/me/sessions?notice=others-ended", (cookie,))


def _listed(session: Session) -> ListedSession:
    return ListedSession(session.public_id, browser_text(session.browser), session.started_at, session.seen_at)


ROUTES = (
    Route("GET", "/me/sessions", Guard.ACCOUNT, show_sessions),
    Route("POST", "/me/sessions/end-others", Guard.ACCOUNT, post_end_others),
    Route("POST", "/me/sessions/{id}/end", Guard.ACCOUNT, post_end),
)
