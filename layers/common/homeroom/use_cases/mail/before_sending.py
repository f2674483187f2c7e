"""The last look at a mail before it is handed over: whether it is wanted still, and may go to its address."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.change import Conflict
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import AddressBlock
from homeroom.domain.mail.mail import Mail, MailKind, MailState, new_mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.mail.history import told
from homeroom.use_cases.ports.services import Services

Key = tuple[str, int]
"""Of a mail: invitation id and send number."""

T = TypeVar("T")


@dataclass(frozen=True)
class Seen:
    """Everything that decides about a mail, as it was `at` a moment. `students` are those of the invitation who still
    exist.
    """

    at: datetime
    key: Key
    invitation: Invitation
    mail: Mail | None
    students: Sequence[Student]
    block: AddressBlock | None

    @property
    def about(self) -> Sequence[Student]:
        """The students the mail names."""
        return still_asked_about(self.invitation, self.students)

    def mail_at(self, now: datetime) -> Mail:
        """The stored mail, or the one that was asked for by nothing but a message."""
        return self.mail or new_mail(*self.key, now)


@dataclass(frozen=True)
class Step:
    """What becomes of a mail next, and why."""

    state: MailState
    reason: str = ""


CALL = Step(MailState.SENDING)


def still_asked_about(invitation: Invitation, students: Iterable[Student]) -> Sequence[Student]:
    """Of these students of an invitation the ones that its newest mail names. Who was asked for something is asked
    about students without a parent contact; whoever asked us, or told us, is answered about all.
    """
    if invitation.mail_kind is MailKind.CONFIRMATION:
        return list(students)
    allowed = [s for s in students if not (s.protected and invitation.by_parent)]
    if invitation.kind is MailKind.CHECK_CONTACT or invitation.mail_kind is MailKind.NEW_LINK:
        return allowed
    return [student for student in allowed if not student.has_parent_contact]


def look(keys: Collection[Key], services: Services) -> dict[Key, Seen]:
    """A few calls for a whole message. What does not exist is left out."""
    now = services.clock()
    invitations = services.invitations.get_many(dict.fromkeys(i for i, _ in keys))
    there = [key for key in keys if key[0] in invitations and key[1] <= invitations[key[0]].newest_send_number]
    mails = services.mails.get_many(there)
    blocks = services.address_blocks.get_many({i.email_key for i in invitations.values()})
    students = services.roster.students({s for i in invitations.values() for s in i.student_ids})
    return {key: _seen(now, key, invitations[key[0]], mails.get(key), students, blocks) for key in there}


def _seen(
    at: datetime,
    key: Key,
    invitation: Invitation,
    mail: Mail | None,
    students: dict[str, Student],
    blocks: dict[str, AddressBlock],
) -> Seen:
    about = [students[s] for s in invitation.student_ids if s in students]
    return Seen(at, key, invitation, mail, about, blocks.get(invitation.email_key))


def on_conflict_reload(seen: Seen, operation: Callable[[Seen, Services], T], services: Services) -> T:
    try:
        return operation(seen, services)
    except Conflict:
        return retry_on_conflict(lambda: operation(look([seen.key], services)[seen.key], services))


def next_step(seen: Seen, now: datetime) -> Step | None:
    """CALL when the mail is to be sent; None when it is to be left alone."""
    if seen.mail and not seen.mail.waits:
        return Step(MailState.SEND_UNCONFIRMED, "the sender stopped half-way") if seen.mail.abandoned(now) else None
    if seen.invitation.held and seen.invitation.is_open:  # it waits: whoever releases the invitation asks for it
        return None
    if reason := _not_wanted(seen, now):
        return Step(MailState.NOT_NEEDED, reason)
    if seen.block:
        return Step(MailState.REFUSED, seen.block.sentence)
    return CALL


def _not_wanted(seen: Seen, now: datetime) -> str:
    """Why the mail is of no use any more; empty while it is. Whatever keeps an invitation that was asked for from
    being sent belongs here.
    """
    over = _over(seen, now)
    if over or seen.about:
        return over
    if any(student.has_parent_contact for student in seen.students):
        return "a parent has added their contact information by now"
    return "a parent may not invite for this student" if seen.students else "the student is gone"


def _over(seen: Seen, now: datetime) -> str:
    if seen.key[1] != seen.invitation.send_number:
        return "a newer mail was asked for"
    if seen.invitation.mail_kind is MailKind.CONFIRMATION:  # it is about what was saved
        return ""
    if seen.invitation.state is InvitationState.WITHDRAWN:
        return "the invitation was withdrawn"
    if seen.invitation.state is InvitationState.DECLINED:
        return "its reader has said that it is about no child of theirs"
    if seen.invitation.state is InvitationState.COMPLETED:
        return "the form was completed before"
    return "" if seen.invitation.open_at(now) else "the invitation has expired"


def take_step(seen: Seen, services: Services) -> None:
    """Store what a mail becomes without being sent; nothing where it is to be sent, or left alone."""
    now = services.clock()
    step = next_step(seen, now)
    if step is None or step == CALL:
        return
    if step.state is MailState.SEND_UNCONFIRMED:
        after = seen.mail_at(now).called(step.state, "", step.reason, now)
    else:
        after = seen.mail_at(now).will_not_go(step.state, step.reason, now)
    services.store.save(*told(seen.mail, after, services))
