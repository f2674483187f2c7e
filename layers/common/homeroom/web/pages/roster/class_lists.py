"""The class list with contacts of a homeroom, or of all homerooms of a grade: to be printed by the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.class_list import StudentWithContacts, open_class_lists
from homeroom.use_cases.roster.find_students import HomeroomList, grade_list, homeroom_list
from homeroom.use_cases.site.school_years import ShownYear, shown_year
from homeroom.use_cases.site.site_settings import today
from homeroom.web.core.addresses import grade_url, homeroom_action_url, homeroom_url, in_year
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route, path_segment


@dataclass(frozen=True, repr=False)
class PrintedContact:
    """`is_address_proved`: a link emailed to the address was used; None where there is no address."""

    details: ContactDetails
    relationship: str
    lives_with: LivesWith
    is_address_proved: bool | None = None


@dataclass(frozen=True, repr=False)
class PrintedStudent:
    """`name` begins with the last name."""

    name: str
    protected: bool
    contacts: Sequence[PrintedContact]


@dataclass(frozen=True, repr=False)
class PrintedHomeroom:
    code: str
    room: str
    teachers: Sequence[str]
    students: Sequence[PrintedStudent]


@dataclass(frozen=True, kw_only=True, repr=False)
class ClassListPage:
    """Of the homeroom of this `code`, or else of all of the `grade`."""

    template: ClassVar[str] = "roster/class_list.html"
    code: str
    grade: str
    year: str
    on: date
    back: str
    homerooms: Sequence[PrintedHomeroom]


@dataclass(frozen=True, kw_only=True, repr=False)
class OpenClassListPage:
    """What opening the list does, and the button."""

    template: ClassVar[str] = "roster/class_list_open.html"
    code: str
    grade: str
    url: str
    back: str
    students: int


@dataclass(frozen=True)
class _Of:
    """Of what the list is: `code` or `grade` is empty."""

    year: ShownYear
    homerooms: Sequence[HomeroomList]
    code: str = ""
    grade: str = ""

    @property
    def url(self) -> str:
        if self.code:
            return homeroom_action_url(self.code, "contacts", self.year.other)
        return in_year(f"/grades/{path_segment(self.grade)}/contacts", self.year.other)

    @property
    def back(self) -> str:
        return homeroom_url(self.code, self.year.other) or grade_url(self.grade, self.year.other)


def show_of_homeroom(request: Request, services: Services) -> Page:
    return _asked(_of_homeroom(request, services))


def open_of_homeroom(request: Request, services: Services) -> Page:
    return _opened(_of_homeroom(request, services), request, services)


def show_of_grade(request: Request, services: Services) -> Page:
    return _asked(_of_grade(request, services))


def open_of_grade(request: Request, services: Services) -> Page:
    return _opened(_of_grade(request, services), request, services)


def _asked(of: _Of) -> Page:
    students = sum(len(homeroom.students) for homeroom in of.homerooms)
    context = OpenClassListPage(code=of.code, grade=of.grade, url=of.url, back=of.back, students=students)
    return Page(context)


def _opened(of: _Of, request: Request, services: Services) -> Page:
    printed = [
        PrintedHomeroom(one.homeroom.code, one.homeroom.room, one.homeroom.teachers, list(map(_printed, one.students)))
        for one in open_class_lists(of.homerooms, request.by, services)
    ]
    context = ClassListPage(
        code=of.code, grade=of.grade, year=of.year.year, on=today(services), back=of.back, homerooms=printed
    )
    return Page(context)


def _of_homeroom(request: Request, services: Services) -> _Of:
    year = _year(request, services)
    homeroom = homeroom_list(request.params["code"], year.year, request.viewer, services)
    return _Of(year, [homeroom], code=homeroom.homeroom.code)


def _of_grade(request: Request, services: Services) -> _Of:
    year, grade = _year(request, services), request.params["grade"]
    return _Of(year, grade_list(grade, year.year, request.viewer, services), grade=grade)


def _printed(one: StudentWithContacts) -> PrintedStudent:
    relations = ((contact, contact.students[one.student.id]) for contact in one.contacts)
    contacts = [
        PrintedContact(c.details, relation.relationship, relation.lives_with, c.is_address_proved)
        for c, relation in relations
    ]
    return PrintedStudent(one.student.listed_name, one.student.protected, contacts)


def _year(request: Request, services: Services) -> ShownYear:
    return shown_year(request.query.get("year", "").strip(), request.viewer, services)


ROUTES = (
    Route("GET", "/homerooms/{code}/contacts", Guard.ADMIN, show_of_homeroom),
    Route("POST", "/homerooms/{code}/contacts", Guard.ADMIN, open_of_homeroom),
    Route("GET", "/grades/{grade}/contacts", Guard.ADMIN, show_of_grade),
    Route("POST", "/grades/{grade}/contacts", Guard.ADMIN, open_of_grade),
)
