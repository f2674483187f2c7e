"""The form in which a parent corrects what is kept about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from homeroom.domain.families.edition import ChangedElsewhere, edition_of
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.visibility import preview
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.token import csrf_token
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.campaigns import asking
from homeroom.use_cases.families.my_information import (
    MyInformation,
    edit_my_information,
    my_information,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import whose_mark
from homeroom.web.forms.families.contact_form import (
    ContactForm,
    ContactProblem,
    contact_values,
    differences,
    read_contact_form,
)
from homeroom.web.forms.families.merged_fields import about_present_students
from homeroom.web.forms.families.relation_days import with_days
from homeroom.web.forms.families.sharing_form import kept_out_values, read_for_preview, read_kept_out
from homeroom.web.forms.families.sharing_part import SharingPart, kept_out_by_others
from homeroom.web.forms.form_parsing import FormInvalid

OWN_ADDRESS = "own_address"
"""In the form's values: an address that has a page of its own, on which it is changed."""


@dataclass(frozen=True, repr=False)
class EditMePage:
    """`with_days` are the students for whom the parent says on which days the relation begins and ends. `values` hold
    the address that is changed elsewhere, too. `stored` is what another tab or device has saved meanwhile, where it
    differs from what was typed. `open_part` is the id of the part that is to be open.
    """

    template: ClassVar[str] = "families/me_edit.html"
    students: Sequence[Student]
    with_days: Sequence[Student]
    languages: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    stored: Mapping[str, str]
    sharing: SharingPart
    open_part: str = ""


def show_edit(request: Request, services: Services) -> Page:
    mine = my_information(request.viewer, services)
    own = {"version": edition_of(mine.contact), "whose": whose_mark(mine.contact.id)}
    own |= kept_out_values(mine.contact.id, mine.students)
    form = _form(mine, contact_values(mine.contact) | own, {})
    return Page(replace(form, open_part=request.query.get("open", "")))


def post_edit(request: Request, services: Services) -> Page | Redirect:
    mine, country = my_information(request.viewer, services), site_settings(services).country
    request = replace(request, form=about_present_students(request.form, mine.students))
    typed = {**request.form, "email": request.viewer.email}  # which this form leaves as it is
    if request.form.get("preview") == "yes":
        return _preview(mine, typed, country)
    read = partial(read_contact_form, ContactForm, typed, mine.asked_about, country)
    try:
        filled = with_days(read, request.form, mine.contact)
        filled = replace(filled, kept_out=read_kept_out(request.form, mine.asked_about))
    except FormInvalid as invalid:
        return Page(_form(mine, request.form, invalid.errors), 422)
    asked = asking(mine.contact, services)
    try:
        edit_my_information(request.by, filled, services, request.form.get("version"))
    except ChangedElsewhere as changed:
        return _changed_elsewhere(changed, mine, request.form)
    return Redirect(f"/me?notice={'saved-and-confirmed' if asked else 'saved'}")


def _preview(mine: MyInformation, typed: Mapping[str, str], country: str) -> Page:
    """The same form as it was typed, and what others would see of it. Nothing is saved."""
    context, seen = _form(mine, typed, {}), preview(read_for_preview(typed, country))
    return Page(replace(context, sharing=replace(context.sharing, preview=seen), open_part="sharing"))


def _changed_elsewhere(changed: ChangedElsewhere, mine: MyInformation, typed: Mapping[str, str]) -> Page:
    """Once more as it was typed, beside what is stored now: saved again, it is what they have decided."""
    values = {**typed, "version": edition_of(changed.stored)}
    context = _form(mine, values, {"": message(ContactProblem.CHANGED_ELSEWHERE)})
    return Page(replace(context, stored=differences(changed)), 409)


def _way_back(request: Request, services: Services) -> FormProof | None:
    """A log-in of the same parent, which came after the page of the form."""
    mine = my_information(request.user, services) if request.user else None
    if mine is None or whose_mark(mine.contact.id) != request.form.get("whose"):
        return None
    return FormProof("/me/edit", csrf_token(request.session_token))


def _form(mine: MyInformation, values: Mapping[str, str], errors: Mapping[str, Message]) -> EditMePage:
    by_office = {i for i, relation in mine.contact.students.items() if relation.days_by_office}
    own_days = [student for student in mine.asked_about if student.id not in by_office]
    sharing = SharingPart(kept_out_by_others=kept_out_by_others(mine.contact, mine.asked_about), may_exclude=True)
    values = {**values, OWN_ADDRESS: mine.contact.details.email}
    return EditMePage(mine.asked_about, own_days, list(LANGUAGES.items()), values, errors, {}, sharing)


ROUTES = (
    Route("GET", "/me/edit", Guard.PARENT, show_edit),
    Route("POST", "/me/edit", Guard.PARENT, post_edit, _way_back),
)
