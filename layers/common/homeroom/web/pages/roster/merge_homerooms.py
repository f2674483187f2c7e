"""Two homerooms are compared side by side, and a Site Admin merges one into the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.homeroom_changes import HomeroomChanged, HomeroomProblem
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.homeroom_by_hand import HomeroomAtHand, both_editions, find_at_hand, merge_homerooms
from homeroom.web.core.addresses import homeroom_action_url, homeroom_url, with_notice
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.roster.shown_years import year_of_form


class MergeProblem(Code):
    """Why two homerooms cannot be merged."""

    CHOOSE = "homeroom_merge.choose"


@dataclass(frozen=True, repr=False)
class MergeSide:
    code: str
    grade: str
    room: str
    teachers: Sequence[str]
    students: int


@dataclass(frozen=True, kw_only=True, repr=False)
class MergePage:
    """`others` may be chosen, by a form for `choose_url`; `into` is the one that was, if one was."""

    template: ClassVar[str] = "roster/merge_homerooms.html"
    url: str
    choose_url: str
    back: str
    year: str
    other_year: str
    homeroom: MergeSide
    others: Sequence[tuple[str, str]]
    into: MergeSide | None
    version: str
    errors: Mapping[str, Message]


def show_merge(request: Request, services: Services) -> Page:
    return Page(_merge(request, request.query.get("into", ""), {}, services))


def post_merge(request: Request, services: Services) -> Page | Redirect:
    year, into = year_of_form(request, services), request.form.get("into", "")
    try:
        after = merge_homerooms(
            year.year, request.params["code"], into, request.form.get("version"), request.by, services
        )
    except HomeroomChanged:
        return Page(_merge(request, into, {"": message(HomeroomProblem.CHANGED_ELSEWHERE)}, services), 409)
    except NotFound:  # of the two perhaps only the other one, or it was not chosen
        return Page(_merge(request, "", {"into": message(MergeProblem.CHOOSE)}, services), 422)
    return Redirect(with_notice(homeroom_url(after.code, year.other), "merged"))


def _merge(request: Request, into: str, errors: Mapping[str, Message], services: Services) -> MergePage:
    year = year_of_form(request, services)
    at_hand = find_at_hand(year.year, request.params["code"], services)
    other = find_at_hand(year.year, into, services) if into else None
    if other and other.homeroom.key == at_hand.homeroom.key:
        other = None
    code = at_hand.homeroom.code
    return MergePage(
        url=homeroom_action_url(code, "merge", year.other),
        choose_url=homeroom_action_url(code, "merge"),
        back=homeroom_url(code, year.other),
        year=year.year,
        other_year=year.other,
        homeroom=_side(at_hand),
        others=[(homeroom.code, homeroom.code) for homeroom in at_hand.others],
        into=_side(other) if other else None,
        version=both_editions(at_hand.homeroom, other.homeroom) if other else "",
        errors=errors,
    )


def _side(at_hand: HomeroomAtHand) -> MergeSide:
    one = at_hand.homeroom
    return MergeSide(one.code, one.grade, one.room, one.teachers, at_hand.students)


ROUTES = (
    Route("GET", "/homerooms/{code}/merge", Guard.ADMIN, show_merge),
    Route("POST", "/homerooms/{code}/merge", Guard.ADMIN, post_merge),
)
