"""Several parents share an address and its password: after log-in one chooses by first name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Message, message
from homeroom.use_cases.accounts.choose_who import choose_who, parents_at_address
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.who_form import WhoProblem


@dataclass(frozen=True, repr=False)
class WhoIsItPage:
    """`parents` at the address `email` are values and first names."""

    template: ClassVar[str] = "accounts/who.html"
    email: str
    parents: Sequence[tuple[str, str]]
    errors: Mapping[str, Message]


def show_who(request: Request, services: Services) -> Page | Redirect:
    parents = parents_at_address(request.viewer.email_key, services)
    if len(parents) < 2:
        return Redirect("/")
    return _page(request, services, {}, 200)


def post_who(request: Request, services: Services) -> Page | Redirect:
    try:
        choose_who(request.session_token, request.form.get("parent", ""), services)
    except NotFound:
        return _page(request, services, {"parent": message(WhoProblem.CHOOSE)}, 422)
    return Redirect("/")


def _page(request: Request, services: Services, errors: Mapping[str, Message], status: int) -> Page:
    parents = parents_at_address(request.viewer.email_key, services)
    choices = [(parent.id, parent.details.called) for parent in parents]
    return Page(WhoIsItPage(request.viewer.email, choices, errors), status)


ROUTES = (
    Route("GET", "/me/who", Guard.ACCOUNT, show_who),
    Route("POST", "/me/who", Guard.ACCOUNT, post_who),
)
