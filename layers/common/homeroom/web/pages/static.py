"""What belongs to no page: the stylesheet and the script, and addresses where there is nothing."""

from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.ports import Outside
from homeroom.web.guards import Guard
from homeroom.web.rendering import find_static
from homeroom.web.requests import Request
from homeroom.web.responses import File
from homeroom.web.routing import EVERYTHING_ELSE, Route


def show_static(request: Request, outside: Outside) -> File:
    found = find_static(request.params["file"])
    if found is None:
        raise NotFound
    body, content_type = found
    return File(body, content_type, cache="public, max-age=31536000, immutable")


def show_nothing(request: Request, outside: Outside) -> File:
    raise NotFound


ROUTES = (
    Route("GET", "/static/{file}", Guard.ANYBODY, show_static),
    Route("GET", EVERYTHING_ELSE, Guard.ANYBODY, show_nothing),
)
