"""When a contact is a student's parent: the dates that a Site Admin sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import Message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.relation_days import find_relation, set_relation_days
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.relation_days import days_values, read_days
from homeroom.web.forms.form_parsing import FormInvalid


@dataclass(frozen=True, kw_only=True, repr=False)
class RelationDaysPage:
    """`contact` is the parent's name."""

    template: ClassVar[str] = "roster/relation_days.html"
    url: str
    back: str
    contact: str
    student: Student
    values: Mapping[str, str]
    errors: Mapping[str, Message]


def show_dates(request: Request, services: Services) -> Page:
    student, contact = find_relation(request.params["id"], request.params["contact_id"], services)
    return Page(_form(student, contact, days_values(contact), {}))


def post_dates(request: Request, services: Services) -> Page | Redirect:
    student, contact = find_relation(request.params["id"], request.params["contact_id"], services)
    try:
        days = read_days(request.form, student.id)
    except FormInvalid as invalid:
        return Page(_form(student, contact, request.form, invalid.errors), 422)
    set_relation_days(student.id, contact.id, days, request.by, services)
    return Redirect(f"{student_url(student.id)}?notice=days-saved")


def _form(
    student: Student, contact: ParentContact, values: Mapping[str, str], errors: Mapping[str, Message]
) -> RelationDaysPage:
    back = student_url(student.id)
    return RelationDaysPage(
        url=f"{back}/contacts/{contact.id}/dates",
        back=back,
        contact=contact.details.name,
        student=student,
        values=values,
        errors=errors,
    )


ROUTES = (
    Route("GET", "/students/{id}/contacts/{contact_id}/dates", Guard.ADMIN, show_dates),
    Route("POST", "/students/{id}/contacts/{contact_id}/dates", Guard.ADMIN, post_dates),
)
