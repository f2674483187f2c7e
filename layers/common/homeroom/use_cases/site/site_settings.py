"""The site's settings, with what holds before a Site Admin has saved any."""

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.school_year import school_year_on
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services


def site_settings(services: Services) -> SiteSettings:
    return services.site.settings() or SiteSettings(school_year=school_year_on(services.clock().date()))


def change_settings(before: SiteSettings, after: SiteSettings, services: Services) -> None:
    """Raises Conflict when another Site Admin has saved in between."""
    services.store.save(Change(before if before.version else None, after))
