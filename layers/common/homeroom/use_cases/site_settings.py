"""The site's settings, with what holds before a Site Admin has saved any."""

from homeroom.domain.change import Change
from homeroom.domain.school_year import school_year_on
from homeroom.domain.site_settings import SiteSettings
from homeroom.use_cases.ports import Outside


def site_settings(outside: Outside) -> SiteSettings:
    return outside.site.settings() or SiteSettings(school_year=school_year_on(outside.clock().date()))


def change_settings(before: SiteSettings, after: SiteSettings, outside: Outside) -> None:
    """Raises Conflict when another Site Admin has saved in between."""
    outside.store.save(Change(before if before.version else None, after))
