"""The bare address: where a Site Admin sees how far the school has come, and from where others go where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from homeroom.domain.invitations.answer_count import AnswerCount
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.message import Labeled, Message
from homeroom.domain.roster.student_count import StudentCount
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.sessions import check_not_removed
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.overview import Day, GradeCount, SchoolOverview, show_overview
from homeroom.web.core.addresses import grade_url, homeroom_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.invitation_lines import Tile, home_lists, list_url, tiles_for
from homeroom.web.pages.roster.asked_again import AskedAgain, show_asked_again

_MOST_HOMEROOMS = 100
"""Of more, the front page shows the grades alone."""
_MOST_POINTS, _MOST_ROWS = 120, 20
WITHOUT_ADDRESS = "/students?without=address"


class StepTo(Labeled):
    """What there is to do before the first email."""

    SCHOOL = "school"
    STUDENTS = "students"
    SEND = "send"
    ANSWERS = "answers"


class NeedKind(Labeled):
    """What somebody has to look after."""

    BOUNCED = "bounced"
    NO_ADDRESS = "no address"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, repr=False)
class Step:
    """`is_next`: all before it are done."""

    word: str
    label: Message
    url: str
    done: bool
    is_next: bool


@dataclass(frozen=True, repr=False)
class Need:
    word: str
    label: Message
    number: int
    url: str


@dataclass(frozen=True, repr=False)
class Bar:
    """`name` and `url` are empty for homerooms without a grade. `share` is how much is done, in percent."""

    name: str
    url: str
    count: StudentCount
    share: float
    parts: Sequence["Bar"] = ()


@dataclass(frozen=True, repr=False)
class Chart:
    """Two lines in a field 100 wide and 40 high, as paths of SVG; `rows` say the same."""

    invited: str
    answered: str
    first: date
    last: date
    total: AnswerCount
    rows: Sequence[Day]


@dataclass(frozen=True, kw_only=True, repr=False)
class FrontPage:
    """`steps` until somebody has been asked; then `needs`, of which there may be none. `all_homerooms`: there are more
    of them than the page shows. `chart` is None until somebody has been asked, and `asked_again` while no campaign is
    planned or runs.
    """

    template: ClassVar[str] = "roster/front.html"
    year: str
    total: Bar
    steps: Sequence[Step]
    needs: Sequence[Need]
    grades: Sequence[Bar]
    all_homerooms: bool
    invited: Sequence[Tile]
    chart: Chart | None
    asked_again: AskedAgain | None = None


def show_front(request: Request, services: Services) -> Page | Redirect:
    if request.user is None:
        check_not_removed(request.session_token, services)
        return Redirect("/login/second-factor" if request.debtor else "/login")
    if not request.user.is_admin:
        return Redirect("/me")
    overview = show_overview(services)
    return Page(replace(_front(overview), asked_again=show_asked_again(services)), read=overview.invitations)


def _front(overview: SchoolOverview) -> FrontPage:
    begun = bool(overview.total.with_contact or sum(overview.invitations.counts.values()))
    homerooms = sum(len(grade.homerooms) for grade in overview.grades)
    return FrontPage(
        year=overview.settings.school_year,
        total=_bar("", "", overview.total),
        steps=() if begun else _steps(overview),
        needs=_needs(overview) if begun else (),
        grades=[_grade(grade, with_homerooms=homerooms <= _MOST_HOMEROOMS) for grade in overview.grades],
        all_homerooms=homerooms > _MOST_HOMEROOMS,
        invited=tiles_for(overview.invitations.counts, home_lists(overview.invitations.counts)),
        chart=_chart(overview.answers),
    )


def _steps(overview: SchoolOverview) -> Sequence[Step]:
    """Whoever has sent nothing is at the third step at most."""
    done = (overview.settings.school_name != SiteSettings.school_name, overview.total.students > 0, False, False)
    urls = ("/settings/school", "/imports", "/imports", "/invitations")
    return [
        Step(step.value, step.label, url, is_done, not is_done and all(done[:number]))
        for number, (step, url, is_done) in enumerate(zip(StepTo, urls, done, strict=True))
    ]


def _needs(overview: SchoolOverview) -> Sequence[Need]:
    """What nobody has to look after is left out. Files and requests that wait are the frame's."""
    invitations, reminders = overview.invitations, len(overview.settings.reminder_days)
    numbers = (
        (NeedKind.BOUNCED, invitations.counts.get(Status.BOUNCED, 0), list_url(state="bounced")),
        (NeedKind.NO_ADDRESS, overview.total.no_address, WITHOUT_ADDRESS),
        (NeedKind.NO_ANSWER, invitations.without_answer(reminders), list_url(state="reminded")),
    )
    return [Need(kind.value, kind.label, number, url) for kind, number, url in numbers if number]


def _bar(name: str, url: str, count: StudentCount, parts: Sequence[Bar] = ()) -> Bar:
    share = 100 * count.with_contact / count.students if count.students else 0
    return Bar(name, url, count, round(share, 1), parts)


def _grade(grade: GradeCount, *, with_homerooms: bool) -> Bar:
    rooms = [_bar(room.code, homeroom_url(room.code), count) for room, count in grade.homerooms]
    return _bar(grade.grade, grade_url(grade.grade), grade.count, rooms if with_homerooms else ())


def _chart(days: Sequence[Day]) -> Chart | None:
    if not days:
        return None
    shown = _some(days, _MOST_POINTS)
    return Chart(
        invited=_path([day.so_far.invited for day in shown], days[-1].so_far.invited),
        answered=_path([day.so_far.answered for day in shown], days[-1].so_far.invited),
        first=days[0].day,
        last=days[-1].day,
        total=days[-1].so_far,
        rows=_some(days, _MOST_ROWS),
    )


def _some(days: Sequence[Day], most: int) -> Sequence[Day]:
    """The last one, and others at the same distance."""
    return days[::-1][:: -(-len(days) // most)][::-1]


def _path(numbers: Sequence[int], highest: int) -> str:
    """From nothing on the left, as high as `highest` at most."""
    across, up = 100 / len(numbers), 38 / (highest or 1)
    points = [f"{across * (place + 1):.1f} {39 - up * number:.1f}" for place, number in enumerate(numbers)]
    return "M0 39L" + " ".join(points)


ROUTES = (Route("GET", "/", Guard.ANYBODY, show_front),)
