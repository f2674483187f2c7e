"""Another Site Admin: where they are logged in, and what may be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.accounts.browser import browser_text
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.accounts.site_admins import end_log_ins, remove_admin, site_admin
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.accounts.people import PEOPLE
from homeroom.web.pages.accounts.sessions import ListedSession


class PersonText(Code):
    LOGGED_OUT = "person.logged_out"


@dataclass(frozen=True, kw_only=True, repr=False)
class PersonPage:
    """Another Site Admin, `is_parent`: who is a parent as well."""

    template: ClassVar[str] = "accounts/person.html"
    id: str
    name: str
    email: str
    is_parent: bool
    logged_in: datetime | None
    has_second_factor: bool
    log_ins: Sequence[ListedSession]
    notice: Message | None


def show_person(request: Request, services: Services) -> Page | Redirect:
    found = site_admin(request.params["id"], services)
    user = found.user
    if user.id == request.viewer.id:
        return Redirect("/me/sessions")
    context = PersonPage(
        id=user.id,
        name=user.name,
        email=user.email,
        is_parent=user.is_parent,
        logged_in=user.logged_in_at,
        has_second_factor=user.has_second_factor,
        log_ins=[ListedSession(s.public_id, browser_text(s.browser), s.started_at, s.seen_at) for s in found.log_ins],
        notice=message(PersonText.LOGGED_OUT) if request.query.get("notice") == "logged-out" else None,
    )
    return Page(context)


def post_log_out(request: Request, services: Services) -> Redirect:
    user_id = request.params["id"]
    end_log_ins(user_id, request.by, request.session_token, services)
    return Redirect(f"{PEOPLE}/{user_id}?notice=logged-out")


def post_remove(request: Request, services: Services) -> Redirect:
    remove_admin(request.params["id"], request.by, request.session_token, services)
    return Redirect(f"{PEOPLE}?notice=removed")


ROUTES = (
    Route("GET", f"{PEOPLE}/{{id}}", Guard.ADMIN, show_person),
    Route("POST", f"{PEOPLE}/{{id}}/log-out", Guard.ADMIN, post_log_out),
    Route("POST", f"{PEOPLE}/{{id}}/remove", Guard.ADMIN, post_remove),
)
