"""Whom a parent excludes from seeing them: the list, somebody more, somebody less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.families.exclusions import end_exclusion, exclude_chosen, exclude_typed, my_exclusions
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.exclusion_form import ExclusionForm
from homeroom.web.forms.form_parsing import FormInvalid, read_form


class ExclusionsNotice(Code):
    """What has just been done. Of whom is not in the page's address."""

    EXCLUDED = "exclusions.excluded"
    ENDED = "exclusions.ended"


@dataclass(frozen=True, repr=False)
class ExclusionsPage:
    """`choices` are contact ids and names of people whom the parent sees."""

    template: ClassVar[str] = "families/exclusions.html"
    exclusions: Sequence[Exclusion]
    choices: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    notice: Message | None


def show_exclusions(request: Request, services: Services) -> Page:
    return _page(request, {}, services)


def post_exclusion(request: Request, services: Services) -> Page | Redirect:
    """By the button that was pressed: the person chosen, or what was typed."""
    field = "person" if "person" in request.form else "who"
    try:
        if field == "person":
            exclusion = exclude_chosen(request.form["person"], request.by, services)
        else:
            exclusion = exclude_typed(read_form(ExclusionForm, request.form).who, request.by, services)
    except Refused as refused:
        return _page(request, {field: refused.message}, services)
    except FormInvalid as invalid:
        return _page(request, invalid.errors, services)
    keys = [own.key for own in my_information(request.viewer, services).contact.exclusions]
    place = keys.index(exclusion.key) + 1 if exclusion.key in keys else 0
    return Redirect(f"/me/exclusions?added={place}")


def post_end(request: Request, services: Services) -> Redirect:
    end_exclusion(request.form.get("exclusion", ""), request.by, services)
    return Redirect("/me/exclusions?notice=ended")


def _page(request: Request, errors: Mapping[str, Message], services: Services) -> Page:
    mine = my_exclusions(request.viewer, services)
    context = ExclusionsPage(
        exclusions=mine.contact.exclusions,
        choices=[(contact.id, contact.details.name) for contact in mine.choices],
        values=request.form,
        errors=errors,
        notice=_notice(request, mine.contact.exclusions),
    )
    return Page(context, 422 if errors else 200)


def _notice(request: Request, exclusions: Sequence[Exclusion]) -> Message | None:
    """`added` is a place in the list, counted from 1: names stand in no address."""
    place = request.row_number("added")
    if 0 < place <= len(exclusions):
        return message(ExclusionsNotice.EXCLUDED, who=exclusions[place - 1].shown)
    return message(ExclusionsNotice.ENDED) if request.query.get("notice") == "ended" else None


ROUTES = (
    Route("GET", "/me/exclusions", Guard.PARENT, show_exclusions),
    Route("POST", "/me/exclusions", Guard.PARENT, post_exclusion),
    Route("POST", "/me/exclusions/end", Guard.PARENT, post_end),
)
