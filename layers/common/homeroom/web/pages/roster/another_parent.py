"""A parent who has told the office is recorded, by a Site Admin from a student's profile: the first one or another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.office_entry import HowSaid, Said
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.message import Message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.add_by_office import (
    add_by_office,
    contacts_of,
    open_invitations_of,
    student_at_school,
)
from homeroom.use_cases.families.record_parent import NotMailed, Recorded
from homeroom.use_cases.families.siblings import likely_siblings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import same_site_admin, whose_mark
from homeroom.web.forms.families.contact_form import OtherParentForm, read_contact_form
from homeroom.web.forms.families.said_form import with_said
from homeroom.web.forms.families.same_address import with_an_address, with_same_address
from homeroom.web.forms.form_parsing import FormInvalid
from homeroom.web.pages.invitations.invitation_lines import invitation_url


@dataclass(frozen=True, kw_only=True, repr=False)
class Sibling:
    """Another student whose parent it may be, too. `field` is the name of the box."""

    field: str
    name: str
    homeroom: str


@dataclass(frozen=True, kw_only=True, repr=False)
class OfficeParentPage:
    """`students` is the one student, as the form wants them. `same_address`: whose home address may be taken over, as
    ids and names. `is_first`: no parent contact stands. `invited` are addresses that are asked still, each with its
    page.
    """

    template: ClassVar[str] = "roster/another_parent.html"
    back: str
    student: str
    students: Sequence[Student]
    siblings: Sequence[Sibling]
    languages: Sequence[tuple[str, str]]
    same_address: Sequence[tuple[str, str]]
    is_first: bool
    invited: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    ways: Sequence[HowSaid] = tuple(HowSaid)


@dataclass(frozen=True)
class _Around:
    """What the form shows of the student's family."""

    student: Student
    contacts: Sequence[ParentContact]
    siblings: Sequence[Student]
    invitations: Sequence[Invitation]
    year: str


def show_another_parent(request: Request, services: Services) -> Page:
    values = {"send_invitation": "yes", "whose": whose_mark(request.viewer.id)}
    return _form(_around(request, services), values, {}, 200)


def post_another_parent(request: Request, services: Services) -> Page | Redirect:
    """The box is checked to begin with: without an address it means nothing."""
    around = _around(request, services)
    try:
        form, said = _read(request.form, around, site_settings(services).country)
    except FormInvalid as invalid:
        return _form(around, request.form, invalid.errors, 422)
    send = request.form.get("send_invitation") == "yes"
    added = add_by_office(around.student.id, form, request.by, services, send=send, said=said)
    return Redirect(f"/students/{around.student.id}?notice={_notice(added)}")


def _read(typed: Mapping[str, str], around: _Around, country: str) -> tuple[FilledForm, Said]:
    """How they are related to the student is said of the siblings, too. Raises FormInvalid."""
    typed = with_same_address(typed, around.contacts)
    form, said = with_said(lambda: read_contact_form(OtherParentForm, typed, [around.student], country), typed)
    also = [sibling.id for sibling in around.siblings if typed.get(_box(sibling)) == "yes"]
    relation = form.students[around.student.id]
    return FilledForm(form.details, {**form.students, **dict.fromkeys(also, relation)}), said


def _box(student: Student) -> str:
    return f"for_{student.id}"


def _around(request: Request, services: Services) -> _Around:
    student = student_at_school(request.params["id"], services)
    return _Around(
        student=student,
        contacts=contacts_of(student, services),
        siblings=likely_siblings(student, services),
        invitations=[] if student.has_parent_contact else open_invitations_of(student, services),
        year=site_settings(services).school_year,
    )


def _way_back(request: Request, services: Services) -> FormProof | None:
    return same_site_admin(request, f"/students/{request.params['id']}/another-parent")


def _notice(added: Recorded) -> str:
    if added.invited:
        return "recorded-mailed"
    if added.not_mailed is NotMailed.BLOCKED:
        return "recorded-blocked"
    return "recorded-asked" if added.not_mailed else "recorded"


def _form(around: _Around, values: Mapping[str, str], errors: Mapping[str, Message], status: int) -> Page:
    student = around.student
    context = OfficeParentPage(
        back=f"/students/{student.id}",
        student=student.first_name,
        students=[student],
        siblings=[_sibling(sibling, around.year) for sibling in around.siblings],
        languages=list(LANGUAGES.items()),
        same_address=[(contact.id, contact.details.name) for contact in with_an_address(around.contacts)],
        is_first=not student.has_parent_contact,
        invited=[(invitation.email, invitation_url(invitation)) for invitation in around.invitations],
        values=values,
        errors=errors,
    )
    return Page(context, status)


def _sibling(student: Student, year: str) -> Sibling:
    homeroom = student.placements[student.shown_year(year)].homeroom
    return Sibling(field=_box(student), name=student.name, homeroom=homeroom)


ROUTES = (
    Route("GET", "/students/{id}/another-parent", Guard.ADMIN, show_another_parent),
    Route("POST", "/students/{id}/another-parent", Guard.ADMIN, post_another_parent, _way_back),
)
