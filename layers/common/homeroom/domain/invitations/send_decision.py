"""The last look at a mail before it is handed over: whether it is wanted still, and may go to its address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.mail.address_block import AddressBlock
from homeroom.domain.mail.mail import Mail, MailKey, MailKind, MailState, new_mail
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.roster.student import Student


@dataclass(frozen=True)
class SendContext:
    """Everything that decides about a mail, as it was `at` a moment. `students` are those of the invitation who still
    exist, and `year` is the current school year.
    """

    at: datetime
    key: MailKey
    invitation: Invitation
    mail: Mail | None
    students: Sequence[Student]
    block: AddressBlock | None
    year: str

    @property
    def about(self) -> Sequence[Student]:
        """The students the mail names."""
        return still_asked_about(self.invitation, self.students, self.year)

    def mail_at(self, now: datetime) -> Mail:
        """The stored mail, or the one that was asked for by nothing but a message."""
        return self.mail or new_mail(*self.key, now)


@dataclass(frozen=True)
class Decision:
    """What becomes of a mail next, and why."""

    state: MailState
    reason: Message | None = None


SEND = Decision(MailState.SENDING)


def still_asked_about(invitation: Invitation, students: Iterable[Student], year: str) -> Sequence[Student]:
    """Of these students of an invitation the ones that its newest mail names; `year` is the current school year. Who
    was asked for something is asked about students without a parent contact who have not left, and whoever is to check
    a contact about those to whom it is something now; whoever asked us is
    written to about all, and whoever answered about those whose parent they are still. Nobody is asked about a student
    of whom their address must not be told.
    """
    if invitation.mail_kind is MailKind.CONFIRMATION:
        return [student for student in students if not invitation.contact_ids.isdisjoint(student.contact_ids)]
    allowed = [student for student in students if not invitation.must_not_ask_about(student)]
    if invitation.mail_kind is MailKind.NEW_LINK:
        return allowed
    here = [student for student in allowed if not student.has_left(year)]
    if invitation.kind is MailKind.CHECK_CONTACT:
        return [student for student in here if invitation.contact_id not in student.inactive_contact_ids]
    return [student for student in here if not student.has_parent_contact]


def to_be_reminded_about(invitation: Invitation, students: Iterable[Student], year: str) -> Sequence[Student]:
    """Of those the ones who are in the current school year: what the site sends by itself is about no other."""
    return [student for student in still_asked_about(invitation, students, year) if student.in_year(year)]


def decide(context: SendContext, now: datetime) -> Decision | None:
    """SEND when the mail is to be sent; None when it is to be left alone."""
    if context.mail and not context.mail.waits:
        stopped = Decision(MailState.SEND_UNCONFIRMED, message(MailReason.SENDER_STOPPED))
        return stopped if context.mail.abandoned(now) else None
    if context.invitation.held and context.invitation.is_open:  # it waits: whoever releases the invitation asks for it
        return None
    if reason := _not_wanted(context, now):
        return Decision(MailState.NOT_NEEDED, message(reason))
    if context.block:
        return Decision(MailState.REFUSED, context.block.mail_reason)
    return SEND


def settled_unsent(context: SendContext, now: datetime) -> Mail | None:
    """What a mail becomes without being sent; None where it is to be sent, or left alone."""
    decision = decide(context, now)
    if decision is None or decision == SEND:
        return None
    if decision.state is MailState.SEND_UNCONFIRMED:
        return context.mail_at(now).called(decision.state, "", decision.reason, now)
    return context.mail_at(now).will_not_go(decision.state, decision.reason, now)


def _not_wanted(context: SendContext, now: datetime) -> MailReason | None:
    """Why the mail is of no use any more. Whatever keeps an invitation that was asked for from being sent belongs
    here.
    """
    over = _over(context, now)
    if over or context.about:
        return over
    own = context.invitation.contact_id
    confirms = context.students and context.invitation.mail_kind is MailKind.CONFIRMATION
    if confirms or any(own in student.inactive_contact_ids for student in context.students):
        return MailReason.CONTACT_UNLINKED
    here = [student for student in context.students if not student.has_left(context.year)]
    if any(student.has_parent_contact for student in here):
        return MailReason.CONTACT_ADDED
    if any(student.must_not_tell(context.invitation.email_key) for student in here):
        return MailReason.MUST_NOT_BE_TOLD
    if here:
        return MailReason.PARENT_MAY_NOT_INVITE
    return MailReason.STUDENT_LEFT if context.students else MailReason.STUDENT_GONE


_OVER = {
    InvitationState.WITHDRAWN: MailReason.INVITATION_WITHDRAWN,
    InvitationState.DECLINED: MailReason.INVITATION_DECLINED,
    InvitationState.COMPLETED: MailReason.FORM_COMPLETED,
}


def _over(context: SendContext, now: datetime) -> MailReason | None:
    invitation = context.invitation
    if context.key[1] != invitation.send_number:
        return MailReason.NEWER_MAIL_REQUESTED
    if invitation.mail_kind is MailKind.CONFIRMATION:  # it is about what was saved
        return None
    if invitation.state in _OVER:
        return _OVER[invitation.state]
    return None if invitation.open_at(now) else MailReason.INVITATION_EXPIRED
