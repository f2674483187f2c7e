"""Ways to a student of one school year: by search, by a homeroom's list, by a grade's list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.homeroom import Homeroom, grade_order
from homeroom.domain.roster.homeroom_changes import homeroom_now
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_by_school_id import with_school_id

MOST_MATCHES = 50


@dataclass(frozen=True)
class Matches:
    """`more`: there are others beyond MOST_MATCHES, who would be shown as well. `elsewhere` are for Site Admins: who is
    called so and has left, or has the id that was typed and is in other school years only.
    """

    students: list[Student]
    more: bool
    elsewhere: Sequence[Student] = ()


def find_student(own_id: str, services: Services) -> Student:
    """Raises NotFound."""
    student = services.roster.students([own_id]).get(own_id)
    if student is None:
        raise NotFound
    return student


def search_students(text: str, year: str, user: User, services: Services) -> Matches:
    if not sees_lists(user, year, services):
        return Matches([], more=False)
    by_id = with_school_id(text, MOST_MATCHES, services) if user.is_admin else []
    elsewhere = {s.id: s for s in by_id if not s.in_year(year)}
    found: dict[str, Student] = {}
    for portion in chain([by_id], services.roster.called_like(year, text)):
        found |= {s.id: s for s in _listed_for(user, portion, year)}
        elsewhere |= {s.id: s for s in portion if user.is_admin and s.is_marked_left(year)}
        if len(found) > MOST_MATCHES:
            break
    students = sorted(islice(found.values(), MOST_MATCHES), key=lambda s: s.order)
    return Matches(students, len(found) > MOST_MATCHES, sorted(elsewhere.values(), key=lambda s: s.order))


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
    return HomeroomList(homeroom, _listed_for(user, students_of(homeroom, services), homeroom.year))


def _listed_for(user: User, students: Iterable[Student], year: str) -> list[Student]:
    """Who has left is in no list; whom the office protects, or a parent keeps out, in none that parents see."""
    return [s for s in students if s.in_year(year) and (user.is_admin or s.is_listed)]
