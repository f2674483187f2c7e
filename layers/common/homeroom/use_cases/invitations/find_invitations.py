"""Ways to an invitation: lists by state, homeroom, import and inviter, and a search. However many there are, a page
of them takes the same few calls.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import list_order
from homeroom.domain.invitations.overview import Overview
from homeroom.domain.invitations.status import EVERY_STATUS, Status, status_of
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.students_of import homeroom_called, students_of
from homeroom.use_cases.invitations.listed_invitations import Tally, listed_page
from homeroom.use_cases.invitations.wanted import Wanted, got_all
from homeroom.use_cases.ports.services import Services

ROWS_A_PAGE = 50
_MOST_FOUND = 50


@dataclass(frozen=True)
class InvitationLine:
    invitation: Invitation
    students: Sequence[Student]


@dataclass(frozen=True)
class InvitationPage:
    """`next_before` is the order before which the next page begins, empty when there is none. `tally` is about what is
    wanted, whatever its status.
    """

    lines: Sequence[InvitationLine]
    next_before: str
    tally: Tally
    overview: Overview


def find_invitations(wanted: Wanted, before: str, services: Services) -> InvitationPage:
    """One page, the newest asking first. A search shows the first _MOST_FOUND."""
    overview = services.invitation_lists.overview(wanted.year)
    if wanted.text or wanted.homeroom:
        everything, is_all = all_of(wanted, services)
        tally = _tally_of(everything, wanted.reminders, is_all=is_all)
        matching: Sequence[Invitation]
        matching, next_before = cut([i for i in everything if wanted.fits(i)], before, ROWS_A_PAGE)
    else:
        page = listed_page(wanted, before, ROWS_A_PAGE, overview, services)
        tally, matching, next_before = page.tally, page.invitations, page.next_before
    return InvitationPage(lines_of(matching, services), next_before, tally, overview)


def count_invitations(year: str, services: Services) -> Mapping[Status, int]:
    """How many there are of each status in a school year, exactly."""
    counted = services.invitation_lists.counts(year)
    return {status: counted.get(status, 0) for status in EVERY_STATUS}


def all_of(wanted: Wanted, services: Services) -> tuple[list[Invitation], bool]:
    """Whatever their status, the newest first, and whether a search found all: a homeroom's and a search's invitations
    are few enough to be read all.
    """
    is_all, any_status = True, wanted.whatever_status
    if wanted.text:
        ids, is_all = _ids_like(wanted, services)
        if wanted.homeroom:
            ids &= _ids_of_homeroom(wanted, services)
    else:
        ids = _ids_of_homeroom(wanted, services)
    matching = [i for i in services.invitations.get_many(ids).values() if any_status.fits(i)]
    return sorted(matching, key=list_order, reverse=True), is_all


def _ids_of_homeroom(wanted: Wanted, services: Services) -> set[str]:
    students = students_of(homeroom_called(wanted.year, wanted.homeroom, services), services)
    return {i for student in students for i in student.invitation_ids}


def _ids_like(wanted: Wanted, services: Services) -> tuple[set[str], bool]:
    """By address, parent's name and, where no address was typed, student's name."""
    found = services.invitation_lists.search(wanted.text, _MOST_FOUND)
    if "@" in wanted.text:
        return set(found), len(found) < _MOST_FOUND
    students = services.roster.search(wanted.year, wanted.text, _MOST_FOUND)
    ids = {i for student in students for i in student.invitation_ids}
    return ids | set(found), max(len(students), len(found)) < _MOST_FOUND


def _tally_of(everything: Collection[Invitation], reminders: int, *, is_all: bool) -> Tally:
    numbers = dict.fromkeys(EVERY_STATUS, 0)
    for invitation in everything:
        numbers[status_of(invitation)] += 1
    return Tally(numbers, is_all, sum(got_all(invitation, reminders) for invitation in everything))


def cut(matching: Sequence[Invitation], before: str, rows: int) -> tuple[list[Invitation], str]:
    """So many from there on, and where the next ones begin."""
    left = [i for i in matching if not before or list_order(i) < before]
    return left[:rows], list_order(left[rows - 1]) if len(left) > rows else ""


def lines_of(matching: Sequence[Invitation], services: Services) -> list[InvitationLine]:
    students = services.roster.students({s for i in matching for s in i.named_ids})
    return [InvitationLine(i, [students[s] for s in i.named_ids if s in students]) for i in matching]
