"""What somebody has declined lately, and whether they may take it back: behind a link, in a form, or logged in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.invitations.declining import declined_lately
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkSuperseded, LinkUnknown
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import WRONG_LINK
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.answer import begun_form
from homeroom.use_cases.answers.open_link import Visitor, find_link, invitation_behind
from homeroom.use_cases.ports.services import Services

_MOST_INVITATIONS = 20
"""Of one address, among which those of a day are looked for."""

ReadInvitation = Callable[[], Invitation]
"""The newest state each time, checked for whoever asks."""


@dataclass(frozen=True)
class Declined:
    """`students` are those of whom it may be taken back still. `is_over`: the invitation asks about nobody else."""

    invitation: Invitation
    students: Sequence[Student]

    @property
    def is_over(self) -> bool:
        return self.invitation.state is InvitationState.DECLINED


def declined_in(invitation: Invitation, services: Services) -> Declined:
    ids = declined_lately(invitation, services.clock())
    students = services.roster.students(ids) if ids else {}
    return Declined(invitation, [students[i] for i in ids if i in students])


def behind_link(token: str, visitor: Visitor, services: Services) -> Invitation:
    """The newest link alone counts: earlier ones may have gone to another address. Raises LinkUnknown, TooManyTries,
    LinkForSomebodyElse or LinkSuperseded.
    """
    try:
        link, invitation = invitation_behind(find_link(token, services), visitor, services)
    except LinkUnknown:
        services.access.count(WRONG_LINK, visitor.address, services.clock())
        raise
    if link.send_number != (invitation.link_number or invitation.send_number):
        raise LinkSuperseded
    return invitation


def in_form(form_token: str, services: Services) -> Invitation:
    """Raises AnswerOver."""
    return begun_form(form_token, services)[1]


def of_user(invitation_id: str, user: User, services: Services) -> Invitation:
    """Raises NotFound for one that was sent to another address."""
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None or invitation.email_key != user.email_key:
        raise NotFound
    return invitation


def declined_by(user: User, services: Services) -> list[Declined]:
    """At the address with which they are logged in."""
    ids = services.invitation_lists.of_address(user.email_key, _MOST_INVITATIONS)
    found = services.invitations.get_many(ids).values() if ids else ()
    own = [declined_in(i, services) for i in found if i.email_key == user.email_key and i.declined_ids]
    return [declined for declined in own if declined.students]
