"""The sections of the site's settings as typed."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from homeroom.domain.kernel.countries import COUNTRIES, ELSEWHERE
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.phone import nice_phone
from homeroom.domain.roster.school_year import InvalidSchoolYear, parse_school_year
from homeroom.domain.site.settings_section import SettingsSection
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.domain.site.time_zone import OFFERED
from homeroom.web.forms.day_field import DayProblem, day_in
from homeroom.web.forms.form_parsing import Line, Name, Phone, refused, required
from homeroom.web.forms.site.mail_form import MailForm, SenderName
from homeroom.web.forms.site.section_form import SectionForm


class SettingsProblem(Code):
    """What to type or choose instead."""

    SCHOOL_NAME = "settings_form.school_name"
    SCHOOL_YEAR = "settings_form.school_year"
    LINK_DAYS = "settings_form.link_days"
    NEXT_YEAR_FROM = "settings_form.next_year_from"
    RECORD_YEARS = "settings_form.record_years"
    REMINDER_DAYS = "settings_form.reminder_days"
    YES_OR_NO = "settings_form.yes_or_no"
    PARENTS_MAY_INVITE = "settings_form.parents_may_invite"
    TIME_ZONE = "settings_form.time_zone"
    COUNTRY = "settings_form.country"
    SECOND_FACTOR = "settings_form.second_factor"


def _school_year(text: str) -> str:
    try:
        return parse_school_year(text)
    except InvalidSchoolYear as invalid:
        raise ValueError from invalid


def _day(text: str) -> date | None:
    day = day_in(text)
    if isinstance(day, DayProblem):
        raise refused(message(day))
    return day


def _time_zone(name: str) -> str:
    if name not in OFFERED:
        raise ValueError
    return name


def _country(code: str) -> str:
    if code not in COUNTRIES and code != ELSEWHERE:
        raise ValueError
    return code


_MOST_REMINDERS = 5


def _days(text: str) -> tuple[int, ...]:
    """`3,10` and `3 10` as 3 and 10. Raises ValueError for anything but a few rising numbers of days."""
    days = tuple(int(day) for day in text.replace(",", " ").split())
    rising = all(first < second for first, second in pairwise(days))
    if not rising or len(days) > _MOST_REMINDERS or not all(1 <= day <= 365 for day in days):
        raise ValueError
    return days


class SchoolForm(SectionForm):
    school_name: Annotated[SenderName, AfterValidator(required)] = ""
    office_person: Name = ""
    office_phone: Phone = ""
    office_address: Line = ""
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    country: Annotated[str, AfterValidator(_country)] = "US"

    problems: ClassVar[Mapping[str, Code]] = {
        "school_name": SettingsProblem.SCHOOL_NAME,
        "time_zone": SettingsProblem.TIME_ZONE,
        "country": SettingsProblem.COUNTRY,
    }

    def changed(self, settings: SiteSettings, /) -> Mapping[str, Any]:
        """The office's number as people dial it in the country that is chosen with it."""
        changed = {"office_phone": settings.office_phone, "country": settings.country, **super().changed(settings)}
        phone = changed["office_phone"]
        return {**changed, "office_phone": nice_phone(phone, changed["country"]) if phone else ""}


class LinksForm(SectionForm):
    link_days: Annotated[int, Field(ge=1, le=365)] = 0
    reminder_days: Annotated[tuple[int, ...], BeforeValidator(_days), Field(validate_default=False)] = ()
    daily_digest: bool = False

    problems: ClassVar[Mapping[str, Code]] = {
        "link_days": SettingsProblem.LINK_DAYS,
        "reminder_days": SettingsProblem.REMINDER_DAYS,
        "daily_digest": SettingsProblem.YES_OR_NO,
    }


class SharingForm(SectionForm):
    parents_may_invite: ParentsInvite = ParentsInvite.NO

    problems: ClassVar[Mapping[str, Code]] = {"parents_may_invite": SettingsProblem.PARENTS_MAY_INVITE}

    def changed(self, _: SiteSettings, /) -> Mapping[str, Any]:
        return {"parents_invite": self.parents_may_invite} if self.model_fields_set else {}


class YearForm(SectionForm):
    school_year: Annotated[str, AfterValidator(_school_year)] = ""
    next_year_from: Annotated[date | None, BeforeValidator(_day), Field(validate_default=False)] = None

    problems: ClassVar[Mapping[str, Code]] = {
        "school_year": SettingsProblem.SCHOOL_YEAR,
    }

    def changed(self, settings: SiteSettings, /) -> Mapping[str, Any]:
        """The day goes with a year that is chosen instead."""
        changed = {"next_year_from": settings.next_year_from, **super().changed(settings)}
        if self.school_year != settings.school_year and changed["next_year_from"] == settings.next_year_from:
            changed["next_year_from"] = None
        return changed


class FilesForm(SectionForm):
    new_homerooms: bool = False
    files_wait: bool = True

    problems: ClassVar[Mapping[str, Code]] = {
        "new_homerooms": SettingsProblem.YES_OR_NO,
        "files_wait": SettingsProblem.YES_OR_NO,
    }


class LogInForm(SectionForm):
    second_factor_required: bool = False

    problems: ClassVar[Mapping[str, Code]] = {"second_factor_required": SettingsProblem.YES_OR_NO}


class KeptForm(SectionForm):
    record_years: Annotated[int, Field(ge=1, le=10)] = 0

    problems: ClassVar[Mapping[str, Code]] = {"record_years": SettingsProblem.RECORD_YEARS}


FORMS: Mapping[SettingsSection, type[SectionForm]] = {
    SettingsSection.SCHOOL: SchoolForm,
    SettingsSection.MAIL: MailForm,
    SettingsSection.LINKS: LinksForm,
    SettingsSection.SHARING: SharingForm,
    SettingsSection.YEAR: YearForm,
    SettingsSection.FILES: FilesForm,
    SettingsSection.LOG_IN: LogInForm,
    SettingsSection.KEPT: KeptForm,
}


def section_values(section: SettingsSection, settings: SiteSettings) -> dict[str, str]:
    """The section's form filled with what is stored."""
    return {name: _shown(name, settings) for name in FORMS[section].model_fields}


def _shown(name: str, settings: SiteSettings) -> str:
    if name.startswith("own_words_"):
        return settings.own_words.get(name.removeprefix("own_words_"), "")
    value = getattr(settings, "parents_invite" if name == "parents_may_invite" else name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
