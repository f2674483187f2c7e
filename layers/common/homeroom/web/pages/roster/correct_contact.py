"""The office corrects a contact of a student."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from homeroom.domain.accounts.address_change import AddressTaken
from homeroom.domain.families.edition import ChangedElsewhere, edition_of
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.office_entry import HowSaid
from homeroom.domain.families.sharing import Audience, Sharing, up_to
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.correct_contact import (
    ContactToCorrect,
    Corrected,
    Correction,
    ProvedAddressMissing,
    contact_to_correct,
    correct_contact,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import student_url
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import same_site_admin, whose_mark
from homeroom.web.forms.families.contact_form import contact_values, differences, read_contact_form
from homeroom.web.forms.families.correction_form import CorrectionForm
from homeroom.web.forms.families.said_form import with_said
from homeroom.web.forms.form_parsing import FormInvalid


class CorrectionProblem(Code):
    """Why a correction is not stored, and what to do."""

    CHANGED_ELSEWHERE = "correction.changed_elsewhere"
    EMAIL_NEEDED = "correction.email_needed"
    EMAIL_TAKEN = "correction.email_taken"


@dataclass(frozen=True, kw_only=True, repr=False)
class CorrectContactPage:
    """`contact` is the parent's name. `proved_email` is the address that they have proved, empty where they have not.
    `sharing` is what may be chosen for each piece: what it is now, or less. `stored` is what somebody else has saved
    meanwhile, where it differs from what was typed.
    """

    template: ClassVar[str] = "roster/correct_contact.html"
    url: str
    back: str
    contact: str
    proved_email: str
    students: Sequence[Student]
    languages: Sequence[tuple[str, str]]
    sharing: Mapping[str, Sequence[Audience]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    stored: Mapping[str, str]
    ways: Sequence[HowSaid] = tuple(HowSaid)


def show_correct(request: Request, services: Services) -> Page:
    found = _found(request, services)
    own = {"version": edition_of(found.contact), "whose": whose_mark(request.viewer.id)}
    return Page(_form(found, contact_values(found.contact) | own, {}))


def post_correct(request: Request, services: Services) -> Page | Redirect:
    """What was typed comes back with every answer but the one that says it is stored."""
    found, typed = _found(request, services), request.form
    back = student_url(found.students[0].id)
    try:
        country = site_settings(services).country
        form, said = with_said(lambda: read_contact_form(CorrectionForm, typed, found.students, country), typed)
        correction = Correction(form, said, typed.get("version"))
        corrected = correct_contact(found.students[0].id, found.contact.id, correction, request.by, services)
    except FormInvalid as invalid:
        return Page(_form(found, typed, invalid.errors), 422)
    except ProvedAddressMissing:
        return Page(_form(found, typed, {"email": message(CorrectionProblem.EMAIL_NEEDED)}), 422)
    except AddressTaken:
        return Page(_form(found, typed, {"email": message(CorrectionProblem.EMAIL_TAKEN)}), 422)
    except ChangedElsewhere as changed:
        return _changed_elsewhere(changed, _found(request, services), typed)
    return Redirect(f"{back}?notice={_notice(corrected)}")


def _notice(corrected: Corrected) -> str:
    if corrected.is_link_sent:
        return "corrected-link-sent"
    return "corrected-asked" if corrected.is_asked else "corrected"


def _changed_elsewhere(changed: ChangedElsewhere, found: ContactToCorrect, typed: Mapping[str, str]) -> Page:
    """Once more as it was typed, beside what is stored now: saved again, it is what the office has decided."""
    values = {**typed, "version": edition_of(changed.stored)}
    page = _form(found, values, {"": message(CorrectionProblem.CHANGED_ELSEWHERE)})
    return Page(replace(page, stored=differences(changed)), 409)


def _found(request: Request, services: Services) -> ContactToCorrect:
    return contact_to_correct(request.params["id"], request.params["contact_id"], services)


def _way_back(request: Request, services: Services) -> FormProof | None:
    url = f"{student_url(request.params['id'])}/contacts/{request.params['contact_id']}/edit"
    return same_site_admin(request, url)


def _form(found: ContactToCorrect, values: Mapping[str, str], errors: Mapping[str, Message]) -> CorrectContactPage:
    back = student_url(found.students[0].id)
    return CorrectContactPage(
        url=f"{back}/contacts/{found.contact.id}/edit",
        back=back,
        contact=found.contact.details.name,
        proved_email=found.proved_email,
        students=found.students,
        languages=list(LANGUAGES.items()),
        sharing=_choices(found.contact.details.sharing),
        values=values,
        errors=errors,
        stored={},
    )


def _choices(sharing: Sharing) -> dict[str, Sequence[Audience]]:
    pieces = {"email": sharing.email, "phone": sharing.phone, "address": sharing.address}
    return {f"share_{piece}": up_to(audience) for piece, audience in pieces.items()}


ROUTES = (
    Route("GET", "/students/{id}/contacts/{contact_id}/edit", Guard.ADMIN, show_correct),
    Route("POST", "/students/{id}/contacts/{contact_id}/edit", Guard.ADMIN, post_correct, _way_back),
)
