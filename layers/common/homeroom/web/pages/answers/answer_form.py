"""The form behind a link: whose it is, what it begins with, and what becomes of what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from homeroom.domain.families.edition import ChangedElsewhere, edition_of
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import FilledForm
from homeroom.domain.families.visibility import preview
from homeroom.domain.kernel.full_names import halves
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
    LetterForm,
    contact_values,
    differences,
    language_code,
    read_contact_form,
    read_own_relations,
)
from homeroom.web.forms.families.merged_fields import about_present_students
from homeroom.web.forms.families.recorded import recorded_hints, recorded_relationships, recorded_values, with_recorded
from homeroom.web.forms.families.sharing_form import kept_out_values, read_for_preview, read_kept_out
from homeroom.web.forms.families.sharing_part import SharingPart, kept_out_by_others
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
    return Page(replace(_form_context(answer, _first_values(answer), {}), open_part=request.query.get("open", "")))


def post_form(request: Request, services: Services) -> Page | Redirect:
    answer = read_answer(request.form_token, services)
    if answer.must_choose:
        raise ChooseReaderFirst
    request = replace(request, form=about_present_students(request.form, answer.students))
    if answer.is_known and "first_name" in request.form and _has_seen_another(answer, request):
        raise KnownAlready
    if request.form.get("preview") == "yes":
        return _preview(answer, request.form, services)
    try:
        filled = _filled(answer, request, services)
    except FormInvalid as invalid:
        return Page(_form_context(answer, request.form, invalid.errors), 422)
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


def _preview(answer: Answer, typed: Mapping[str, str], services: Services) -> Page:
    """The same form as it was typed, and what others would see of it. Nothing is saved."""
    recorded = answer.contact if answer.is_recorded else None
    details = read_for_preview(typed, site_settings(services).country, recorded)
    context = _form_context(answer, typed, {})
    sharing = replace(context.sharing, preview=preview(details))
    return Page(replace(context, sharing=sharing, open_part="sharing"))


def _filled(answer: Answer, request: Request, services: Services) -> FilledForm:
    """Raises FormInvalid."""
    if answer.is_known and answer.contact:
        return FilledForm(answer.contact.details, read_own_relations(request.form, answer.students))
    typed = with_recorded(request.form, answer.contact) if answer.is_recorded and answer.contact else request.form
    model = LetterForm if answer.invitation.on_paper else ContactForm
    filled = read_contact_form(model, typed, answer.students, site_settings(services).country)
    return replace(filled, kept_out=read_kept_out(request.form, answer.students))


def _form_context(answer: Answer, values: Mapping[str, str], errors: Mapping[str, Message]) -> AnswerPage:
    return AnswerPage(
        students=answer.students,
        first_names=answer.first_names,
        languages=list(LANGUAGES.items()),
        saved=answer.saved,
        is_known=answer.is_known,
        name=answer.parents_name,
        email_optional=answer.invitation.on_paper,
        may_be_another=bool(answer.candidates) and not answer.saved,
        sharing=SharingPart(kept_out_by_others=_kept_out_by_others(answer)),
        recorded=recorded_hints(answer.contact) if answer.is_recorded and answer.contact else {},
        on_file=_on_file(answer),
        open_part="",
        stored={},
        values=values,
        errors=errors,
    )


def _kept_out_by_others(answer: Answer) -> Sequence[str]:
    """Whoever has only opened a link may be the wrong person still."""
    return kept_out_by_others(answer.contact, answer.students) if answer.saved else ()


def _first_values(answer: Answer) -> dict[str, str]:
    """What is known need not be typed: what is stored, or the address that the link proved."""
    return _known_values(answer) | {"version": edition_of(answer.contact), "whose": whose(answer)}


def _known_values(answer: Answer) -> dict[str, str]:
    if answer.contact and answer.saved:
        return contact_values(answer.contact) | kept_out_values(answer.contact.id, answer.students)
    if answer.is_known:
        return {}
    if answer.contact:
        return recorded_values(answer.contact)
    known = answer.reader
    last_name, first_name = (known.last_name, known.first_name) if known.name else halves(answer.readers_name)
    return {
        "first_name": first_name,
        "last_name": last_name,
        "email": answer.invitation.email,
        "language": language_code(known.language),
        "receives_school_mail": "yes",
    }


def _on_file(answer: Answer) -> dict[str, str]:
    """Said beside the question, and no answer to it: the reader alone completes the form, no machine that presses its
    buttons.
    """
    if answer.saved:
        return {}
    recorded = recorded_relationships(answer.contact) if answer.is_recorded and answer.contact else {}
    fields = [f"relationship_{student.id}" for student in answer.students]
    return {name: what for name in fields if (what := recorded.get(name) or answer.reader.relationship)}


ROUTES = (
    Route("GET", "/answer", Guard.ANSWERING, show_form),
    Route("POST", "/answer", Guard.ANSWERING, post_form, way_back),
)
