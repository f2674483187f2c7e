"""What a link opens. Looking changes nothing, however often and whoever looks."""

from dataclasses import dataclass

from homeroom.domain.errors import HomeroomError
from homeroom.domain.invitation import Invitation
from homeroom.domain.limits import WRONG_LINK
from homeroom.domain.link_errors import LinkUnknown
from homeroom.domain.student import Student
from homeroom.domain.token import digest
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.sessions import find_user

_TOKEN_LENGTH = 43


class LinkForSomebodyElse(HomeroomError):
    """Whoever is logged in is not the one who was invited."""


@dataclass(frozen=True)
class Visitor:
    """Who opens a link: their network address, and the token of their log-in cookie or an empty text."""

    address: str
    session_token: str


@dataclass(frozen=True)
class Opened:
    invitation: Invitation
    students: list[Student]


def open_link(token: str, visitor: Visitor, outside: Outside) -> Opened:
    """Raises LinkUnknown, LinkForSomebodyElse, LinkWithdrawn, LinkDeclined, LinkCompleted, LinkSuperseded,
    LinkExpired or TooManyTries.
    """
    link = outside.invitations.link(digest(token)) if len(token) == _TOKEN_LENGTH else None
    invitation = outside.invitations.get_many([link.invitation_id]).get(link.invitation_id) if link else None
    if link is None or invitation is None:
        outside.access.count(WRONG_LINK, visitor.address, outside.clock())
        raise LinkUnknown
    user = find_user(visitor.session_token, outside)
    if user and user.email_key != invitation.email_key:
        raise LinkForSomebodyElse
    invitation.check_link(link.generation, outside.clock())
    return Opened(invitation, list(outside.roster.students(invitation.student_ids).values()))
