"""Add another parent, by a Site Admin from a student's profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.token import csrf_token
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.add_by_office import add_by_office, contacts_of, student_at_school
from homeroom.use_cases.families.record_parent import NotMailed, Recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import whose_mark
from homeroom.web.forms.families.contact_form import OtherParentForm, read_contact_form
from homeroom.web.forms.families.same_address import with_an_address, with_same_address
from homeroom.web.forms.form_parsing import FormInvalid


@dataclass(frozen=True, kw_only=True, repr=False)
class OfficeParentPage:
    """`students` is the one student, as the form wants them. `same_address`: whose home address may be taken over, as
    ids and names.
    """

    template: ClassVar[str] = "roster/another_parent.html"
    back: str
    student: str
    students: Sequence[Student]
    languages: Sequence[tuple[str, str]]
    same_address: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]


def show_another_parent(request: Request, services: Services) -> Page:
    student = student_at_school(request.params["id"], services)
    values = {"send_invitation": "yes", "whose": whose_mark(request.viewer.id)}
    return _form(student, contacts_of(student, services), values, {}, 200)


def post_another_parent(request: Request, services: Services) -> Page | Redirect:
    """The box is checked to begin with: without an address it means nothing."""
    student = student_at_school(request.params["id"], services)
    contacts = contacts_of(student, services)
    try:
        typed = with_same_address(request.form, contacts)
        form = read_contact_form(OtherParentForm, typed, [student], site_settings(services).country)
    except FormInvalid as invalid:
        return _form(student, contacts, request.form, invalid.errors, 422)
    send = request.form.get("send_invitation") == "yes"
    added = add_by_office(student.id, form, request.by, services, send=send)
    return Redirect(f"/students/{student.id}?notice={_notice(added)}")


def _way_back(request: Request, services: Services) -> FormProof | None:
    """A log-in of the same Site Admin, which came after the page of the form."""
    user = request.user
    if user is None or not user.is_admin or whose_mark(user.id) != request.form.get("whose"):
        return None
    return FormProof(f"/students/{request.params['id']}/another-parent", csrf_token(request.session_token))


def _notice(added: Recorded) -> str:
    if added.invited:
        return "recorded-mailed"
    if added.not_mailed is NotMailed.BLOCKED:
        return "recorded-blocked"
    return "recorded-asked" if added.not_mailed else "recorded"


def _form(
    student: Student,
    contacts: Sequence[ParentContact],
    values: Mapping[str, str],
    errors: Mapping[str, Message],
    status: int,
) -> Page:
    context = OfficeParentPage(
        back=f"/students/{student.id}",
        student=student.first_name,
        students=[student],
        languages=list(LANGUAGES.items()),
        same_address=[(contact.id, contact.details.name) for contact in with_an_address(contacts)],
        values=values,
        errors=errors,
    )
    return Page(context, status)


ROUTES = (
    Route("GET", "/students/{id}/another-parent", Guard.ADMIN, show_another_parent),
    Route("POST", "/students/{id}/another-parent", Guard.ADMIN, post_another_parent, _way_back),
)
