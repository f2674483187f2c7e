"""What a Site Admin makes of a homeroom by hand: added, corrected, renamed, merged, removed.

The code of a homeroom that is no more keeps its meaning, as later files may still say it: it leads to the homeroom that
has its students now, in one step.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, Refused
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key


class HomeroomProblem(Code):
    """Why a homeroom cannot become what was typed."""

    EXISTS = "homeroom.exists"
    FORMER_CODE = "homeroom.former_code"
    CHANGED_ELSEWHERE = "homeroom.changed_elsewhere"
    NOT_EMPTY = "homeroom.not_empty"
    CALLED_OTHERWISE = "homeroom.called_otherwise"
    STILL_MOVING = "homeroom.still_moving"
    YEAR = "homeroom.year"


class HomeroomRefused(Refused):
    """Another homeroom, or its students, stand against it."""


class HomeroomChanged(HomeroomError):
    """It has changed since it was shown. `stored` is how it stands now."""

    def __init__(self, stored: Homeroom) -> None:
        super().__init__("changed elsewhere")
        self.stored = stored


@dataclass(frozen=True, kw_only=True)
class HomeroomDetails:
    """What the form about a homeroom says. `code` is a parsed one."""

    code: str
    grade: str = ""
    room: str = ""
    teachers: tuple[str, ...] = ()

    def are_of(self, homeroom: Homeroom) -> bool:
        own = (homeroom.code, homeroom.grade, homeroom.room, homeroom.teachers)
        return own == (self.code, self.grade, self.room, self.teachers)


def homeroom_now(code: str, homerooms: Collection[Homeroom]) -> Homeroom | None:
    """Which of a school year's homerooms this code means now; they are all those that there are and were."""
    found = _called(code, homerooms)
    if found and found.now:
        found = _called(found.now, homerooms)
    return None if found is None or found.is_over else found


def added(year: str, details: HomeroomDetails, homerooms: Collection[Homeroom]) -> Change:
    """Raises HomeroomRefused where the code has a meaning already."""
    before = _free(details.code, homerooms)
    return Change(before, _described(Homeroom(year=year, code=details.code), details))


def corrected(
    homeroom: Homeroom, details: HomeroomDetails, homerooms: Collection[Homeroom], at: datetime
) -> list[Change]:
    """Also with another code, which only then needs more than one change. Raises HomeroomRefused."""
    if class_code_key(details.code) == homeroom.key:
        return [Change(homeroom, _described(replace(homeroom, code=details.code), details))]
    called_so = _called(details.code, homerooms)
    before = called_so if called_so and called_so.means(homeroom) else _free(details.code, homerooms)
    renamed = _described(replace(homeroom, code=details.code, taking_over=()), details)
    for code in homeroom.codes[::-1]:
        renamed = renamed.taking(code) if class_code_key(code) != renamed.key else renamed
    ended = Change(homeroom, homeroom.ended(at, renamed.code))
    leading = (former for former in _leading_to(homeroom, homerooms) if former != before)
    return [Change(before, renamed), ended, *(Change(f, replace(f, now=renamed.code)) for f in leading)]


def merged(homeroom: Homeroom, into: Homeroom, homerooms: Collection[Homeroom], at: datetime) -> list[Change]:
    """The other one has the students of both, and stays as it is."""
    after = into
    for code in homeroom.codes[::-1]:
        after = after.taking(code)
    leading = _leading_to(homeroom, homerooms)
    moved = (Change(former, replace(former, now=into.code)) for former in leading)
    return [Change(homeroom, homeroom.ended(at, into.code)), Change(into, after), *moved]


def removed(homeroom: Homeroom, homerooms: Collection[Homeroom], at: datetime) -> list[Change]:
    """With the codes that led to it. For whoever has seen that it has no students."""
    leading = _leading_to(homeroom, homerooms)
    return [Change(homeroom, homeroom.ended(at)), *(Change(f, replace(f, now="")) for f in leading)]


def former_codes(homeroom: Homeroom, homerooms: Collection[Homeroom]) -> list[str]:
    """Which files may still say, and mean this one."""
    return [former.code for former in _leading_to(homeroom, homerooms)]


def _free(code: str, homerooms: Collection[Homeroom]) -> Homeroom | None:
    """What stands where a homeroom of this code is to be stored. Raises HomeroomRefused."""
    standing = _called(code, homerooms)
    if standing is None or standing.is_removed:
        return standing
    if standing.now:
        raise HomeroomRefused(message(HomeroomProblem.FORMER_CODE, class_code=standing.code, now=standing.now))
    raise HomeroomRefused(message(HomeroomProblem.EXISTS, class_code=standing.code, year=standing.year))


def _described(homeroom: Homeroom, details: HomeroomDetails) -> Homeroom:
    return homeroom.set_by_hand(grade=details.grade, room=details.room, teachers=details.teachers)


def _called(code: str, homerooms: Collection[Homeroom]) -> Homeroom | None:
    return next((h for h in homerooms if h.key == class_code_key(code)), None)


def _leading_to(homeroom: Homeroom, homerooms: Collection[Homeroom]) -> Iterator[Homeroom]:
    return (former for former in homerooms if former.means(homeroom))
