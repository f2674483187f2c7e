"""Which school years there are to choose from, and which of them somebody may look at."""

from dataclasses import dataclass
from datetime import date

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.school_year import (
    InvalidSchoolYear,
    next_school_year,
    parse_school_year,
    previous_school_year,
    school_year_on,
)
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_MOST_YEARS_BACK = 20


@dataclass(frozen=True)
class ShownYear:
    """`year` is the one to show."""

    year: str
    current: str

    @property
    def other(self) -> str:
        """Empty where it is the current one."""
        return "" if self.year == self.current else self.year


def shown_year(wanted: str, user: User, services: Services) -> ShownYear:
    """The current school year, or the one that a Site Admin asks for. Parents see the current one and no other.

    Raises NotFound.
    """
    current = site_settings(services).school_year
    if wanted in ("", current):
        return ShownYear(current, current)
    try:
        year = parse_school_year(wanted)
    except InvalidSchoolYear as invalid:
        raise NotFound from invalid
    if not user.is_admin:
        raise NotFound
    return ShownYear(year, current)


def years_to_choose(settings: SiteSettings, today: date) -> list[str]:
    """As the current one: the present one and that of the calendar, each with the years around it."""
    middle = (settings.school_year, school_year_on(today))
    return sorted({year for one in middle for year in (previous_school_year(one), one, next_school_year(one))})


def last_years(current: str, services: Services) -> tuple[str, ...]:
    """Of the current school year's invitations the last one in which any of their students has a place: as long as the
    next year has no homerooms it is the current one.
    """
    following = next_school_year(current)
    return (current, following) if services.roster.has_homerooms(following) else (current,)


def years_with_homerooms(services: Services) -> list[str]:
    """The newest first: the next one, if it is prepared, the current one in any case, and those before it as far as
    they follow on each other.
    """
    current = site_settings(services).school_year
    years = (
        [next_school_year(current), current] if services.roster.has_homerooms(next_school_year(current)) else [current]
    )
    for _ in range(_MOST_YEARS_BACK):
        earlier = previous_school_year(years[-1])
        if not services.roster.has_homerooms(earlier):
            break
        years.append(earlier)
    return years
