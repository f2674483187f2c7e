"""Two students who are one: the other one is chosen, both are seen side by side, and one press merges them."""

from collections.abc import Mapping, Sequence

from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.school_year import next_school_year
from homeroom.domain.roster.student_edition import StudentChanged
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.merge_candidates import merge_candidates
from homeroom.use_cases.roster.merge_students import TooMuchToMerge, find_pair, merge_students
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.roster.students_compared import (
    MergeText,
    choices_of,
    choose_page,
    merge_page,
    merge_url,
    side_by_side,
)

_LONGEST = 100


def show_merge(request: Request, services: Services) -> Page | Redirect:
    """Raises NotFound."""
    other_id = request.query.get("with", "").strip()[:_LONGEST]
    if moved := _to_whom_they_are_now(request.params["id"], other_id, services):
        return moved
    return _side_by_side(request, other_id, {}, {}, services) if other_id else _choose(request, {}, services)


def post_merge(request: Request, services: Services) -> Page | Redirect:
    """Raises NotFound."""
    staying_id, other_id = request.params["id"], request.form.get("with", "").strip()[:_LONGEST]
    choices = choices_of(request.form, _years(services))
    try:
        merge_students(staying_id, other_id, choices, request.form.get("seen", ""), request.by, services)
    except StudentChanged:
        return _again(request, other_id, MergeText.CHANGED, 409, services)
    except TooMuchToMerge:
        return _again(request, other_id, MergeText.TOO_MUCH, 422, services)
    except NotFound:
        if moved := _to_whom_they_are_now(staying_id, other_id, services):
            return moved
        return _choose(request, {"": message(MergeText.OTHER_GONE)}, services)
    return Redirect(f"{student_url(staying_id)}?notice=merged")


def _to_whom_they_are_now(staying_id: str, other_id: str, services: Services) -> Redirect | None:
    """Where one of the two has been merged meanwhile; None where neither has."""
    now = services.roster.students_now({staying_id, *filter(None, [other_id])})
    staying, other = now.get(staying_id), now.get(other_id)
    if staying is None:
        raise NotFound
    if other and staying.id == other.id:
        return Redirect(student_url(staying.id))
    if other and (staying.id, other.id) != (staying_id, other_id):
        return Redirect(side_by_side(staying.id, other.id))
    return Redirect(merge_url(staying.id)) if staying.id != staying_id else None


def _choose(request: Request, errors: Mapping[str, Message], services: Services) -> Page:
    text = request.query.get("q", "").strip()[:_LONGEST]
    candidates = merge_candidates(request.params["id"], text, request.viewer, services)
    return Page(choose_page(candidates, text, errors), 409 if errors else 200)


def _again(request: Request, other_id: str, why: MergeText, status: int, services: Services) -> Page:
    """The newest state, with what was chosen."""
    page = _side_by_side(request, other_id, request.form, {"": message(why)}, services)
    return Page(page.context, status) if page.status == 200 else page


def _side_by_side(
    request: Request, other_id: str, values: Mapping[str, str], errors: Mapping[str, Message], services: Services
) -> Page:
    try:
        pair = find_pair(request.params["id"], other_id, services)
    except NotFound:
        return _choose(request, {"": message(MergeText.OTHER_GONE)}, services)
    return Page(merge_page(pair, _years(services), services.clock(), values, errors))


def _years(services: Services) -> Sequence[str]:
    current = site_settings(services).school_year
    return current, next_school_year(current)


ROUTES = (
    Route("GET", "/students/{id}/merge", Guard.ADMIN, show_merge),
    Route("POST", "/students/{id}/merge", Guard.ADMIN, post_merge),
)
