"""Homerooms and grades with their students; for Site Admins of any school year, and with what can be done about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import HomeroomList, grade_list, homeroom_list, homerooms_by_grade
from homeroom.use_cases.roster.homeroom_by_hand import years_by_hand
from homeroom.use_cases.site.school_years import ShownYear
from homeroom.web.core.addresses import grade_url, homeroom_action_url, in_year
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route, path_segment
from homeroom.web.pages.invitations.invitation_lines import list_url
from homeroom.web.pages.invitations.letters_print import open_letters_url
from homeroom.web.pages.roster.listed import ListedHomeroom, homerooms_with_students, listed_homeroom
from homeroom.web.pages.roster.shown_years import Years, year_asked_for, years_shown


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
    LETTERS = "homeroom_action.letters"
    EDIT = "homeroom_action.edit"
    MERGE = "homeroom_action.merge"
    REMOVE = "homeroom_action.remove"


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


def show_homerooms(request: Request, services: Services) -> Page:
    year = year_asked_for(request, services)
    with_counts = request.viewer.is_admin and year.year >= year.current
    counts = services.roster.student_counts(year.year) if with_counts else None
    grades = [
        Grade(grade, grade_url(grade, year.other), [listed_homeroom(h, year, counts=counts) for h in homerooms])
        for grade, homerooms in homerooms_by_grade(year.year, services).items()
    ]
    add_url = in_year("/homerooms/new", year.other) if _by_hand(year, request, services) else ""
    return Page(HomeroomsPage(years_shown(year, request, services), year.year, grades, add_url, _notice(request)))


def show_homeroom(request: Request, services: Services) -> Page:
    year = year_asked_for(request, services)
    homeroom = homeroom_list(request.params["code"], year.year, request.viewer, services)
    [shown] = homerooms_with_students([homeroom], request.viewer, year, services)
    actions = _actions(homeroom, year, request, services) if request.viewer.is_admin else []
    return Page(HomeroomPage(shown, actions, _notice(request)))


def show_grade(request: Request, services: Services) -> Page:
    grade, year = request.params["grade"], year_asked_for(request, services)
    lists = grade_list(grade, year.year, request.viewer, services)
    contacts_url = in_year(f"/grades/{path_segment(grade)}/contacts", year.other)
    homerooms = homerooms_with_students(lists, request.viewer, year, services)
    return Page(GradePage(grade, year.year, homerooms, contacts_url if request.viewer.is_admin and lists else ""))


def _by_hand(year: ShownYear, request: Request, services: Services) -> bool:
    return request.viewer.is_admin and year.year in years_by_hand(services)


def _actions(homeroom: HomeroomList, year: ShownYear, request: Request, services: Services) -> Sequence[HomeroomAction]:
    """An empty one has no list to print and no contacts, and is removed rather than merged. Files of contacts and
    lists of invitations and letters are of the current school year alone.
    """
    code, filled, by_hand = homeroom.homeroom.code, bool(homeroom.students), _by_hand(year, request, services)
    new_student = urlencode({"homeroom": code} | ({"year": year.other} if year.other else {}))
    offered = (
        (HomeroomActionName.ADD_STUDENT, f"/students/new?{new_student}", by_hand),
        (HomeroomActionName.CONTACTS, homeroom_action_url(code, "contacts", year.other), filled),
        (HomeroomActionName.FILE, f"/contacts?{urlencode({'homeroom': code})}", filled and not year.other),
        (HomeroomActionName.INVITATIONS, list_url(homeroom=code), filled and not year.other),
        (HomeroomActionName.LETTERS, open_letters_url(code), filled and not year.other),
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


ROUTES = (
    Route("GET", "/homerooms", Guard.LOGGED_IN, show_homerooms),
    Route("GET", "/homerooms/{code}", Guard.LOGGED_IN, show_homeroom),
    Route("GET", "/grades/{grade}", Guard.LOGGED_IN, show_grade),
)
