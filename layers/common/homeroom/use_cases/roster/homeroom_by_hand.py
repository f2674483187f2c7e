"""A Site Admin's own hand on the homerooms of the current school year and the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_changes import (
    HomeroomChanged,
    HomeroomDetails,
    HomeroomProblem,
    HomeroomRefused,
    added,
    corrected,
    former_codes,
    homeroom_now,
    merged,
    removed,
)
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.school_year import next_school_year
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.move_students import move_students
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True, kw_only=True)
class HomeroomAtHand:
    """`students` is how many it has, `former_codes` are those that mean it in files, `others` the year's other
    homerooms, by code.
    """

    homeroom: Homeroom
    students: int
    former_codes: Sequence[str]
    others: Sequence[Homeroom]


def years_by_hand(services: Services) -> tuple[str, str]:
    """The school years whose homerooms can be changed: the current one, and the next."""
    current = site_settings(services).school_year
    return current, next_school_year(current)


def find_at_hand(year: str, code: str, services: Services) -> HomeroomAtHand:
    """Also by a former code. Raises NotFound."""
    homerooms = _all(year, services)
    homeroom = _now(code, homerooms)
    others = [h for h in homerooms if not h.is_over and h.key != homeroom.key]
    return HomeroomAtHand(
        homeroom=homeroom,
        students=len(students_of(homeroom, services)),
        former_codes=former_codes(homeroom, homerooms),
        others=others,
    )


def add_homeroom(year: str, details: HomeroomDetails, by: By, services: Services) -> None:
    """The same one twice is added once. Raises HomeroomRefused where there is another one of this code, and NotFound
    for any year but the current one and the next.
    """

    def add() -> None:
        homerooms = _all(year, services)
        there = homeroom_now(details.code, homerooms)
        if there is None or not details.are_of(there):
            change = added(year, details, homerooms)
            services.store.save(change, recorded(AuditAction.HOMEROOM_ADDED, by, services, beside=[change]))

    retry_on_conflict(add)


def correct_homeroom(
    year: str, code: str, details: HomeroomDetails, seen: str | None, by: By, services: Services
) -> Homeroom:
    """As it is stored afterwards. `seen` is the edition that was shown. Students of one that gets another code are
    moved to it then and there; whatever is left of that, the hourly run does.

    Raises HomeroomChanged, HomeroomRefused and NotFound.
    """

    def correct() -> None:
        homerooms = _all(year, services)
        homeroom = _now(code, homerooms)
        if details.are_of(homeroom):
            return
        _check_seen(homeroom, seen)
        _save(corrected(homeroom, details, homerooms, services.clock()), AuditAction.HOMEROOM_CHANGED, by, services)

    retry_on_conflict(correct)
    move_students(year, details.code, services)
    return _now(details.code, _all(year, services))


def merge_homerooms(year: str, code: str, into: str, seen: str | None, by: By, services: Services) -> Homeroom:
    """The one that is left. `seen` are both editions that were shown. Raises HomeroomChanged and NotFound."""

    def merge() -> None:
        homerooms = _all(year, services)
        homeroom, other = _now(code, homerooms), _now(into, homerooms)
        if homeroom.key == other.key:  # it is done
            return
        if seen is not None and seen != both_editions(homeroom, other):
            raise HomeroomChanged(homeroom)
        _save(merged(homeroom, other, homerooms, services.clock()), AuditAction.HOMEROOMS_MERGED, by, services)

    retry_on_conflict(merge)
    move_students(year, into, services)
    return _now(into, _all(year, services))


def remove_homeroom(year: str, code: str, by: By, services: Services) -> None:
    """Raises HomeroomRefused where it has students, or has got another code since it was shown, and NotFound."""

    def remove() -> None:
        homerooms = _all(year, services)
        homeroom = _now(code, homerooms)
        if homeroom.key != class_code_key(code):
            raise HomeroomRefused(message(HomeroomProblem.CALLED_OTHERWISE, class_code=code, now=homeroom.code))
        if students := len(students_of(homeroom, services)):
            raise HomeroomRefused(message(HomeroomProblem.NOT_EMPTY, class_code=homeroom.code, count=students))
        _save(removed(homeroom, homerooms, services.clock()), AuditAction.HOMEROOM_REMOVED, by, services)

    retry_on_conflict(remove)


def free_code(year: str, code: str, former: str, by: By, services: Services) -> None:
    """Files mean this homeroom no longer when they say its former code, and another one may have it.

    Raises HomeroomRefused as long as students may still be stored with it, and NotFound.
    """

    def free() -> None:
        homerooms = _all(year, services)
        homeroom, key = _now(code, homerooms), class_code_key(former)
        leading = next((h for h in homerooms if h.means(homeroom) and h.key == key), None)
        if leading is None:
            return
        if homeroom.holds(former):
            raise HomeroomRefused(message(HomeroomProblem.STILL_MOVING, class_code=leading.code, now=homeroom.code))
        ended = Change(leading, leading.ended(services.clock()))
        _save([ended], AuditAction.HOMEROOM_CHANGED, by, services)

    retry_on_conflict(free)


def edition_of(homeroom: Homeroom) -> str:
    return f"{homeroom.key}.{homeroom.version}"


def both_editions(homeroom: Homeroom, other: Homeroom) -> str:
    return f"{edition_of(homeroom)}|{edition_of(other)}"


def _check_seen(homeroom: Homeroom, seen: str | None) -> None:
    if seen is not None and seen != edition_of(homeroom):
        raise HomeroomChanged(homeroom)


def _all(year: str, services: Services) -> list[Homeroom]:
    if year not in years_by_hand(services):
        raise NotFound
    return services.roster.all_homerooms(year)


def _now(code: str, homerooms: Sequence[Homeroom]) -> Homeroom:
    if (homeroom := homeroom_now(code, homerooms)) is None:
        raise NotFound
    return homeroom


def _save(changes: list[Change], action: AuditAction, by: By, services: Services) -> None:
    services.store.save(*changes, recorded(action, by, services, beside=changes))
