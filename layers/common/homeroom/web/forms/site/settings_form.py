"""The site's settings as typed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from homeroom.domain.kernel.countries import COUNTRIES, ELSEWHERE
from homeroom.domain.kernel.message import Code
from homeroom.domain.kernel.phone import nice_phone
from homeroom.domain.roster.school_year import InvalidSchoolYear, parse_school_year
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.domain.site.time_zone import OFFERED
from homeroom.web.forms.form_parsing import Email, Form, Line, Name, Phone, RequiredName


class SettingsProblem(Code):
    """What to type or choose instead."""

    SCHOOL_NAME = "settings_form.school_name"
    SCHOOL_YEAR = "settings_form.school_year"
    REPLY_TO = "settings_form.reply_to"
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


def _day(text: str) -> str:
    """Raises ValueError for what is no day."""
    return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""


def _time_zone(name: str) -> str:
    if name not in OFFERED:
        raise ValueError
    return name


def _country(code: str) -> str:
    if code not in COUNTRIES and code != ELSEWHERE:
        raise ValueError
    return code


_MOST_REMINDERS = 5


def _days(text: str) -> str:
    """`3,10` and `3 10` as `3, 10`. Raises ValueError for anything but a few rising numbers of days."""
    days = [int(day) for day in text.replace(",", " ").split()]
    rising = all(first < second for first, second in pairwise(days))
    if not rising or len(days) > _MOST_REMINDERS or not all(1 <= day <= 365 for day in days):
        raise ValueError
    return ", ".join(map(str, days))


_OFFICE = ("office_person", "office_phone", "office_address")


class SettingsForm(Form):
    school_name: RequiredName = ""
    office_person: Name | None = None
    office_phone: Phone | None = None
    office_address: Line | None = None
    school_year: Annotated[str, AfterValidator(_school_year)] = ""
    next_year_from: Annotated[str, AfterValidator(_day)] | None = None
    sender_name: Line = ""
    reply_to: Email = ""
    link_days: Annotated[int, Field(ge=1, le=365)] = 0
    reminder_days: Annotated[str, AfterValidator(_days)] | None = None
    daily_digest: Literal["yes", "no"] = "no"
    parents_may_invite: Literal["no", "yes", "approval"] = "no"
    new_homerooms: Literal["yes", "no"] = "no"
    record_years: Annotated[int, Field(ge=1, le=10)] | None = None
    files_wait: Literal["yes", "no"] | None = None
    second_factor_required: Literal["yes", "no"] | None = None
    time_zone: Annotated[str, AfterValidator(_time_zone)] | None = None
    country: Annotated[str, AfterValidator(_country)] | None = None

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {
        "school_name": SettingsProblem.SCHOOL_NAME,
        "school_year": SettingsProblem.SCHOOL_YEAR,
        "next_year_from": SettingsProblem.NEXT_YEAR_FROM,
        "reply_to": SettingsProblem.REPLY_TO,
        "link_days": SettingsProblem.LINK_DAYS,
        "reminder_days": SettingsProblem.REMINDER_DAYS,
        "daily_digest": SettingsProblem.YES_OR_NO,
        "parents_may_invite": SettingsProblem.PARENTS_MAY_INVITE,
        "new_homerooms": SettingsProblem.YES_OR_NO,
        "record_years": SettingsProblem.RECORD_YEARS,
        "files_wait": SettingsProblem.YES_OR_NO,
        "second_factor_required": SettingsProblem.YES_OR_NO,
        "time_zone": SettingsProblem.TIME_ZONE,
        "country": SettingsProblem.COUNTRY,
    }

    def applied_to(self, settings: SiteSettings) -> SiteSettings:
        """An empty field means no reminders, and no day from which families see the next school year; a page from
        before there was a field leaves what it says as it is. The day goes with a year that is chosen instead.
        """
        from_day = settings.next_year_from
        if self.next_year_from is not None:
            from_day = date.fromisoformat(self.next_year_from) if self.next_year_from else None
        if self.school_year != settings.school_year and from_day == settings.next_year_from:
            from_day = None
        days = settings.reminder_days
        if self.reminder_days is not None:
            days = tuple(int(day) for day in self.reminder_days.split(",") if day)
        typed = self.model_dump(exclude={"parents_may_invite"}) | {
            "next_year_from": from_day,
            "reminder_days": days,
            "daily_digest": self.daily_digest == "yes",
            "parents_invite": ParentsInvite(self.parents_may_invite),
            "new_homerooms": self.new_homerooms == "yes",
            "record_years": self.record_years or settings.record_years,
            "files_wait": _yes(self.files_wait, settings.files_wait),
            "second_factor_required": _yes(self.second_factor_required, settings.second_factor_required),
            "time_zone": self.time_zone or settings.time_zone,
            **{name: getattr(settings, name) for name in _OFFICE if getattr(self, name) is None},
            "country": self.country or settings.country,
        }
        after = replace(settings, **typed)
        phone = nice_phone(after.office_phone, after.country) if after.office_phone else ""
        return replace(after, office_phone=phone)


def _yes(answer: str | None, before: bool) -> bool:
    return before if answer is None else answer == "yes"


def settings_values(settings: SiteSettings) -> dict[str, str]:
    """The form filled with what is stored."""
    return {
        "school_name": settings.school_name,
        "office_person": settings.office_person,
        "office_phone": settings.office_phone,
        "office_address": settings.office_address,
        "school_year": settings.school_year,
        "next_year_from": settings.next_year_from.isoformat() if settings.next_year_from else "",
        "sender_name": settings.sender_name,
        "reply_to": settings.reply_to,
        "link_days": str(settings.link_days),
        "reminder_days": ", ".join(map(str, settings.reminder_days)),
        "daily_digest": "yes" if settings.daily_digest else "no",
        "parents_may_invite": settings.parents_invite.value,
        "new_homerooms": "yes" if settings.new_homerooms else "no",
        "record_years": str(settings.record_years),
        "files_wait": "yes" if settings.files_wait else "no",
        "second_factor_required": "yes" if settings.second_factor_required else "no",
        "time_zone": settings.time_zone,
        "country": settings.country,
    }
