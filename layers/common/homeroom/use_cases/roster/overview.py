"""Where the school stands: how many students have a parent contact, and who has answered since the first email."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from homeroom.domain.invitations.answer_count import AnswerCount
from homeroom.domain.invitations.overview import Overview
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student_count import NOBODY, StudentCount, count_in
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import homerooms_by_grade
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class GradeCount:
    """`grade` is empty for homerooms without one. The numbers are those of its homerooms, as its list has them."""

    grade: str
    count: StudentCount
    homerooms: Sequence[tuple[Homeroom, StudentCount]]


@dataclass(frozen=True)
class Day:
    """A day of the site, and how many were invited and have answered by its end."""

    day: date
    so_far: AnswerCount


@dataclass(frozen=True)
class SchoolOverview:
    """Of the current school year. `answers` begin on the day of the first invitation and end today; empty where nobody
    has been invited.
    """

    settings: SiteSettings
    total: StudentCount
    grades: Sequence[GradeCount]
    invitations: Overview
    answers: Sequence[Day]


def show_overview(services: Services) -> SchoolOverview:
    """However many there are, in the same few calls."""
    settings = site_settings(services)
    year, today = settings.school_year, settings.day_of(services.clock())
    counts = services.roster.student_counts(year)
    return SchoolOverview(
        settings=settings,
        total=sum(counts.values(), NOBODY),
        grades=counts_by_grade(homerooms_by_grade(year, services), counts),
        invitations=services.invitation_lists.overview(year),
        answers=_day_by_day(services.invitation_lists.answer_counts(year), settings, today),
    )


def counts_by_grade(
    grades: Mapping[str, Sequence[Homeroom]], counts: Mapping[str, StudentCount]
) -> Sequence[GradeCount]:
    """In the order of the grades. `counts` are those of the store."""
    counted = {grade: [(room, count_in(room, counts)) for room in rooms] for grade, rooms in grades.items()}
    return [GradeCount(grade, sum((count for _, count in rooms), NOBODY), rooms) for grade, rooms in counted.items()]


def _day_by_day(hours: Mapping[datetime, AnswerCount], settings: SiteSettings, today: date) -> Sequence[Day]:
    by_day: dict[date, AnswerCount] = {}
    for hour, count in hours.items():
        day = settings.day_of(hour)
        by_day[day] = by_day.get(day, AnswerCount()) + count
    if not by_day:
        return []
    first, so_far, days = min(by_day), AnswerCount(), []
    for number in range((max(today, *by_day) - first).days + 1):
        day = first + timedelta(days=number)
        so_far += by_day.get(day, AnswerCount())
        days.append(Day(day, so_far))
    return days
