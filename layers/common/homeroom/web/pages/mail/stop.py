"""No more emails: the page behind the last line of each email, what mail programs press, and the way back."""

from dataclasses import dataclass
from typing import ClassVar

from homeroom.use_cases.mail.stop_mails import find_stop_link, is_stopped, mail_again, stop_mails
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route


@dataclass(frozen=True, repr=False)
class StopPage:
    """`done`: nothing is sent to the address, and the button at `again_url` takes that back. `restarted`: it was
    pressed just now.
    """

    template: ClassVar[str] = "mail/stop_mails.html"
    done: bool
    again_url: str
    restarted: bool = False


def show_stop(request: Request, services: Services) -> Page:
    link = find_stop_link(request.params["token"], request.visitor, services)
    done = is_stopped(link, services)
    return _page(request, done=done, restarted=not done and "again" in request.query)


def post_stop(request: Request, services: Services) -> Page:
    """No redirect: mail programs do not follow one (RFC 8058)."""
    stop_mails(request.params["token"], request.visitor, services)
    return _page(request, done=True)


def post_again(request: Request, services: Services) -> Redirect:
    """No mail program presses this: it takes the proof of our own page."""
    token = request.params["token"]
    mail_again(token, request.visitor, request.route, services)
    return Redirect(f"/u/{token}?again=yes")


def _page(request: Request, *, done: bool, restarted: bool = False) -> Page:
    return Page(StopPage(done, f"/u/{request.params['token']}/again", restarted))


ROUTES = (
    Route("GET", "/u/{token}", Guard.STOPPING, show_stop),
    Route("POST", "/u/{token}", Guard.STOPPING, post_stop),
    Route("POST", "/u/{token}/again", Guard.LINK, post_again),
)
