"""One page of a list that an index holds, and how many stand in it of each status, in a few calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import Listed, Listing
from homeroom.domain.invitations.overview import Overview
from homeroom.domain.invitations.status import EVERY_STATUS, Status
from homeroom.domain.roster.school_year import next_school_year
from homeroom.use_cases.invitations.wanted import Wanted
from homeroom.use_cases.ports.services import Services

_READ_AT_ONCE = 100
"""In one call. Where two conditions make matches rare, a page ends after so many, and says how to look further."""
_MOST_AMONG = 5_000
"""About a megabyte of an index, which one call reads at most."""
_SPARE = 1.5
"""For matches that do not stand evenly among the others."""


@dataclass(frozen=True)
class Tally:
    """How many there are of each status: all, or at least so many. `numbers` is None where counting would cost too
    many calls. `without_answer`: how many got all reminders and have not answered, where that is known.
    """

    numbers: Mapping[Status, int] | None
    is_all: bool = True
    without_answer: int | None = None


@dataclass(frozen=True)
class ListedPage:
    invitations: Sequence[Invitation]
    next_before: str
    tally: Tally


def listed_page(wanted: Wanted, before: str, rows: int, overview: Overview, services: Services) -> ListedPage:
    """The index may lag a moment behind: what it finds is read, and looked at again."""
    if wanted.import_id or wanted.inviter:
        entries, end, tally = _of_one(wanted, before, services)
    else:
        entries, end = _of_year(wanted, before, rows, overview, services)
        tally = Tally(overview.counts, without_answer=overview.without_answer(wanted.reminders))
    matching, position = _fitting(entries[:_READ_AT_ONCE], rows, wanted, services)
    if position < len(entries):
        end = entries[position - 1].order
    return ListedPage(matching, end, tally)


def _fitting(entries: Sequence[Listed], rows: int, wanted: Wanted, services: Services) -> tuple[list[Invitation], int]:
    """The first of these that are what was wanted, and how many entries were looked at."""
    read = services.invitations.get_many([one.invitation_id for one in entries])
    matching: dict[str, Invitation] = {}
    for position, one in enumerate(entries):
        if len(matching) == rows:
            return list(matching.values()), position
        invitation = read.get(one.invitation_id)
        if invitation and wanted.fits(invitation):
            matching[invitation.id] = invitation
    return list(matching.values()), len(entries)


def _of_one(wanted: Wanted, before: str, services: Services) -> tuple[list[Listed], str, Tally]:
    """Of one import or one inviter. Most are read whole; of those that are too large for it, status after status."""
    inviter = "" if wanted.import_id else wanted.inviter
    which = Listing(statuses=wanted.statuses, import_id=wanted.import_id, inviter_key=inviter)
    year = "" if wanted.import_id else wanted.year
    by_status, is_all = services.invitation_lists.by_status(which, year)
    numbers = {status: len(by_status.get(status, ())) for status in EVERY_STATUS}
    tally = Tally(None if wanted.import_id and wanted.inviter else numbers, is_all)
    if not is_all:
        entries = services.invitation_lists.listed(which, before=before, limit=_READ_AT_ONCE + 1)
        end = entries[_READ_AT_ONCE - 1].order if len(entries) > _READ_AT_ONCE else ""
        return entries[:_READ_AT_ONCE], end, tally
    found = [one for status in wanted.statuses for one in by_status.get(status, ()) if not before or one.order < before]
    return sorted(found, key=lambda one: one.order, reverse=True), "", tally


def _of_year(
    wanted: Wanted, before: str, rows: int, overview: Overview, services: Services
) -> tuple[list[Listed], str]:
    """One status stands in an index by itself; several are looked for among all, as far as one call reads."""
    following = next_school_year(wanted.year)
    years = (wanted.year, following) if overview.next_counts else (wanted.year,)
    which = Listing(statuses=wanted.statuses, last_years=years)
    lists = services.invitation_lists
    if len(wanted.statuses) == 1:
        limit = _READ_AT_ONCE if overview.next_counts else rows
        entries = lists.listed(which, before=before, limit=limit + 1)
        return entries[:limit], entries[limit - 1].order if len(entries) > limit else ""
    among = _among(wanted, rows, overview)
    if not among:
        return [], ""
    reminders = wanted.reminders if wanted.without_answer else 0
    return lists.listed_among(which, reminders=reminders, before=before, among=among)


def _among(wanted: Wanted, rows: int, overview: Overview) -> int:
    """Among how many a page of those wanted is to be looked for: the fewer they are, the more."""
    total = sum(overview.counts.values()) + sum(overview.next_counts.values())
    number = sum(overview.counts.get(status, 0) for status in wanted.statuses)
    if wanted.without_answer:  # they are the oldest of all
        return _MOST_AMONG if overview.without_answer(wanted.reminders) else 0
    if number == total:
        return rows + 1
    return min(_MOST_AMONG, ceil(_SPARE * (rows + 1) * total / number)) if number else 0
