"""The site's settings, for Site Admins."""

from collections.abc import Mapping

from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import change_settings, site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.reading import FormInvalid, read_form
from homeroom.web.forms.site.settings_form import SettingsForm, settings_values


def show_settings(request: Request, services: Services) -> Page:
    notice = "The settings are saved." if request.query.get("notice") == "saved" else ""
    return _page(settings_values(site_settings(services)), {}, notice, 200)


def post_settings(request: Request, services: Services) -> Page | Redirect:
    before = site_settings(services)
    try:
        form = read_form(SettingsForm, request.form)
    except FormInvalid as invalid:
        return _page(request.form, invalid.errors, "", 422)
    change_settings(before, form.applied_to(before), services)
    return Redirect("/settings?notice=saved")


def _page(values: Mapping[str, str], errors: Mapping[str, str], notice: str, status: int) -> Page:
    return Page("site/settings.html", {"values": values, "errors": errors, "notice": notice}, status)


ROUTES = (
    Route("GET", "/settings", Guard.ADMIN, show_settings),
    Route("POST", "/settings", Guard.ADMIN, post_settings),
)
