"""Students follow their homeroom to its new code.

A homeroom that takes over another one's students says so until long after the last of them is stored with its own code:
an import that had read the roster before may still store some with the former one. What is left to do stands in the
students themselves. So this may die anywhere and be done again, by two at once as well.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_changes import homeroom_now
from homeroom.domain.roster.school_year import next_school_year, previous_school_year
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_MOST = 1_000
"""Of one homeroom's students, in one go: a request has an end, and the hourly run comes back."""
_AT_ONCE = 45
"""Each is two items at most, and one transaction takes 99."""
SETTLED_AFTER = timedelta(hours=2)
"""No import works this long with what it has read."""


def move_students(year: str, code: str, services: Services) -> int:
    """How many students of the homeroom that this code means are now stored with its own code, and were not."""
    homeroom = homeroom_now(code, services.roster.all_homerooms(year))
    if homeroom is None:
        return 0
    listed = [s.id for s in students_of(homeroom, services) if s.in_homeroom(homeroom) is not s][:_MOST]
    return sum(_moved(listed[n : n + _AT_ONCE], year, code, services) for n in range(0, len(listed), _AT_ONCE))


def _moved(student_ids: Sequence[str], year: str, code: str, services: Services) -> int:
    """Whom the index lists is read anew, and so is the homeroom: it must not end meanwhile."""

    def move() -> int:
        homeroom = homeroom_now(code, services.roster.all_homerooms(year))
        if homeroom is None:
            return 0
        students = services.roster.students(student_ids).values()
        changes = [Change(s, after) for s in students if (after := s.in_homeroom(homeroom)) is not s]
        if changes:
            services.store.save(*changes, Change.unchanged(homeroom))
        return len(changes)

    return retry_on_conflict(move)


def finish_moves(services: Services) -> int:
    """Of the school years around the current one: move who is left, and forget codes that no student has any more. A
    homeroom that was removed while an import placed somebody there is one again.
    """
    current, moved = site_settings(services).school_year, 0
    for year in (previous_school_year(current), current, next_school_year(current)):
        for homeroom in services.roster.all_homerooms(year):
            if homeroom.taking_over:
                moved += move_students(year, homeroom.code, services)
                retry_on_conflict(partial(_settle, year, homeroom.code, services))
            elif homeroom.is_removed:
                _restore_if_needed(homeroom, services)
    return moved


def _settle(year: str, code: str, services: Services) -> None:
    homerooms = services.roster.all_homerooms(year)
    homeroom = homeroom_now(code, homerooms)
    if homeroom is None:
        return
    before = services.clock() - SETTLED_AFTER
    late = [h.key for h in homerooms if h.over_at and h.over_at > before]
    after = homeroom
    for former in homeroom.taking_over:
        if Homeroom(year=year, code=former).key not in late and not _students_stored_with(former, year, services):
            after = after.having_taken(former)
    if after != homeroom:
        services.store.save(Change(homeroom, after))


def _restore_if_needed(homeroom: Homeroom, services: Services) -> None:
    recently = homeroom.over_at is not None and homeroom.over_at > services.clock() - timedelta(days=1)
    if recently and _students_stored_with(homeroom.code, homeroom.year, services):
        with suppress(Conflict):  # somebody is at it; the next run looks again
            services.store.save(Change(homeroom, homeroom.again()))


def _students_stored_with(code: str, year: str, services: Services) -> bool:
    listed = services.roster.students_in(year, code)
    own = Homeroom(year=year, code=code)
    newest = services.roster.students([student.id for student in listed]).values() if listed else ()
    return any((placement := s.placement_in(year)) and own.holds(placement.homeroom) for s in newest)
