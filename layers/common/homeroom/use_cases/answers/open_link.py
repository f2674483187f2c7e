"""What a link opens. Looking changes nothing, however often and whoever looks."""

from dataclasses import dataclass

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_errors import LinkForSomebodyElse, LinkUnknown
from homeroom.domain.kernel.limits import WRONG_LINK
from homeroom.domain.kernel.token import digest
from homeroom.domain.mail.mail import Link
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.sessions import find_user
from homeroom.use_cases.answers.answer import askable_students
from homeroom.use_cases.ports.services import Services

_TOKEN_LENGTH = 43


@dataclass(frozen=True)
class Visitor:
    """Who opens a link: their network, and the token of their log-in cookie or an empty text."""

    address: str
    session_token: str


@dataclass(frozen=True)
class Opened:
    """`reader` is the number of the invitation's reader whose link it is."""

    invitation: Invitation
    students: list[Student]
    reader: int


def open_link(token: str, visitor: Visitor, services: Services) -> Opened:
    """Raises LinkUnknown, TooManyTries, or what open_found raises."""
    try:
        return open_found(find_link(token, services), visitor, services)
    except LinkUnknown:
        services.access.count(WRONG_LINK, visitor.address, services.clock())
        raise


def find_link(token: str, services: Services) -> Link | None:
    return services.invitations.link(digest(token)) if len(token) == _TOKEN_LENGTH else None


def open_found(link: Link | None, visitor: Visitor, services: Services) -> Opened:
    """However the link was found: by its token, or by the code beside it. Raises LinkUnknown, LinkForSomebodyElse,
    LinkWithdrawn, LinkDeclined, LinkCompleted, LinkSuperseded, LinkExpired or LetterEnded.
    """
    link, invitation = invitation_behind(link, visitor, services)
    invitation.check_link(link.send_number, services.clock(), link.reader)
    return Opened(invitation, askable_students(invitation, services), link.reader)


def invitation_behind(link: Link | None, visitor: Visitor, services: Services) -> tuple[Link, Invitation]:
    """Whatever has become of it. A letter is for whoever holds it. Raises LinkUnknown or LinkForSomebodyElse."""
    invitation = services.invitations.get_many([link.invitation_id]).get(link.invitation_id) if link else None
    if link is None or invitation is None:
        raise LinkUnknown
    user = find_user(visitor.session_token, services)
    if user and user.email_key != invitation.email_key and not invitation.on_paper:
        raise LinkForSomebodyElse
    return link, invitation
