"""Whom a letter would reach: students without an address, and those whose parents answer no email."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.letter import letter_refusal
from homeroom.domain.invitations.listing import Listing
from homeroom.domain.invitations.status import REMINDED, Status
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import count_in, count_of
from homeroom.use_cases.families.students_of import homeroom_called, students_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import homerooms_by_grade
from homeroom.use_cases.site.school_years import last_years
from homeroom.use_cases.site.site_settings import site_settings

_MOST_AMONG = 5_000
"""About a megabyte of an index, which one call reads at most."""


@dataclass(frozen=True)
class LettersWanted:
    """How many students of a homeroom a letter would be made for: `no_address` have nobody who is asked, as the front
    page counts them, and `silent` have parents who got all reminders or whose email came back. `open`: how many have a
    letter that may still be answered; they are in neither number.
    """

    homeroom: Homeroom
    no_address: int
    silent: int
    open: int


def letters_wanted(services: Services) -> Sequence[LettersWanted]:
    """For each homeroom of the current school year, in the order of lists. However many students there are, few calls:
    one more for each hundred of those who are silent.
    """
    year = site_settings(services).school_year
    rooms = [room for rooms in homerooms_by_grade(year, services).values() for room in rooms]
    counts = services.roster.student_counts(year)
    with_letter, silent = _with_letter_and_silent(year, services)
    open_letters, silent_numbers = (_by_room(students, rooms, year) for students in (with_letter, silent))
    return [
        LettersWanted(r, count_in(r, counts).no_address, silent_numbers[r.identity], open_letters[r.identity])
        for r in rooms
    ]


def students_wanting_letters(
    homerooms: Collection[str], services: Services, *, no_address: bool = True, silent: bool = True, enough: int = 0
) -> Sequence[str]:
    """Ids of those students of these homerooms, by code, homeroom by homeroom and by last name. Of those without an
    address also the protected ones, for whom no letter is made. `enough`: with so many, no further homeroom is read.
    """
    year = site_settings(services).school_year
    silent_ids = {student.id for student in _with_letter_and_silent(year, services)[1]} if silent else set[str]()
    found = dict[str, None]()
    for code in homerooms:
        if enough and len(found) >= enough:
            break
        for student in students_of(homeroom_called(year, code, services), services):
            is_without = student.in_year(year) and bool(count_of(student).no_address)
            if student.id in silent_ids or (no_address and is_without):
                found[student.id] = None
    return list(found)


def _with_letter_and_silent(year: str, services: Services) -> tuple[Sequence[Student], Sequence[Student]]:
    """An index that may lag lists them: each is decided by what is read."""
    letters, silent = _listed((Status.PRINTED,), 0, services), _silent(year, services)
    now = services.clock()
    open_ids = {i.id for i in letters if i.on_paper and i.open_at(now)}
    silent_ids = {i.id for i in silent if i.open_at(now)}
    ids = {student_id for i in (*letters, *silent) for student_id in i.student_ids}
    students = services.roster.students(ids).values() if ids else ()
    with_letter = [s for s in students if open_ids.intersection(s.open_invitation_ids)]
    # one parent who is still waited for is enough to wait
    others = [s for s in students if s.open_invitation_ids and silent_ids.issuperset(s.open_invitation_ids)]
    return with_letter, [s for s in others if not letter_refusal(s, year)]


def _silent(year: str, services: Services) -> Sequence[Invitation]:
    """By email: all reminders have gone, or the newest email came back."""
    overview, reminders = services.invitation_lists.overview(year), len(site_settings(services).reminder_days)
    bounced = _listed((Status.BOUNCED,), 0, services) if overview.counts.get(Status.BOUNCED) else []
    reminded = _listed(REMINDED, reminders, services) if overview.without_answer(reminders) else []
    return [*bounced, *(i for i in reminded if i.reminders >= reminders)]


def _listed(statuses: Collection[Status], reminders: int, services: Services) -> Sequence[Invitation]:
    which = Listing(statuses=statuses, last_years=last_years(site_settings(services).school_year, services))
    ids, before = dict[str, None](), ""
    while True:
        listed, before = services.invitation_lists.listed_among(
            which, reminders=reminders, before=before, among=_MOST_AMONG
        )
        ids |= dict.fromkeys(one.invitation_id for one in listed)
        if not before:
            break
    return list(services.invitations.get_many(ids).values()) if ids else []


def _by_room(students: Iterable[Student], rooms: Sequence[Homeroom], year: str) -> Counter[str]:
    """By the homeroom's identity."""
    at = [(placement.homeroom, student) for student in students if (placement := student.placement_in(year))]
    return Counter(room.identity for code, _ in at for room in rooms if room.holds(code))
