"""The search for a student; for Site Admins of any school year, and by a parent or a student ID as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.contact_states import contact_states
from homeroom.use_cases.roster.find_by_parent import find_by_parent
from homeroom.use_cases.roster.find_students import (
    search_students,
)
from homeroom.use_cases.site.school_years import ShownYear
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route
from homeroom.web.pages.roster.listed import (
    ElsewhereStudent,
    ListedStudent,
    elsewhere,
    listed_students,
)
from homeroom.web.pages.roster.shown_years import Years, year_asked_for, years_shown
from homeroom.web.pages.roster.without_address import show_without_address

_LONGEST_SEARCH = 100


@dataclass(frozen=True, repr=False)
class ByParent:
    """A student who was found by a parent: `parents` are names of contacts, `invited` are addresses."""

    student: ListedStudent
    parents: Sequence[str] = ()
    invited: Sequence[str] = ()


@dataclass(frozen=True, repr=False)
class StudentsPage:
    """`q` is what was searched for, and `more` says that others have such a name, too. `by_parent` is whom a
    search for a parent finds, for Site Admins. `deleted`: a student has just been.
    `elsewhere` are students who were found and are not in the school year.
    """

    template: ClassVar[str] = "roster/students.html"
    years: Years
    q: str
    students: Sequence[ListedStudent]
    more: bool
    homerooms_exist: bool
    elsewhere: Sequence[ElsewhereStudent] = ()
    by_parent: Sequence[ByParent] = ()
    deleted: bool = False


def show_students(request: Request, services: Services) -> Page:
    text, year = request.query.get("q", "").strip()[:_LONGEST_SEARCH], year_asked_for(request, services)
    if request.query.get("without") == "address" and request.viewer.is_admin:
        return show_without_address(year, request, services)
    matches = search_students(text, year.year, request.viewer, services) if text else None
    found = matches.students if matches else []
    states = contact_states(found, services) if request.viewer.is_admin else {}
    context = StudentsPage(
        years=years_shown(year, request, services),
        q=text,
        students=listed_students(found, year, states),
        more=matches.more if matches else False,
        homerooms_exist=services.roster.has_homerooms(year.year),
        elsewhere=elsewhere(matches.elsewhere if matches else []),
        by_parent=_by_parent(text, year, found, request, services) if text else [],
        deleted=request.viewer.is_admin and request.query.get("notice") == "deleted",
    )
    return Page(context)


def _by_parent(
    text: str, year: ShownYear, shown: Sequence[Student], request: Request, services: Services
) -> Sequence[ByParent]:
    found = find_by_parent(text, year.year, {student.id for student in shown}, request.viewer, services)
    states = contact_states([one.student for one in found], services) if found else {}
    lines = listed_students([one.student for one in found], year, states)
    return [ByParent(line, one.parents, one.invited) for line, one in zip(lines, found, strict=True)]


ROUTES = (Route("GET", "/students", Guard.LOGGED_IN, show_students),)
