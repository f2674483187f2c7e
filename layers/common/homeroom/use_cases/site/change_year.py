"""The next school year becomes the current one: on the day that was set, or by a button."""

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import NOTHING_ELSE, AuditAction, Nameless, Origin, new_entry
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.school_year import next_school_year
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

SCHEDULED_RUN = "run.scheduled"
"""The source of what nobody presses a button for."""


def make_next_year_current(next_year: str, by: By, services: Services) -> bool:
    """Whether it is the current one now: not so where `next_year` is no longer the next, as somebody else has changed
    the year.
    """

    def change() -> bool:
        settings = site_settings(services)
        following = next_school_year(settings.school_year)
        if following == next_year:
            _store(settings, Origin(by.user.id, by.source), services)
        return next_year in (settings.school_year, following)

    return retry_on_conflict(change)


def change_year_on_its_day(services: Services) -> int:
    """How often the school year has changed: by one, on the day that was set or on the first run after it.

    Where nobody has saved settings yet, they are stored, or the year would change by itself every August.
    """
    return retry_on_conflict(lambda: _change_if_due(services))


def _change_if_due(services: Services) -> int:
    settings = site_settings(services)
    if not settings.version:
        services.store.save(Change.new(settings))
    if not settings.next_year_is_due(settings.day_of(services.clock())):
        return 0
    _store(settings, Origin(Nameless.SCHEDULE, SCHEDULED_RUN), services)
    return 1


def _store(settings: SiteSettings, origin: Origin, services: Services) -> None:
    entry = new_entry(AuditAction.YEAR_CHANGED, origin, NOTHING_ELSE, services.clock(), settings.record_years)
    after = settings.with_current_year(next_school_year(settings.school_year))
    change = Change(settings if settings.version else None, after)
    services.store.save(change, Change.new(entry))
