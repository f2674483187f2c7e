"""Homerooms of the current school year and the next, as a Site Admin adds, corrects and removes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.homeroom_changes import HomeroomChanged, HomeroomProblem, HomeroomRefused
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.homeroom_by_hand import (
    HomeroomAtHand,
    add_homeroom,
    correct_homeroom,
    edition_of,
    find_at_hand,
    free_code,
    remove_homeroom,
    years_by_hand,
)
from homeroom.use_cases.site.school_years import ShownYear
from homeroom.web.core.addresses import homeroom_action_url, homeroom_url, in_year, with_notice
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import same_site_admin, whose_mark
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.roster.homeroom_form import HomeroomForm, homeroom_values
from homeroom.web.pages.roster.shown_years import year_of_form


@dataclass(frozen=True, kw_only=True, repr=False)
class HomeroomFormPage:
    """`code` is how the homeroom is called now, empty for a new one. `years` are to be chosen from. `stored` is what
    somebody else has made of it meanwhile, where it differs from what was typed. `former_codes` are those that files
    may still say.
    """

    template: ClassVar[str] = "roster/homeroom_form.html"
    code: str
    url: str
    back: str
    free_url: str
    year: str
    years: Sequence[tuple[str, str]]
    former_codes: Sequence[str]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    stored: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, repr=False)
class RemovePage:
    """`refused` says why it cannot be removed."""

    template: ClassVar[str] = "roster/homeroom_remove.html"
    url: str
    back: str
    code: str
    year: str
    refused: Message | None


def show_new(request: Request, services: Services) -> Page:
    years = years_by_hand(services)
    wanted = request.query.get("year", "")
    values = {"year": wanted if wanted in years else years[0], "whose": whose_mark(request.viewer.id)}
    return Page(_new(values, {}, services))


def post_new(request: Request, services: Services) -> Page | Redirect:
    years = years_by_hand(services)
    year = request.form.get("year", years[0])
    try:
        if year not in years:
            raise FormInvalid({"year": message(HomeroomProblem.YEAR)})
        details = read_form(HomeroomForm, request.form).details
        add_homeroom(year, details, request.by, services)
    except FormInvalid as invalid:
        return Page(_new(request.form, invalid.errors, services), 422)
    except HomeroomRefused as refused:
        return Page(_new(request.form, {"code": refused.message}, services), 422)
    return Redirect(with_notice(homeroom_url(details.code, "" if year == years[0] else year), "added"))


def show_edit(request: Request, services: Services) -> Page:
    year = year_of_form(request, services)
    at_hand = find_at_hand(year.year, request.params["code"], services)
    return Page(_edit(at_hand, year, _stored(at_hand, year, request), {}))


def post_edit(request: Request, services: Services) -> Page | Redirect:
    year, code, typed = year_of_form(request, services), request.params["code"], request.form
    try:
        details = read_form(HomeroomForm, typed).details
        after = correct_homeroom(year.year, code, details, typed.get("version"), request.by, services)
    except FormInvalid as invalid:
        return Page(_edit(find_at_hand(year.year, code, services), year, typed, invalid.errors), 422)
    except HomeroomRefused as refused:
        return Page(_edit(find_at_hand(year.year, code, services), year, typed, {"code": refused.message}), 422)
    except HomeroomChanged as changed:
        errors = {"": message(HomeroomProblem.CHANGED_ELSEWHERE)}
        values = {**typed, "version": edition_of(changed.stored)}
        return Page(_edit(find_at_hand(year.year, code, services), year, values, errors), 409)
    return Redirect(with_notice(homeroom_url(after.code, year.other), "saved"))


def post_free(request: Request, services: Services) -> Page | Redirect:
    year, code = year_of_form(request, services), request.params["code"]
    try:
        free_code(year.year, code, request.form.get("former", ""), request.by, services)
    except HomeroomRefused as refused:
        at_hand = find_at_hand(year.year, code, services)
        return Page(_edit(at_hand, year, _stored(at_hand, year, request), {"": refused.message}), 409)
    return Redirect(with_notice(homeroom_url(code, year.other), "freed"))


def show_remove(request: Request, services: Services) -> Page:
    year = year_of_form(request, services)
    at_hand = find_at_hand(year.year, request.params["code"], services)
    return Page(_remove(at_hand, year, _not_empty(at_hand)))


def post_remove(request: Request, services: Services) -> Page | Redirect:
    """Removed twice, or by two Site Admins: it is gone either way."""
    year, code = year_of_form(request, services), request.params["code"]
    try:
        remove_homeroom(year.year, code, request.by, services)
    except HomeroomRefused as refused:
        return Page(_remove(find_at_hand(year.year, code, services), year, refused.message), 409)
    return Redirect(with_notice(in_year("/homerooms", year.other), "removed"))


def _stored(at_hand: HomeroomAtHand, year: ShownYear, request: Request) -> dict[str, str]:
    """The form filled with what is stored. It says its year itself, for when it comes back without its address."""
    own = {"version": edition_of(at_hand.homeroom), "whose": whose_mark(request.viewer.id), "year": year.other}
    return homeroom_values(at_hand.homeroom) | own


def _way_back(request: Request, _: Services) -> FormProof | None:
    code, year = request.params.get("code", ""), request.form.get("year", "")
    url = homeroom_action_url(code, "edit", year) if code else "/homerooms/new"
    return same_site_admin(request, url)


def _new(values: Mapping[str, str], errors: Mapping[str, Message], services: Services) -> HomeroomFormPage:
    years = [(year, year) for year in years_by_hand(services)]
    return HomeroomFormPage(
        code="",
        url="/homerooms/new",
        back="/homerooms",
        free_url="",
        year="",
        years=years,
        former_codes=(),
        values=values,
        errors=errors,
        stored={},
    )


def _edit(
    at_hand: HomeroomAtHand, year: ShownYear, values: Mapping[str, str], errors: Mapping[str, Message]
) -> HomeroomFormPage:
    code, stored = at_hand.homeroom.code, homeroom_values(at_hand.homeroom)
    changed = any(problem.is_(HomeroomProblem.CHANGED_ELSEWHERE) for problem in errors.values())
    return HomeroomFormPage(
        code=code,
        url=homeroom_action_url(code, "edit", year.other),
        back=homeroom_url(code, year.other),
        free_url=homeroom_action_url(code, "free", year.other),
        year=year.year,
        years=(),
        former_codes=at_hand.former_codes,
        values=values,
        errors=errors,
        stored={name: text for name, text in stored.items() if changed and values.get(name, "") != text},
    )


def _not_empty(at_hand: HomeroomAtHand) -> Message | None:
    if not at_hand.students:
        return None
    return message(HomeroomProblem.NOT_EMPTY, class_code=at_hand.homeroom.code, count=at_hand.students)


def _remove(at_hand: HomeroomAtHand, year: ShownYear, refused: Message | None) -> RemovePage:
    code = at_hand.homeroom.code
    return RemovePage(
        url=homeroom_action_url(code, "remove", year.other),
        back=homeroom_url(code, year.other),
        code=code,
        year=year.year,
        refused=refused,
    )


ROUTES = (
    Route("GET", "/homerooms/new", Guard.ADMIN, show_new),
    Route("POST", "/homerooms/new", Guard.ADMIN, post_new, _way_back),
    Route("GET", "/homerooms/{code}/edit", Guard.ADMIN, show_edit),
    Route("POST", "/homerooms/{code}/edit", Guard.ADMIN, post_edit, _way_back),
    Route("POST", "/homerooms/{code}/free", Guard.ADMIN, post_free),
    Route("GET", "/homerooms/{code}/remove", Guard.ADMIN, show_remove),
    Route("POST", "/homerooms/{code}/remove", Guard.ADMIN, post_remove),
)
