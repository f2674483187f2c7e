"""The same lists as files, each as large as one answer of a function may be."""

from homeroom.domain.invitations.invitation import Invitation
from homeroom.use_cases.invitations.find_invitations import InvitationLine, all_of, cut, lines_of
from homeroom.use_cases.invitations.wanted import Wanted, listing_of
from homeroom.use_cases.ports.services import Services

ROWS_A_FILE = 5_000
"""About a megabyte and a half: a function's answer takes six."""
_MOST_LOOKED_AT = 20_000
"""A file that two conditions make rare ends after so many, and the next one goes on from there."""


def invitations_for_file(wanted: Wanted, before: str, services: Services) -> list[InvitationLine]:
    """As many as one file holds."""
    matching, _ = _file(wanted, before, services)
    return lines_of(matching, services)


def next_file(wanted: Wanted, before: str, services: Services) -> tuple[int, str]:
    """How many invitations the file from here on holds at most, and before which order the next one begins."""
    if wanted.text or wanted.homeroom or wanted.without_answer:
        matching, next_before = _file(wanted, before, services)
        return len(matching), next_before
    which = listing_of(wanted, services)
    listed = services.invitation_lists.listed(which, before=before, limit=ROWS_A_FILE + 1)
    more = len(listed) > ROWS_A_FILE
    return min(len(listed), ROWS_A_FILE), listed[ROWS_A_FILE - 1].order if more else ""


def _file(wanted: Wanted, before: str, services: Services) -> tuple[list[Invitation], str]:
    if wanted.text or wanted.homeroom:
        everything, _ = all_of(wanted, services)
        return cut([i for i in everything if wanted.fits(i)], before, ROWS_A_FILE)
    return _from_index(wanted, before, services)


def _from_index(wanted: Wanted, before: str, services: Services) -> tuple[list[Invitation], str]:
    """The index is asked for one status after the other: whoever changes it meanwhile is found twice, and written
    once.
    """
    which, matching = listing_of(wanted, services), dict[str, Invitation]()
    for _ in range(max(1, _MOST_LOOKED_AT // ROWS_A_FILE)):
        listed = services.invitation_lists.listed(which, before=before, limit=ROWS_A_FILE + 1)
        read = services.invitations.get_many([one.invitation_id for one in listed[:ROWS_A_FILE]])
        for position, one in enumerate(listed[:ROWS_A_FILE]):
            invitation = read.get(one.invitation_id)
            if invitation and wanted.fits(invitation):
                matching.setdefault(invitation.id, invitation)
            before = one.order
            if len(matching) == ROWS_A_FILE:
                return list(matching.values()), before if position + 1 < len(listed) else ""
        if len(listed) <= ROWS_A_FILE:
            return list(matching.values()), ""
    return list(matching.values()), before
