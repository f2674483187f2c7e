"""Ways to an invitation: lists by state, homeroom, import and inviter, and a search. However many there are, a page
of them takes the same few calls.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import Listing, inviter_key, list_order
from homeroom.domain.invitations.status import EVERY_STATUS, Status, status_of
from homeroom.domain.mail.mail import Mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.school_years import last_years

ROWS_A_PAGE = 50
ROWS_A_FILE = 5_000
"""About a megabyte and a half: a function's answer takes six."""
_MOST_FOUND = 50
_AT_ONCE = 250
_MOST_LOOKED_AT = 500
"""A page that two conditions make rare ends after so many, and says how to look further."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list shows; empty means any. Lists are about the school year `year`; those of an import are about that
    import, and a search finds whoever was ever invited. `homeroom` is a code of that year, `inviter` a key made by
    `inviter_key`, `text` what was typed to search for.
    """

    year: str
    statuses: Collection[Status] = EVERY_STATUS
    homeroom: str = ""
    import_id: str = ""
    inviter: str = ""
    text: str = ""

    def fits(self, invitation: Invitation) -> bool:
        """Homeroom and text are not the invitation's own; who looks for them begins with them."""
        return (
            (bool(self.import_id or self.text) or self.year in invitation.years)
            and status_of(invitation) in self.statuses
            and self.import_id in ("", invitation.import_id)
            and self.inviter in ("", inviter_key(invitation.inviter))
        )


@dataclass(frozen=True)
class InvitationLine:
    """`mail` is that of the newest send number, None while it waits in the queue."""

    invitation: Invitation
    students: Sequence[Student]
    mail: Mail | None


@dataclass(frozen=True)
class InvitationPage:
    """`next_before` is the order before which the next page begins, empty when there is none."""

    lines: Sequence[InvitationLine]
    next_before: str


def find_invitations(wanted: Wanted, before: str, services: Services) -> InvitationPage:
    """One page, the newest asking first. A search shows the first _MOST_FOUND."""
    matching, next_before = _page(wanted, before, ROWS_A_PAGE, services)
    return InvitationPage(_lines(matching, services, mails=True), next_before)


def invitations_for_file(wanted: Wanted, before: str, services: Services) -> InvitationPage:
    """As many as one file holds."""
    matching, next_before = _page(wanted, before, ROWS_A_FILE, services)
    return InvitationPage(_lines(matching, services, mails=False), next_before)


def next_file(wanted: Wanted, before: str, services: Services) -> tuple[int, str]:
    """How many invitations the file from here on holds at most, and before which order the next one begins."""
    if wanted.text or wanted.homeroom:
        matching, next_before = _page(wanted, before, ROWS_A_FILE, services)
        return len(matching), next_before
    listed = services.invitation_lists.listed(_listing(wanted, services), before=before, limit=ROWS_A_FILE + 1)
    more = len(listed) > ROWS_A_FILE
    return min(len(listed), ROWS_A_FILE), listed[ROWS_A_FILE - 1].order if more else ""


def count_invitations(year: str, services: Services) -> Mapping[Status, int]:
    """How many there are of each status in a school year, exactly."""
    counted = services.invitation_lists.counts(year)
    return {status: counted.get(status, 0) for status in EVERY_STATUS}


def _page(wanted: Wanted, before: str, rows: int, services: Services) -> tuple[list[Invitation], str]:
    if wanted.text or wanted.homeroom:
        return _cut(_all_of(wanted, services), before, rows)
    return _from_index(wanted, before, rows, services)


def _all_of(wanted: Wanted, services: Services) -> list[Invitation]:
    """A homeroom's and a search's invitations are few enough to be read all."""
    if wanted.text:
        ids = _ids_like(wanted, services)
        if wanted.homeroom:
            ids &= _ids_of_homeroom(wanted, services)
    else:
        ids = _ids_of_homeroom(wanted, services)
    matching = [i for i in services.invitations.get_many(ids).values() if wanted.fits(i)]
    return sorted(matching, key=list_order, reverse=True)


def _ids_of_homeroom(wanted: Wanted, services: Services) -> set[str]:
    students = services.roster.students_in(wanted.year, wanted.homeroom)
    return {i for student in students for i in student.invitation_ids}


def _ids_like(wanted: Wanted, services: Services) -> set[str]:
    """By address, parent's name and student's name."""
    students = services.roster.search(wanted.year, wanted.text, _MOST_FOUND)
    ids = {i for student in students for i in student.invitation_ids}
    return ids | set(services.invitation_lists.search(wanted.text, _MOST_FOUND))


def _cut(matching: list[Invitation], before: str, rows: int) -> tuple[list[Invitation], str]:
    left = [i for i in matching if not before or list_order(i) < before]
    return left[:rows], list_order(left[rows - 1]) if len(left) > rows else ""


def _from_index(wanted: Wanted, before: str, rows: int, services: Services) -> tuple[list[Invitation], str]:
    """The index may lag a moment behind: what it finds is read, and looked at again. It is asked for one status after
    the other: whoever changes it meanwhile is found twice, and shown once.
    """
    which, matching = _listing(wanted, services), dict[str, Invitation]()
    at_once = max(_AT_ONCE, rows) if wanted.inviter else rows
    for _ in range(max(1, _MOST_LOOKED_AT // at_once)):
        listed = services.invitation_lists.listed(which, before=before, limit=at_once + 1)
        read = services.invitations.get_many([one.invitation_id for one in listed[:at_once]])
        for position, one in enumerate(listed[:at_once]):
            invitation = read.get(one.invitation_id)
            if invitation and wanted.fits(invitation):
                matching.setdefault(invitation.id, invitation)
            before = one.order
            if len(matching) == rows:
                return list(matching.values()), before if position + 1 < len(listed) else ""
        if len(listed) <= at_once:
            return list(matching.values()), ""
    return list(matching.values()), before


def _listing(wanted: Wanted, services: Services) -> Listing:
    """By import, by inviter or by year: an index goes by one of them, and the others are looked at afterwards."""
    inviter = "" if wanted.import_id else wanted.inviter
    years = () if wanted.import_id or inviter else last_years(wanted.year, services)
    return Listing(statuses=wanted.statuses, import_id=wanted.import_id, inviter_key=inviter, last_years=years)


def _lines(matching: Sequence[Invitation], services: Services, *, mails: bool) -> list[InvitationLine]:
    students = services.roster.students({s for i in matching for s in i.student_ids})
    read = services.mails.get_many([(i.id, i.send_number) for i in matching]) if mails else {}
    return [
        InvitationLine(
            invitation=i,
            students=[students[s] for s in i.student_ids if s in students],
            mail=read.get((i.id, i.send_number)),
        )
        for i in matching
    ]
