"""Invitations as lists, tiles and files show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import inviter_key
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.safe_cell import neutralised
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.messages.catalogue import Catalogue
from homeroom.use_cases.invitations.find_invitations import InvitationLine, count_invitations
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.addresses import homeroom_url
from homeroom.web.pages.invitations.states import STATUS_LISTS, StatusList, listed_state

_HOME_LISTS = ("", "answered", "registered", "bounced", "unanswered")

FILE_HEADER = (
    "parent_email",
    "parent_name",
    "students",
    "homerooms",
    "state",
    "invited_by",
    "invited_on",
    "last_mail_asked_on",
    "answered_on",
    "registered_on",
    "link_works_until",
)


@dataclass(frozen=True, repr=False)
class Tile:
    """A list and how many stand in it: just so many if `exact`, otherwise at least. `number` is None where that would
    take too long to count.
    """

    word: str
    label: Message
    number: int | None
    url: str
    exact: bool = True


def list_url(**conditions: str) -> str:
    """The address of a list; conditions that are empty are left out."""
    query = urlencode({name: value for name, value in conditions.items() if value})
    return f"/invitations?{query}" if query else "/invitations"


def invitation_url(invitation: Invitation) -> str:
    return f"/invitations/{invitation.id}"


def status_tiles(year: str, services: Services, words: Collection[str]) -> list[Tile]:
    """For these lists, of that school year's invitations."""
    return tiles_for(count_invitations(year, services), words)


def tiles_for(counts: Mapping[Status, int], words: Collection[str]) -> list[Tile]:
    """None at all while nobody has been invited."""
    if not sum(counts.values()):
        return []
    tiles = []
    for word in words:
        name, statuses = STATUS_LISTS[word]
        number = sum(counts.get(status, 0) for status in statuses)
        tiles.append(Tile(word, (name if word else StatusList.INVITED).label, number, list_url(state=word)))
    return tiles


def home_lists(counts: Mapping[Status, int]) -> Collection[str]:
    """What a Site Admin sees first of all, with open letters where there are any: no other list has them."""
    return (*_HOME_LISTS, "printed") if counts.get(Status.PRINTED) else _HOME_LISTS


@dataclass(frozen=True, repr=False)
class ShownStudent:
    """Where they are in the current school year, or else in the newest one in which they are."""

    name: str
    url: str
    homeroom: str
    homeroom_url: str


def shown_student(student: Student, name: str, current_year: str) -> ShownStudent:
    year = student.shown_year(current_year)
    code, other_year = student.placements[year].homeroom, "" if year == current_year else year
    return ShownStudent(name, f"/students/{student.id}", code, homeroom_url(code, other_year))


@dataclass(frozen=True, repr=False)
class ShownInvitation:
    url: str
    name: str
    email: str
    students: Sequence[ShownStudent]
    state: str
    state_label: Message
    asked_at: datetime
    inviter: str
    inviter_url: str


def shown_invitation(line: InvitationLine, current_year: str, now: datetime) -> ShownInvitation:
    invitation = line.invitation
    over = invitation.is_open and not invitation.open_at(now)
    state, label = listed_state(invitation, expired=over)
    return ShownInvitation(
        url=invitation_url(invitation),
        name=invitation.parent_name,
        email=invitation.email,
        students=[shown_student(student, student.listed_name, current_year) for student in line.students],
        state=state,
        state_label=label,
        asked_at=invitation.asked_at,
        inviter=invitation.inviter,
        inviter_url=list_url(inviter=inviter_key(invitation.inviter)),
    )


def file_row(line: InvitationLine, language: Catalogue, settings: SiteSettings) -> list[str]:
    """Cells for FILE_HEADER that no spreadsheet program takes for a formula. Days are the site's."""
    invitation = line.invitation
    homerooms = [s.placements[s.shown_year(settings.school_year)].homeroom for s in line.students]
    cells = (
        invitation.email,
        invitation.parent_name,
        "; ".join(s.listed_name for s in line.students),
        "; ".join(dict.fromkeys(homerooms)),
        language.say(status_of(invitation).label),
        invitation.inviter,
        *(
            settings.day_of(moment).isoformat() if moment else ""
            for moment in (
                invitation.created_at,
                invitation.asked_at,
                invitation.completed_at,
                invitation.registered_at,
                invitation.expires_at,
            )
        ),
    )
    return [neutralised(cell) for cell in cells]
