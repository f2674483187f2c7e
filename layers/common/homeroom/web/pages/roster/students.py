"""Ways to a student: search, homerooms, grades."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import grade_list, homeroom_list, homerooms_by_grade, search_students
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import grade_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.invitation_lines import HOME_LISTS, Tile, status_tiles
from homeroom.web.pages.roster.listed import (
    ListedHomeroom,
    ListedStudent,
    homerooms_with_students,
    listed_homeroom,
    listed_students,
)

_LONGEST_SEARCH = 100


@dataclass(frozen=True, repr=False)
class StudentsPage:
    """`q` is what was searched for, and `more` says that others have such a name, too. `invited` are lists of
    invitations, for Site Admins.
    """

    template: ClassVar[str] = "roster/students.html"
    q: str
    students: Sequence[ListedStudent]
    more: bool
    homerooms_exist: bool
    invited: Sequence[Tile]


@dataclass(frozen=True, repr=False)
class Grade:
    """`grade` and `url` are empty for homerooms without one."""

    grade: str
    url: str
    homerooms: Sequence[ListedHomeroom]


@dataclass(frozen=True, repr=False)
class HomeroomsPage:
    template: ClassVar[str] = "roster/homerooms.html"
    year: str
    grades: Sequence[Grade]


@dataclass(frozen=True, repr=False)
class HomeroomPage:
    template: ClassVar[str] = "roster/homeroom.html"
    homeroom: ListedHomeroom


@dataclass(frozen=True, repr=False)
class GradePage:
    template: ClassVar[str] = "roster/grade.html"
    grade: str
    year: str
    homerooms: Sequence[ListedHomeroom]


def show_students(request: Request, services: Services) -> Page:
    text = request.query.get("q", "").strip()[:_LONGEST_SEARCH]
    matches = search_students(text, request.viewer, services) if text else None
    context = StudentsPage(
        q=text,
        students=listed_students(matches.students, request.viewer, services) if matches else [],
        more=matches.more if matches else False,
        homerooms_exist=bool(homerooms_by_grade(services)),
        invited=status_tiles(services, HOME_LISTS) if request.viewer.is_admin and not text else [],
    )
    return Page(context)


def show_homerooms(request: Request, services: Services) -> Page:
    grades = [
        Grade(grade, grade_url(grade), [listed_homeroom(h) for h in homerooms])
        for grade, homerooms in homerooms_by_grade(services).items()
    ]
    return Page(HomeroomsPage(site_settings(services).school_year, grades))


def show_homeroom(request: Request, services: Services) -> Page:
    homeroom = homeroom_list(request.params["code"], request.viewer, services)
    [shown] = homerooms_with_students([homeroom], request.viewer, services)
    return Page(HomeroomPage(shown))


def show_grade(request: Request, services: Services) -> Page:
    grade = request.params["grade"]
    homerooms = homerooms_with_students(grade_list(grade, request.viewer, services), request.viewer, services)
    return Page(GradePage(grade, homerooms[0].year, homerooms))


ROUTES = (
    Route("GET", "/students", Guard.LOGGED_IN, show_students),
    Route("GET", "/homerooms", Guard.LOGGED_IN, show_homerooms),
    Route("GET", "/homerooms/{code}", Guard.LOGGED_IN, show_homeroom),
    Route("GET", "/grades/{grade}", Guard.LOGGED_IN, show_grade),
)
