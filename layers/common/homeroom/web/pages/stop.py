"""No more mails: the page behind the last line of each mail, and what mail programs press."""

from homeroom.use_cases.ports import Outside
from homeroom.use_cases.stop_mails import find_stop_link, is_stopped, stop_mails
from homeroom.web.guards import Guard
from homeroom.web.requests import Request
from homeroom.web.responses import Page
from homeroom.web.routing import Route


def show_stop(request: Request, outside: Outside) -> Page:
    link = find_stop_link(request.params["token"], request.visitor, outside)
    return Page("stop_mails.html", {"done": is_stopped(link, outside)})


def post_stop(request: Request, outside: Outside) -> Page:
    """No redirect: mail programs do not follow one (RFC 8058)."""
    stop_mails(request.params["token"], request.visitor, outside)
    return Page("stop_mails.html", {"done": True})


ROUTES = (
    Route("GET", "/u/{token}", Guard.STOPPING, show_stop),
    Route("POST", "/u/{token}", Guard.STOPPING, post_stop),
)
