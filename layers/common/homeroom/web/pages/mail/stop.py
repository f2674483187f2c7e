"""No more emails: the page behind the last line of each email, and what mail programs press."""

from dataclasses import dataclass
from typing import ClassVar

from homeroom.use_cases.mail.stop_mails import find_stop_link, is_stopped, stop_mails
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route


@dataclass(frozen=True, repr=False)
class StopPage:
    template: ClassVar[str] = "mail/stop_mails.html"
    done: bool


def show_stop(request: Request, services: Services) -> Page:
    link = find_stop_link(request.params["token"], request.visitor, services)
    return Page(StopPage(done=is_stopped(link, services)))


def post_stop(request: Request, services: Services) -> Page:
    """No redirect: mail programs do not follow one (RFC 8058)."""
    stop_mails(request.params["token"], request.visitor, services)
    return Page(StopPage(done=True))


ROUTES = (
    Route("GET", "/u/{token}", Guard.STOPPING, show_stop),
    Route("POST", "/u/{token}", Guard.STOPPING, post_stop),
)
