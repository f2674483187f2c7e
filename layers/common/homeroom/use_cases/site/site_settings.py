"""The site's settings, with what holds before a Site Admin has saved any."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import NOTHING_ELSE, AuditAction, Origin, new_entry
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.school_year import school_year_on
from homeroom.domain.site.settings_section import FIELDS, SectionChanged, SettingsSection, edition_of
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services


def site_settings(services: Services) -> SiteSettings:
    return services.site.settings() or SiteSettings(school_year=school_year_on(services.clock().date()))


def today(services: Services) -> date:
    """The day that it is at the school."""
    return site_settings(services).day_of(services.clock())


def change_section(
    section: SettingsSection, values: Mapping[str, Any], seen: str | None, by: By, services: Services
) -> None:
    """Store the section's `values`, by the names of SiteSettings, and leave all others as they are stored. `seen`: the
    edition that the form was filled with, None where it does not say.

    Raises SectionChanged, unless it is all stored already; ValueError for values of another section.
    """
    if not values.keys() <= set(FIELDS[section]):
        raise ValueError(section)
    retry_on_conflict(lambda: _change(section, values, seen, by, services))


def _change(section: SettingsSection, values: Mapping[str, Any], seen: str | None, by: By, services: Services) -> None:
    before = site_settings(services)
    after = replace(before, **values)
    if after != before and seen not in (None, edition_of(section, before)):
        raise SectionChanged(before)
    change_settings(before, after, by, services)


def change_settings(before: SiteSettings, after: SiteSettings, by: By, services: Services, *more: Change) -> None:
    """`more` is stored along with them. Does nothing where nothing is another one. Raises Conflict when another Site
    Admin has saved in between.
    """
    change = Change(before if before.version else None, after)
    if change.before == after:
        services.store.save(change)
        return
    origin = Origin(by.user.id, by.source)
    actions = [AuditAction.SETTINGS_CHANGED]
    if before.school_year != after.school_year:
        actions.append(AuditAction.YEAR_CHANGED)
    entries = [new_entry(action, origin, NOTHING_ELSE, services.clock(), after.record_years) for action in actions]
    services.store.save(change, *more, *map(Change.new, entries))
