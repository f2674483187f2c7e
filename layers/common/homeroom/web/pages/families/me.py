"""A registered parent's own pages."""

from collections.abc import Mapping

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.use_cases.families.my_information import MyInformation, edit_my_information, my_information
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.words import sharing_sentences
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.contact_form import LANGUAGES, ContactForm, contact_values, read_contact_form
from homeroom.web.forms.reading import FormInvalid
from homeroom.web.labels import LIVES_WITH_ME
from homeroom.web.pages.lines import StudentLine, student_line


def show_me(request: Request, services: Services) -> Page:
    mine = my_information(request.viewer, services)
    context = {
        "contact": _contact(mine.contact),
        "students": _students(mine, request),
        "notice": "Your information is saved." if request.query.get("notice") == "saved" else "",
        "login_email": request.viewer.email,
    }
    return Page("families/me.html", context)


def show_edit(request: Request, services: Services) -> Page:
    mine = my_information(request.viewer, services)
    return _form(mine, request, contact_values(mine.contact), {}, 200)


def post_edit(request: Request, services: Services) -> Page | Redirect:
    mine = my_information(request.viewer, services)
    try:
        filled = read_contact_form(ContactForm, request.form, mine.students)
    except FormInvalid as invalid:
        return _form(mine, request, request.form, invalid.errors, 422)
    edit_my_information(request.viewer, filled, services)
    return Redirect("/me?notice=saved")


def _form(
    mine: MyInformation, request: Request, values: Mapping[str, str], errors: Mapping[str, str], status: int
) -> Page:
    context = {
        "values": values,
        "errors": errors,
        "students": _students(mine, request),
        "languages": list(LANGUAGES.items()),
    }
    return Page("families/me_edit.html", context, status)


def _contact(contact: ParentContact) -> dict[str, object]:
    details = contact.details
    return {
        "name": details.name,
        "email": details.email,
        "mobile_phone": details.mobile_phone,
        "home_phone": details.home_phone,
        "address_lines": details.address_lines,
        "sharing": sharing_sentences(details.sharing.email, details.sharing.phone, details.sharing.address),
        "language_label": LANGUAGES.get(details.language, details.language),
        "receives_mail": details.receives_school_mail,
    }


def _students(mine: MyInformation, request: Request) -> list[StudentLine]:
    lines = []
    for student in mine.students:
        relation = mine.contact.students[student.id]
        lines.append(student_line(student, request.viewer, relation.relationship, LIVES_WITH_ME[relation.lives_with]))
    return lines


ROUTES = (
    Route("GET", "/me", Guard.PARENT, show_me),
    Route("GET", "/me/edit", Guard.PARENT, show_edit),
    Route("POST", "/me/edit", Guard.PARENT, post_edit),
)
