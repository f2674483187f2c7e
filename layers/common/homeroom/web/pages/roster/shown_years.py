"""Which school year a page is about, and the links to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.use_cases.accounts.family_access import check_registered
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.school_years import ShownYear, shown_year, years_with_homerooms
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import in_year
from homeroom.web.core.requests import Request


@dataclass(frozen=True, repr=False)
class YearLink:
    year: str
    url: str
    is_shown: bool


@dataclass(frozen=True, repr=False)
class Years:
    """`links` are for Site Admins, where there is more than one school year. `other` is the one that is shown, empty
    where it is the current one. `is_next`: families do not see it yet; they do from the day `seen_from` on, if one is
    set.
    """

    links: Sequence[YearLink] = ()
    other: str = ""
    is_next: bool = False
    seen_from: date | None = None


def year_asked_for(request: Request, services: Services) -> ShownYear:
    check_registered(request.viewer)
    return shown_year(request.query.get("year", "").strip(), request.viewer, services)


def years_shown(year: ShownYear, request: Request, services: Services) -> Years:
    if not request.viewer.is_admin:
        return Years()
    path, known = f"/{request.route.rpartition('/')[2]}", years_with_homerooms(services)
    links = [YearLink(y, in_year(path, "" if y == year.current else y), y == year.year) for y in known]
    return Years(
        links=links if len(links) > 1 else (),
        other=year.other,
        is_next=year.year > year.current,
        seen_from=site_settings(services).next_year_from,
    )


def year_of_form(request: Request, services: Services) -> ShownYear:
    """Of a form that says its year, where its address does not."""
    wanted = request.query.get("year") or request.form.get("year", "")
    return shown_year(wanted.strip(), request.viewer, services)
