"""Left the school and back, and protected: what each will do, and the button that does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import StudentChanged, protection_edition
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import find_student
from homeroom.use_cases.roster.office_marks import mark_back, mark_left, open_questions, protect, unprotect
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import student_url
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import same_site_admin, whose_mark
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.roster.reason_form import ReasonForm, ReasonProblem


@dataclass(frozen=True, kw_only=True, repr=False)
class LeftPage:
    """`student` is a first name. `is_marked`: a Site Admin has said that they have left; `has_left`: they are not in
    the current school year or a later one, for whatever reason. `homeroom` is the one that they would be back in, empty
    where they have no place. `emails` are asked about them, and `has_letter`: a letter asks.
    """

    template: ClassVar[str] = "roster/left.html"
    url: str
    back: str
    name: str
    student: str
    is_marked: bool
    has_left: bool
    homeroom: str
    emails: Sequence[str]
    has_letter: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class ProtectedPage:
    """`student` is a first name. `emails` were invited about them by parents, and `has_letter`: one was printed.
    `stored` is the reason that another Site Admin has saved meanwhile.
    """

    template: ClassVar[str] = "roster/protected.html"
    url: str
    back: str
    name: str
    student: str
    is_protected: bool
    emails: Sequence[str]
    has_letter: bool
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    stored: Mapping[str, str]


def show_left(request: Request, services: Services) -> Page:
    student, year = find_student(request.params["id"], services), site_settings(services).school_year
    back, asking = student_url(student.id), open_questions(student, services)
    context = LeftPage(
        url=f"{back}/left",
        back=back,
        name=student.name,
        student=student.first_name,
        is_marked=student.is_marked_left(year),
        has_left=student.has_left(year),
        homeroom=student.placements[year].homeroom if year in student.placements else "",
        emails=sorted({i.email for i in asking if not i.on_paper}),
        has_letter=any(i.on_paper for i in asking),
    )
    return Page(context)


def post_left(request: Request, services: Services) -> Redirect:
    """Pressed twice, or by two Site Admins: it is done either way, and the profile shows it."""
    student_id, has_left = request.params["id"], request.form.get("left") != "no"
    mark = mark_left if has_left else mark_back
    mark(student_id, request.by, services)
    return Redirect(f"{student_url(student_id)}?notice={'left' if has_left else 'back'}")


def show_protected(request: Request, services: Services) -> Page:
    student = find_student(request.params["id"], services)
    own = {"version": protection_edition(student), "whose": whose_mark(request.viewer.id)}
    return Page(_protected(student, {"reason": student.protected_reason} | own, {}, services))


def post_protected(request: Request, services: Services) -> Page | Redirect:
    student = find_student(request.params["id"], services)
    back = student_url(student.id)
    if request.form.get("protected") == "no":
        unprotect(student.id, request.by, services)
        return Redirect(f"{back}?notice=unprotected")
    try:
        form = read_form(ReasonForm, request.form)
        protect(student.id, form.reason, request.form.get("version", ""), request.by, services)
    except FormInvalid as invalid:
        return Page(_protected(student, request.form, invalid.errors, services), 422)
    except StudentChanged as changed:
        return _changed_elsewhere(changed.stored, request.form, services)
    return Redirect(f"{back}?notice=protected")


def _changed_elsewhere(stored: Student, typed: Mapping[str, str], services: Services) -> Page:
    values, problem = {**typed, "version": protection_edition(stored)}, message(ReasonProblem.CHANGED_ELSEWHERE)
    context = _protected(stored, values, {"": problem}, services)
    return Page(replace(context, stored={"reason": stored.protected_reason}), 409)


def _protected(
    student: Student, values: Mapping[str, str], errors: Mapping[str, Message], services: Services
) -> ProtectedPage:
    back, ending = student_url(student.id), open_questions(student, services, of_parents=True)
    return ProtectedPage(
        url=f"{back}/protected",
        back=back,
        name=student.name,
        student=student.first_name,
        is_protected=student.protected,
        emails=sorted({i.email for i in ending if not i.on_paper}),
        has_letter=any(i.on_paper for i in ending),
        values=values,
        errors=errors,
        stored={},
    )


def _way_back(request: Request, _: Services) -> FormProof | None:
    return same_site_admin(request, f"{student_url(request.params['id'])}/protected")


ROUTES = (
    Route("GET", "/students/{id}/left", Guard.ADMIN, show_left),
    Route("POST", "/students/{id}/left", Guard.ADMIN, post_left),
    Route("GET", "/students/{id}/protected", Guard.ADMIN, show_protected),
    Route("POST", "/students/{id}/protected", Guard.ADMIN, post_protected, _way_back),
)
