"""Ways to a student of one school year: by search, by a homeroom's list, by a grade's list."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.homeroom import Homeroom, grade_order
from homeroom.domain.roster.homeroom_changes import homeroom_now
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.ports.services import Services

MOST_MATCHES = 50


@dataclass(frozen=True)
class Matches:
    """`more`: there are others beyond MOST_MATCHES, who would be shown as well."""

    students: list[Student]
    more: bool


def search_students(text: str, year: str, user: User, services: Services) -> Matches:
    if not sees_lists(user, year, services):
        return Matches([], more=False)
    portions = services.roster.called_like(year, text)
    found = list(islice((s for portion in portions for s in _listed_for(user, portion)), MOST_MATCHES + 1))
    return Matches(sorted(found[:MOST_MATCHES], key=lambda s: s.order), len(found) > MOST_MATCHES)


@dataclass(frozen=True)
class HomeroomList:
    homeroom: Homeroom
    students: list[Student]


def homerooms_by_grade(year: str, services: Services) -> dict[str, list[Homeroom]]:
    """Numbered grades in their order, other grades before them."""
    grades: dict[str, list[Homeroom]] = {}
    for homeroom in services.roster.homerooms(year):
        grades.setdefault(homeroom.grade, []).append(homeroom)
    return dict(sorted(grades.items(), key=lambda item: grade_order(item[0])))


def homeroom_list(code: str, year: str, user: User, services: Services) -> HomeroomList:
    """Also by a former code of the homeroom. Raises NotFound."""
    homeroom = homeroom_now(code, services.roster.all_homerooms(year))
    if homeroom is None or not sees_lists(user, year, services):
        raise NotFound
    return _with_students(homeroom, user, services)


def grade_list(grade: str, year: str, user: User, services: Services) -> list[HomeroomList]:
    """The grade's homerooms, each with its students. A student may be of a grade that no homeroom has."""
    if not sees_lists(user, year, services):
        return []
    return [_with_students(homeroom, user, services) for homeroom in homerooms_by_grade(year, services).get(grade, ())]


def _with_students(homeroom: Homeroom, user: User, services: Services) -> HomeroomList:
    return HomeroomList(homeroom, _listed_for(user, students_of(homeroom, services)))


def _listed_for(user: User, students: Iterable[Student]) -> list[Student]:
    """Whom the office protects, or a parent keeps out, stands in no list that parents see."""
    return [s for s in students if user.is_admin or s.is_listed]
