"""The site's settings, for Site Admins."""

from collections.abc import Mapping

from homeroom.use_cases.ports import Outside
from homeroom.use_cases.site_settings import change_settings, site_settings
from homeroom.web.forms.reading import FormInvalid, read_form
from homeroom.web.forms.settings_form import SettingsForm, settings_values
from homeroom.web.guards import Guard
from homeroom.web.requests import Request
from homeroom.web.responses import Page, Redirect
from homeroom.web.routing import Route


def show_settings(request: Request, outside: Outside) -> Page:
    notice = "The settings are saved." if request.query.get("notice") == "saved" else ""
    return _page(settings_values(site_settings(outside)), {}, notice, 200)


def post_settings(request: Request, outside: Outside) -> Page | Redirect:
    before = site_settings(outside)
    try:
        form = read_form(SettingsForm, request.form)
    except FormInvalid as invalid:
        return _page(request.form, invalid.errors, "", 422)
    change_settings(before, form.applied_to(before), outside)
    return Redirect("/settings?notice=saved")


def _page(values: Mapping[str, str], errors: Mapping[str, str], notice: str, status: int) -> Page:
    return Page("settings.html", {"values": values, "errors": errors, "notice": notice}, status)


ROUTES = (
    Route("GET", "/settings", Guard.ADMIN, show_settings),
    Route("POST", "/settings", Guard.ADMIN, post_settings),
)
