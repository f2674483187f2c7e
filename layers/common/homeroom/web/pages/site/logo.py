"""The school's logo: its address, for anybody, and the forms that choose and remove it."""

from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.site.picture import PictureRefused
from homeroom.domain.site.settings_section import SettingsSection
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.logo import LogoChanged, change_logo, remove_logo
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.site.settings import stored_section


class LogoProblem(Code):
    """What keeps a logo from being saved, besides what is wrong with the picture itself."""

    NO_FILE = "logo.no_file"
    CHANGED_ELSEWHERE = "logo.changed_elsewhere"


def show_logo(request: Request, services: Services) -> File:
    """Kept by browsers for ever: the address changes with the picture, and an earlier one leads nowhere."""
    logo = services.site.logo()
    if logo is None or logo.name != request.params["file"]:
        raise NotFound
    return File(logo.body, logo.content_type, cache="public, max-age=31536000, immutable")


def post_logo(request: Request, services: Services) -> Page | Redirect:
    file = request.files.get("file")
    if file is None or not file.body:
        return _refused(message(LogoProblem.NO_FILE), services)
    try:
        change_logo(file.body, request.form.get("logo"), request.by, services)
    except PictureRefused as refused:
        return _refused(refused.problem, services)
    except LogoChanged:
        return _changed_elsewhere(services)
    return Redirect("/settings/school?notice=logo-saved")


def post_remove(request: Request, services: Services) -> Page | Redirect:
    try:
        remove_logo(request.form.get("logo"), request.by, services)
    except LogoChanged:
        return _changed_elsewhere(services)
    return Redirect("/settings/school?notice=logo-removed")


def _refused(problem: Message, services: Services, status: int = 422) -> Page:
    return stored_section(SettingsSection.SCHOOL, services, {"file": problem}, status)


def _changed_elsewhere(services: Services) -> Page:
    """With the logo that is there now, and the form for it."""
    return _refused(message(LogoProblem.CHANGED_ELSEWHERE), services, 409)


ROUTES = (
    Route("GET", "/logo/{file}", Guard.ANYBODY, show_logo),
    Route("POST", "/settings/logo", Guard.ADMIN, post_logo),
    Route("POST", "/settings/logo/remove", Guard.ADMIN, post_remove),
)
