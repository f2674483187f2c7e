"""Ways to a student: search, homerooms, grades; for Site Admins of any school year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.family_access import check_registered
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.contact_states import contact_states
from homeroom.use_cases.roster.find_by_parent import find_by_parent
from homeroom.use_cases.roster.find_students import (
    HomeroomList,
    grade_list,
    homeroom_list,
    homerooms_by_grade,
    search_students,
)
from homeroom.use_cases.roster.homeroom_by_hand import years_by_hand
from homeroom.use_cases.site.school_years import ShownYear, shown_year, years_with_homerooms
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import grade_url, homeroom_action_url, in_year
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route, path_segment
from homeroom.web.pages.invitations.invitation_lines import list_url
from homeroom.web.pages.roster.listed import (
    ElsewhereStudent,
    ListedHomeroom,
    ListedStudent,
    elsewhere,
    homerooms_with_students,
    listed_homeroom,
    listed_students,
)
from homeroom.web.pages.roster.without_address import show_without_address

_LONGEST_SEARCH = 100


class HomeroomNotice(Code):
    """What has just been done."""

    ADDED = "homeroom_notice.added"
    SAVED = "homeroom_notice.saved"
    MERGED = "homeroom_notice.merged"
    REMOVED = "homeroom_notice.removed"
    FREED = "homeroom_notice.freed"


class HomeroomActionName(Code):
    """What can be done about a homeroom."""

    ADD_STUDENT = "homeroom_action.add_student"
    CONTACTS = "homeroom_action.contacts"
    FILE = "homeroom_action.file"
    INVITATIONS = "homeroom_action.invitations"
    EDIT = "homeroom_action.edit"
    MERGE = "homeroom_action.merge"
    REMOVE = "homeroom_action.remove"


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


@dataclass(frozen=True, repr=False)
class Grade:
    """`grade` and `url` are empty for homerooms without one."""

    grade: str
    url: str
    homerooms: Sequence[ListedHomeroom]


@dataclass(frozen=True, repr=False)
class HomeroomsPage:
    """`add_url` is empty for whoever adds no homerooms to this school year."""

    template: ClassVar[str] = "roster/homerooms.html"
    years: Years
    year: str
    grades: Sequence[Grade]
    add_url: str = ""
    notice: Message | None = None


@dataclass(frozen=True, repr=False)
class HomeroomAction:
    label: Message
    url: str


@dataclass(frozen=True, repr=False)
class HomeroomPage:
    """`actions` are what a Site Admin can do about it."""

    template: ClassVar[str] = "roster/homeroom.html"
    homeroom: ListedHomeroom
    actions: Sequence[HomeroomAction] = ()
    notice: Message | None = None


@dataclass(frozen=True, repr=False)
class GradePage:
    template: ClassVar[str] = "roster/grade.html"
    grade: str
    year: str
    homerooms: Sequence[ListedHomeroom]
    contacts_url: str = ""


def show_students(request: Request, services: Services) -> Page:
    text, year = request.query.get("q", "").strip()[:_LONGEST_SEARCH], _year(request, services)
    if request.query.get("without") == "address" and request.viewer.is_admin:
        return show_without_address(year, request, services)
    matches = search_students(text, year.year, request.viewer, services) if text else None
    found = matches.students if matches else []
    states = contact_states(found, services) if request.viewer.is_admin else {}
    context = StudentsPage(
        years=_years(year, request, services),
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


def show_homerooms(request: Request, services: Services) -> Page:
    year = _year(request, services)
    with_counts = request.viewer.is_admin and year.year >= year.current
    counts = services.roster.student_counts(year.year) if with_counts else None
    grades = [
        Grade(grade, grade_url(grade, year.other), [listed_homeroom(h, year, counts=counts) for h in homerooms])
        for grade, homerooms in homerooms_by_grade(year.year, services).items()
    ]
    add_url = in_year("/homerooms/new", year.other) if _by_hand(year, request, services) else ""
    return Page(HomeroomsPage(_years(year, request, services), year.year, grades, add_url, _notice(request)))


def show_homeroom(request: Request, services: Services) -> Page:
    year = _year(request, services)
    homeroom = homeroom_list(request.params["code"], year.year, request.viewer, services)
    [shown] = homerooms_with_students([homeroom], request.viewer, year, services)
    actions = _actions(homeroom, year, request, services) if request.viewer.is_admin else []
    return Page(HomeroomPage(shown, actions, _notice(request)))


def show_grade(request: Request, services: Services) -> Page:
    grade, year = request.params["grade"], _year(request, services)
    lists = grade_list(grade, year.year, request.viewer, services)
    contacts_url = in_year(f"/grades/{path_segment(grade)}/contacts", year.other)
    homerooms = homerooms_with_students(lists, request.viewer, year, services)
    return Page(GradePage(grade, year.year, homerooms, contacts_url if request.viewer.is_admin and lists else ""))


def _by_hand(year: ShownYear, request: Request, services: Services) -> bool:
    return request.viewer.is_admin and year.year in years_by_hand(services)


def _actions(homeroom: HomeroomList, year: ShownYear, request: Request, services: Services) -> Sequence[HomeroomAction]:
    """An empty one has no list to print and no contacts, and is removed rather than merged. Files of contacts and
    lists of invitations are of the current school year alone.
    """
    code, filled, by_hand = homeroom.homeroom.code, bool(homeroom.students), _by_hand(year, request, services)
    new_student = urlencode({"homeroom": code} | ({"year": year.other} if year.other else {}))
    offered = (
        (HomeroomActionName.ADD_STUDENT, f"/students/new?{new_student}", by_hand),
        (HomeroomActionName.CONTACTS, homeroom_action_url(code, "contacts", year.other), filled),
        (HomeroomActionName.FILE, f"/contacts?{urlencode({'homeroom': code})}", filled and not year.other),
        (HomeroomActionName.INVITATIONS, list_url(homeroom=code), filled and not year.other),
        (HomeroomActionName.EDIT, homeroom_action_url(code, "edit", year.other), by_hand),
        (HomeroomActionName.MERGE, homeroom_action_url(code, "merge", year.other), by_hand and filled),
        (HomeroomActionName.REMOVE, homeroom_action_url(code, "remove", year.other), by_hand and not filled),
    )
    return [HomeroomAction(message(name), url) for name, url, is_offered in offered if is_offered]


def _notice(request: Request) -> Message | None:
    """Only what one of our redirects says."""
    by_word = {notice.value.rpartition(".")[2]: notice for notice in HomeroomNotice}
    notice = by_word.get(request.query.get("notice", ""))
    return message(notice) if notice and request.viewer.is_admin else None


def _year(request: Request, services: Services) -> ShownYear:
    check_registered(request.viewer)
    return shown_year(request.query.get("year", "").strip(), request.viewer, services)


def _years(year: ShownYear, request: Request, services: Services) -> Years:
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


ROUTES = (
    Route("GET", "/students", Guard.LOGGED_IN, show_students),
    Route("GET", "/homerooms", Guard.LOGGED_IN, show_homerooms),
    Route("GET", "/homerooms/{code}", Guard.LOGGED_IN, show_homeroom),
    Route("GET", "/grades/{grade}", Guard.LOGGED_IN, show_grade),
)
