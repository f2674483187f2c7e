"""The site's settings, for Site Admins: a list of sections, and a page for each that is saved by itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeroom.domain.accounts.by import By
from homeroom.domain.kernel.errors import NotFound, Refused
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.site.own_words import LANGUAGE, check_addresses
from homeroom.domain.site.settings_section import SectionChanged, SettingsSection, edition_of
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.change_year import make_next_year_current
from homeroom.use_cases.site.school_years import years_to_choose
from homeroom.use_cases.site.site_settings import change_section, site_settings
from homeroom.web.core.addresses import own_site
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.site.section_forms import FORMS, SettingsProblem, section_values
from homeroom.web.pages.site.section_conflict import conflict_errors
from homeroom.web.pages.site.settings_pages import Errors, SectionPage, SettingsPage, section_page


class SettingsNotice(Code):
    SAVED = "settings.saved"
    LOGO_SAVED = "settings.logo_saved"
    LOGO_REMOVED = "settings.logo_removed"
    SAMPLE_ASKED = "settings.sample_asked"
    YEAR_CHANGED = "settings.year_changed"
    YEAR_CHANGED_ALREADY = "settings.year_changed_already"


_NOTICES = {
    "saved": message(SettingsNotice.SAVED),
    "logo-saved": message(SettingsNotice.LOGO_SAVED),
    "logo-removed": message(SettingsNotice.LOGO_REMOVED),
    "test-sent": message(SettingsNotice.SAMPLE_ASKED),
    "year-changed": message(SettingsNotice.YEAR_CHANGED),
    "year-changed-already": message(SettingsNotice.YEAR_CHANGED_ALREADY),
}


def show_settings(request: Request, services: Services) -> Page:
    return Page(SettingsPage(settings=site_settings(services)))


def show_section(request: Request, services: Services) -> Page:
    return stored_section(_section(request), services, notice=_NOTICES.get(request.query.get("notice", "")))


def stored_section(
    section: SettingsSection,
    services: Services,
    errors: Errors | None = None,
    status: int = 200,
    notice: Message | None = None,
) -> Page:
    """Its page as it is stored. `errors` are those of another form on it."""
    settings = site_settings(services)
    values = section_values(section, settings) | {"version": edition_of(section, settings)}
    shown = SectionPage(section, values, errors or {}, notice)
    return Page(section_page(shown, settings, services), status)


def post_section(request: Request, services: Services) -> Page | Redirect:
    section, before = _section(request), site_settings(services)
    by = By(request.viewer, f"POST /settings/{section.value}")
    try:
        changed = read_section(section, before, request, services)
        change_section(section, changed, request.form.get("version"), by, services)
    except FormInvalid as invalid:
        shown = SectionPage(section, request.form, invalid.errors)
        return Page(section_page(shown, before, services), 422)
    except SectionChanged as conflict:
        return _changed_elsewhere(section, request, conflict.stored, services)
    return Redirect(f"/settings/{section.value}?notice=saved")


def _changed_elsewhere(section: SettingsSection, request: Request, stored: SiteSettings, services: Services) -> Page:
    """What was typed, with what is stored now beside each field in which they differ. Sent once more, it is saved."""
    values = {**request.form, "version": edition_of(section, stored)}
    errors = conflict_errors(request.form, section_values(section, stored))
    return Page(section_page(SectionPage(section, values, errors), stored, services), 409)


def post_next_year(request: Request, services: Services) -> Redirect:
    """The form names the year that it was shown for: pressed twice, it does not make the one after it current."""
    changed = make_next_year_current(request.form.get("year", ""), request.by, services)
    return Redirect(f"/settings/year?notice={'year-changed' if changed else 'year-changed-already'}")


def _section(request: Request) -> SettingsSection:
    try:
        return SettingsSection(request.params["section"])
    except ValueError as unknown:
        raise NotFound from unknown


def read_section(
    section: SettingsSection, before: SiteSettings, request: Request, services: Services
) -> Mapping[str, Any]:
    """What was typed, checked also for what a form cannot know. Raises FormInvalid."""
    changed = read_form(FORMS[section], request.form).changed(before)
    after = replace(before, **changed)
    if section is SettingsSection.MAIL:
        _check_own_words(after, own_site(request, services))
    if section is SettingsSection.YEAR:
        _check_year(before, after, services)
    if section is SettingsSection.LOG_IN:
        _check_second_factor(before, after, request)
    return changed


def _check_own_words(after: SiteSettings, site_url: str) -> None:
    try:
        check_addresses(after.own_words.get(LANGUAGE, ""), site_url)
    except Refused as refusal:
        raise FormInvalid({f"own_words_{LANGUAGE}": refusal.message}) from None


def _check_year(before: SiteSettings, after: SiteSettings, services: Services) -> None:
    """A year that was not offered, and a day on which it is too late to set one."""
    today, day = after.day_of(services.clock()), after.next_year_from
    if after.school_year not in years_to_choose(before, today):
        raise FormInvalid({"school_year": message(SettingsProblem.SCHOOL_YEAR)})
    if day and day != before.next_year_from and day <= today:
        raise FormInvalid({"next_year_from": message(SettingsProblem.NEXT_YEAR_FROM)})


def _check_second_factor(before: SiteSettings, after: SiteSettings, request: Request) -> None:
    """Whoever requires it of all others shows that it works, and is not locked out by it."""
    newly = after.second_factor_required and not before.second_factor_required
    if newly and not request.viewer.has_second_factor:
        raise FormInvalid({"second_factor_required": message(SettingsProblem.SECOND_FACTOR)})


ROUTES = (
    Route("GET", "/settings", Guard.ADMIN, show_settings),
    Route("GET", "/settings/{section}", Guard.ADMIN, show_section),
    Route("POST", "/settings/{section}", Guard.ADMIN, post_section),
    Route("POST", "/settings/next-year", Guard.ADMIN, post_next_year),
)
