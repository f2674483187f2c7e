"""What belongs to no page: the stylesheet and the script."""

from homeroom.domain.kernel.errors import NotFound
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.rendering import find_static
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File
from homeroom.web.core.routing import Route


def show_static(request: Request, services: Services) -> File:
    static = find_static(request.params["file"])
    if static is None:
        raise NotFound
    body, content_type = static
    return File(body, content_type, cache="public, max-age=31536000, immutable")


ROUTES = (Route("GET", "/static/{file}", Guard.ANYBODY, show_static),)
