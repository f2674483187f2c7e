"""A parent's answer while it is being given: the invitation, its students, and what is stored so far."""

from dataclasses import dataclass

from homeroom.domain.accounts.session import SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkDeclined, LinkExpired, LinkWithdrawn
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.sessions import find_session
from homeroom.use_cases.ports.services import Services


class AnswerOver(HomeroomError):
    """The hour in which a form can be filled in is over, or it was never begun."""


@dataclass(frozen=True)
class Answer:
    """`contact` is the stored contact that the form shows and changes: the one this invitation made, the
    one it asks to check, or the registered parent's own. `user` has a log-in with the invited address.
    """

    invitation: Invitation
    students: list[Student]
    contact: ParentContact | None
    user: User | None

    @property
    def has_log_in(self) -> bool:
        """The contact stands behind a password, which a link does not replace: it is neither shown nor changed."""
        return self.user is not None and self.contact is not None and self.user.contact_id == self.contact.id

    @property
    def first_names(self) -> list[str]:
        """The students'."""
        return [student.first_name for student in self.students]

    @property
    def saved(self) -> bool:
        return self.invitation.state is InvitationState.COMPLETED


def read_answer(form_token: str, services: Services) -> Answer:
    """Raises AnswerOver, LinkWithdrawn, LinkDeclined or LinkExpired."""
    session = find_session(form_token, SessionKind.ANSWERING, services)
    if session is None:
        raise AnswerOver
    invitation = services.invitations.get_many([session.subject]).get(session.subject)
    if invitation is None:
        raise AnswerOver
    if invitation.corrected_at and session.started_at < invitation.corrected_at:
        raise AnswerOver  # the form was begun by whoever reads email at the address it had before
    if invitation.state is InvitationState.WITHDRAWN:
        raise LinkWithdrawn
    if invitation.state is InvitationState.DECLINED:
        raise LinkDeclined
    if invitation.state is InvitationState.EXPIRED:
        raise LinkExpired
    user = services.access.user(invitation.email_key)
    user = user if user and user.active else None
    contact_id = (user.contact_id if user else "") or invitation.contact_id
    contact = services.roster.contacts([contact_id]).get(contact_id) if contact_id else None
    students = services.roster.students(invitation.student_ids)
    in_order = [students[i] for i in invitation.student_ids if i in students]
    return Answer(invitation, in_order, contact, user)
