"""The site's settings, for Site Admins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.countries import COUNTRIES, ELSEWHERE
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.school_year import next_school_year
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.domain.site.time_zone import AMERICAN, OTHERS
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.change_year import make_next_year_current
from homeroom.use_cases.site.school_years import years_to_choose
from homeroom.use_cases.site.site_settings import change_settings, site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.site.settings_form import SettingsForm, SettingsProblem, settings_values


class SettingsNotice(Code):
    SAVED = "settings.saved"
    YEAR_CHANGED = "settings.year_changed"
    YEAR_CHANGED_ALREADY = "settings.year_changed_already"


_NOTICES = {
    "saved": message(SettingsNotice.SAVED),
    "year-changed": message(SettingsNotice.YEAR_CHANGED),
    "year-changed-already": message(SettingsNotice.YEAR_CHANGED_ALREADY),
}
_OTHER_ZONES = tuple((name, name.replace("_", " ")) for name in OTHERS)
_AMERICAN_ZONES = tuple((name, message(code)) for name, code in AMERICAN.items())


_COUNTRIES = tuple(COUNTRIES.items())


@dataclass(frozen=True, kw_only=True, repr=False)
class SettingsPage:
    """`years` are those to choose from, each as value and text. `next_year` follows on the current one; `prepared`: it
    has homerooms.
    """

    template: ClassVar[str] = "site/settings.html"
    years: Sequence[tuple[str, str]]
    next_year: str
    prepared: bool
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    notice: Message | None
    american_zones: Sequence[tuple[str, Message]] = _AMERICAN_ZONES
    other_zones: Sequence[tuple[str, str]] = _OTHER_ZONES
    countries: Sequence[tuple[str, str]] = _COUNTRIES
    elsewhere: str = ELSEWHERE


def show_settings(request: Request, services: Services) -> Page:
    settings = site_settings(services)
    page = _page(settings, settings_values(settings), {}, services)
    return Page(replace(page, notice=_NOTICES.get(request.query.get("notice", ""))))


def post_settings(request: Request, services: Services) -> Page | Redirect:
    before = site_settings(services)
    try:
        after = read_form(SettingsForm, request.form).applied_to(before)
        _check_year(before, after, services)
        _check_second_factor(before, after, request.viewer)
    except FormInvalid as invalid:
        return Page(_page(before, request.form, invalid.errors, services), 422)
    change_settings(before, after, request.by, services)
    return Redirect("/settings?notice=saved")


def post_next_year(request: Request, services: Services) -> Redirect:
    """The form names the year that it was shown for: pressed twice, it does not make the one after it current."""
    changed = make_next_year_current(request.form.get("year", ""), request.by, services)
    return Redirect(f"/settings?notice={'year-changed' if changed else 'year-changed-already'}")


def _check_year(before: SiteSettings, after: SiteSettings, services: Services) -> None:
    """Raises FormInvalid for a year that was not offered, and for a day on which it is too late to set one."""
    today, day = after.day_of(services.clock()), after.next_year_from
    if after.school_year not in years_to_choose(before, today):
        raise FormInvalid({"school_year": message(SettingsProblem.SCHOOL_YEAR)})
    if day and day != before.next_year_from and day <= today:
        raise FormInvalid({"next_year_from": message(SettingsProblem.NEXT_YEAR_FROM)})


def _check_second_factor(before: SiteSettings, after: SiteSettings, viewer: User) -> None:
    """Raises FormInvalid: whoever requires it of all others shows that it works, and is not locked out by it."""
    if after.second_factor_required and not before.second_factor_required and not viewer.has_second_factor:
        raise FormInvalid({"second_factor_required": message(SettingsProblem.SECOND_FACTOR)})


def _page(
    settings: SiteSettings, values: Mapping[str, str], errors: Mapping[str, Message], services: Services
) -> SettingsPage:
    next_year = next_school_year(settings.school_year)
    return SettingsPage(
        years=[(year, year) for year in years_to_choose(settings, settings.day_of(services.clock()))],
        next_year=next_year,
        prepared=services.roster.has_homerooms(next_year),
        values=values,
        errors=errors,
        notice=None,
    )


ROUTES = (
    Route("GET", "/settings", Guard.ADMIN, show_settings),
    Route("POST", "/settings", Guard.ADMIN, post_settings),
    Route("POST", "/settings/next-year", Guard.ADMIN, post_next_year),
)
