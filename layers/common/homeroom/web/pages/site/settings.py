"""The site's settings, for Site Admins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.site.time_zone import AMERICAN, OTHERS
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import change_settings, site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.site.settings_form import SettingsForm, settings_values


class SettingsNotice(Code):
    SAVED = "settings.saved"


_OTHER_ZONES = tuple((name, name.replace("_", " ")) for name in OTHERS)
_AMERICAN_ZONES = tuple((name, message(code)) for name, code in AMERICAN.items())


@dataclass(frozen=True, repr=False)
class SettingsPage:
    template: ClassVar[str] = "site/settings.html"
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    notice: Message | None
    american_zones: Sequence[tuple[str, Message]] = _AMERICAN_ZONES
    other_zones: Sequence[tuple[str, str]] = _OTHER_ZONES


def show_settings(request: Request, services: Services) -> Page:
    notice = message(SettingsNotice.SAVED) if request.query.get("notice") == "saved" else None
    return Page(SettingsPage(settings_values(site_settings(services)), {}, notice))


def post_settings(request: Request, services: Services) -> Page | Redirect:
    before = site_settings(services)
    try:
        form = read_form(SettingsForm, request.form)
    except FormInvalid as invalid:
        return Page(SettingsPage(request.form, invalid.errors, None), 422)
    change_settings(before, form.applied_to(before), request.by, services)
    return Redirect("/settings?notice=saved")


ROUTES = (
    Route("GET", "/settings", Guard.ADMIN, show_settings),
    Route("POST", "/settings", Guard.ADMIN, post_settings),
)
