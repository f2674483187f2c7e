"""The form behind a link: whose it is, what it begins with, and what becomes of what was typed."""

from collections.abc import Mapping
from dataclasses import replace

from homeroom.domain.families.edition import ChangedElsewhere, edition_of
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import FilledForm
from homeroom.domain.kernel.message import Message, message
from homeroom.use_cases.answers.answer import Answer, ChooseReaderFirst, KnownAlready, read_answer
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import CookiesRefused, Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.contact_form import (
    ContactForm,
    ContactProblem,
    contact_values,
    differences,
    language_code,
    read_contact_form,
    read_relations,
)
from homeroom.web.forms.families.recorded import recorded_hints, recorded_values, with_recorded
from homeroom.web.forms.form_parsing import FormInvalid
from homeroom.web.pages.answers.contexts import AnswerPage
from homeroom.web.pages.answers.form_session import BEGUN, page_url, way_back, whose


def show_form(request: Request, services: Services) -> Page | Redirect:
    if BEGUN in request.query:
        if not request.cookies:
            raise CookiesRefused
        return Redirect(page_url(request, "/answer"))  # so that nobody comes back to the mark
    answer = read_answer(request.form_token, services)
    if answer.must_choose:
        return Redirect(page_url(request, "/answer/who"))
    return _form(answer, _first_values(answer), {}, 200)


def post_form(request: Request, services: Services) -> Page | Redirect:
    answer = read_answer(request.form_token, services)
    if answer.must_choose:
        raise ChooseReaderFirst
    if answer.is_known and "first_name" in request.form and _has_seen_another(answer, request):
        raise KnownAlready
    try:
        filled = _filled(answer, request, services)
    except FormInvalid as invalid:
        return _form(answer, request.form, invalid.errors, 422)
    try:
        save_contact(request.form_token, filled, services, request.form.get("version"))
    except ChangedElsewhere as changed:
        return _changed_elsewhere(changed, request, services)
    return Redirect(page_url(request, "/answer/next"))


def _has_seen_another(answer: Answer, request: Request) -> bool:
    return request.form.get("version") not in (None, edition_of(answer.contact))


def _changed_elsewhere(changed: ChangedElsewhere, request: Request, services: Services) -> Page:
    """Once more as it was typed, beside what is stored now: saved again, it is what they have decided."""
    answer = read_answer(request.form_token, services)
    values = {**request.form, "version": edition_of(changed.stored)}
    context = _form_context(answer, values, {"": message(ContactProblem.CHANGED_ELSEWHERE)})
    stored = {} if answer.is_recorded else differences(changed)
    return Page(replace(context, stored=stored), 409)


def _filled(answer: Answer, request: Request, services: Services) -> FilledForm:
    """Raises FormInvalid."""
    if answer.is_known and answer.contact:
        return FilledForm(answer.contact.details, read_relations(request.form, answer.students))
    typed = with_recorded(request.form, answer.contact) if answer.is_recorded and answer.contact else request.form
    return read_contact_form(ContactForm, typed, answer.students, site_settings(services).country)


def _form(answer: Answer, values: Mapping[str, str], errors: Mapping[str, Message], status: int) -> Page:
    return Page(_form_context(answer, values, errors), status)


def _form_context(answer: Answer, values: Mapping[str, str], errors: Mapping[str, Message]) -> AnswerPage:
    return AnswerPage(
        students=answer.students,
        first_names=answer.first_names,
        languages=list(LANGUAGES.items()),
        saved=answer.saved,
        is_known=answer.is_known,
        name=answer.parents_name,
        may_be_another=bool(answer.candidates) and not answer.saved,
        recorded=recorded_hints(answer.contact) if answer.is_recorded and answer.contact else {},
        stored={},
        values=values,
        errors=errors,
    )


def _first_values(answer: Answer) -> dict[str, str]:
    """What is known need not be typed: what is stored, or the address that the link proved."""
    return _known_values(answer) | {"version": edition_of(answer.contact), "whose": whose(answer)}


def _known_values(answer: Answer) -> dict[str, str]:
    if answer.contact and (answer.is_known or answer.saved):
        return contact_values(answer.contact)
    if answer.contact:
        return recorded_values(answer.contact)
    known = answer.reader
    values = {
        "first_name": known.first_name,
        "last_name": known.last_name,
        "email": answer.invitation.email,
        "language": language_code(known.language),
        "receives_school_mail": "yes",
    }
    return values | {f"relationship_{s.id}": known.relationship for s in answer.students}


ROUTES = (
    Route("GET", "/answer", Guard.ANSWERING, show_form),
    Route("POST", "/answer", Guard.ANSWERING, post_form, way_back),
)
