"""The directory: a page for each homeroom, to search and to print, and a search of all homerooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from homeroom.domain.families.parent_contact import ContactDetails
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.use_cases.accounts.family_access import check_registered
from homeroom.use_cases.families.directory import ListedFamily, homeroom_directory, school_directory
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import today
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route

_LONGEST_SEARCH = 100


@dataclass(frozen=True, repr=False)
class ShownContact:
    """`details` hold what this viewer may see."""

    details: ContactDetails
    relationship: str


@dataclass(frozen=True, kw_only=True, repr=False)
class ShownFamily:
    """`name` begins with the last name. `is_own`: the viewer's child."""

    name: str
    url: str
    homeroom: str
    is_own: bool
    contacts: Sequence[ShownContact]


@dataclass(frozen=True, kw_only=True, repr=False)
class DirectoryLink:
    code: str
    url: str
    is_here: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class DirectoryPage:
    """`own` leads to the homerooms of the viewer's children. `q` is what was searched for. `hidden` are first names of
    their children whom other families do not find here; `shares`: they share something themselves. `day` is the
    school's.
    """

    template: ClassVar[str] = "families/directory.html"
    homeroom: str
    year: str
    day: date
    own: Sequence[DirectoryLink]
    q: str
    families: Sequence[ShownFamily]
    hidden: Sequence[str]
    shares: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class SchoolDirectoryPage:
    """`more`: others may have such a name, too."""

    template: ClassVar[str] = "families/directory_all.html"
    own: Sequence[DirectoryLink]
    homerooms: Sequence[DirectoryLink]
    q: str
    families: Sequence[ShownFamily]
    more: bool


@dataclass(frozen=True, repr=False)
class NoDirectoryPage:
    """For who has no child at the school."""

    template: ClassVar[str] = "families/no_directory.html"


def show_directory(request: Request, services: Services) -> Page:
    check_registered(request.viewer)
    text = _typed(request)
    found = homeroom_directory(request.query.get("homeroom", ""), text, request.viewer, services)
    if found is None:
        return Page(NoDirectoryPage())
    context = DirectoryPage(
        homeroom=found.homeroom.code,
        year=found.homeroom.year,
        day=today(services),
        own=_links(found.own, found.homeroom.key),
        q=text,
        families=[_family(family, found.homeroom.year) for family in found.families],
        hidden=[student.first_name for student in found.hidden],
        shares=found.shares,
    )
    return Page(context)


def show_all(request: Request, services: Services) -> Page:
    check_registered(request.viewer)
    text = _typed(request)
    found = school_directory(text, request.viewer, services)
    if found is None:
        return Page(NoDirectoryPage())
    context = SchoolDirectoryPage(
        own=_links(found.own),
        homerooms=_links(found.homerooms),
        q=text,
        families=[_family(family, found.homerooms[0].year) for family in found.families],
        more=found.more,
    )
    return Page(context)


def _typed(request: Request) -> str:
    return request.query.get("q", "").strip()[:_LONGEST_SEARCH]


def _links(homerooms: Sequence[Homeroom], here: str = "") -> list[DirectoryLink]:
    return [DirectoryLink(code=h.code, url=_url(h.code), is_here=h.key == here) for h in homerooms]


def _url(code: str) -> str:
    return f"/directory?{urlencode({'homeroom': code})}"


def _family(family: ListedFamily, year: str) -> ShownFamily:
    student = family.student
    return ShownFamily(
        name=student.listed_name,
        url=student_url(student.id),
        homeroom=student.placements[year].homeroom,
        is_own=family.is_own,
        contacts=[ShownContact(c.details, c.students[student.id].relationship) for c in family.contacts],
    )


ROUTES = (
    Route("GET", "/directory", Guard.LOGGED_IN, show_directory),
    Route("GET", "/directory/all", Guard.LOGGED_IN, show_all),
)
