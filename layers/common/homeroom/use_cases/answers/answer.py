"""A parent's answer while it is being given: the invitation, its students, and what is stored so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LetterEnded, LinkCompleted, LinkDeclined, LinkExpired
from homeroom.domain.invitations.readers import KnownParent
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.sessions import find_session
from homeroom.use_cases.answers.candidates import candidates_of, contact_of
from homeroom.use_cases.ports.services import Services


class AnswerOver(HomeroomError):
    """The time in which a form can be filled in is over, or it was never begun."""


class ChooseReaderFirst(HomeroomError):
    """Whoever has filled in the form has not said yet which of the parents at its address they are."""


class KnownAlready(HomeroomError):
    """The whole form was filled in, and by now it is known whose it is: a link changes nothing of theirs."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`user` is the invited address, once somebody has proved that they read its email. `candidates` are who its reader
    may be: the parents who have proved it, and the one whom another parent has recorded there. `contact` is the one of
    whom this form is, None for somebody new. `saved`: this form session has completed its link.
    """

    session: Session
    invitation: Invitation
    students: list[Student]
    user: User | None
    candidates: Sequence[ParentContact]
    contact: ParentContact | None
    saved: bool

    @property
    def limited_as(self) -> str:
        """The subject of limits on what its reader does: the address, or the letter."""
        return self.invitation.email_key or f"letter {self.invitation.id}"

    @property
    def reader(self) -> KnownParent:
        """What the inviter knows of whoever this link is for."""
        return self.invitation.readers[self.session.reader]

    @property
    def readers_name(self) -> str:
        """As the inviter has said it, empty where they have not."""
        return self.invitation.names[self.session.reader]

    @property
    def must_choose(self) -> bool:
        """Nobody but its reader knows which of these parents they are, if any."""
        return bool(self.candidates) and self.contact is None and not self.session.is_new_parent

    @property
    def is_known(self) -> bool:
        """The parent has answered before. A link shows and changes nothing of it: only what is new is asked for."""
        return self.contact is not None and not self.session.is_new_parent and bool(self.contact.user_key)

    @property
    def is_recorded(self) -> bool:
        """Another parent has recorded this contact, and its reader has not answered yet."""
        return self.contact is not None and not self.saved and not self.contact.user_key

    @property
    def has_password(self) -> bool:
        return self.user is not None and self.user.has_password

    @property
    def can_register(self) -> bool:
        """Nobody has, and the link has proved an address to log in with: a letter has not."""
        return not (self.has_password or self.invitation.on_paper)

    @property
    def parents_name(self) -> str:
        """How to greet them, empty for somebody new."""
        return self.contact.details.called if self.contact else ""

    @property
    def first_names(self) -> list[str]:
        """The students'."""
        return [student.first_name for student in self.students]


def read_answer(form_token: str, services: Services) -> Answer:
    """Raises AnswerOver, LinkCompleted where the link was completed in another form session, LinkDeclined, LinkExpired,
    LetterEnded, and LinkWithdrawn, also where its address must not be told of any of the students any more.
    """
    session, invitation = begun_form(form_token, services)
    saved = _is_saved(session, invitation)
    user = services.access.user(invitation.email_key) if invitation.email else None
    students = askable_students(invitation, services)
    candidates = candidates_of(session, invitation, user, students, services)
    contact = contact_of(session, invitation, candidates)
    if saved and contact is None:
        raise LinkCompleted  # its parent reads email at another address by now, and logs in with it
    return Answer(
        session=session,
        invitation=invitation,
        students=students,
        user=user,
        candidates=candidates,
        contact=contact,
        saved=saved,
    )


def begun_form(form_token: str, services: Services) -> tuple[Session, Invitation]:
    """Whatever has become of the invitation meanwhile. Raises AnswerOver."""
    session = find_session(form_token, SessionKind.ANSWERING, services)
    if session is None:
        raise AnswerOver
    invitation = services.invitations.get_many([session.subject]).get(session.subject)
    if invitation is None or session.reader >= len(invitation.readers):
        raise AnswerOver
    if invitation.corrected_at and session.started_at < invitation.corrected_at:
        raise AnswerOver  # the form was begun by whoever reads email at the address it had before
    return session, invitation


def askable_students(invitation: Invitation, services: Services) -> list[Student]:
    """Those of its students of whom its reader may be told still: not so once their relation is over. Raises
    LinkWithdrawn where none is left.
    """
    known = services.roster.students(invitation.student_ids)
    students = [known[i] for i in invitation.student_ids if i in known]
    askable = [student for student in students if not invitation.must_not_show(student)]
    if students and not askable:
        raise invitation.withdrawn_already
    return askable


_OVER: dict[InvitationState, type[HomeroomError]] = {
    InvitationState.DECLINED: LinkDeclined,
    InvitationState.EXPIRED: LinkExpired,
}


def _is_saved(session: Session, invitation: Invitation) -> bool:
    """A link completes once, for the form session that saved: that one may go on for as long as it lasts."""
    own = invitation.answer_of(session.reader)
    if own and own.session == session.digest:
        return True
    if own or invitation.state is InvitationState.COMPLETED:
        raise invitation.answered_already
    if invitation.state is InvitationState.WITHDRAWN:
        raise invitation.withdrawn_already
    if invitation.on_paper and invitation.state is InvitationState.EXPIRED:
        raise LetterEnded
    if invitation.state in _OVER:
        raise _OVER[invitation.state]
    return False
