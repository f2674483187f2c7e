"""Send one queued invitation: make its link, hand exactly one mail to the mail service."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from homeroom.domain.address_block import AddressBlock, StopLink
from homeroom.domain.change import Change, Conflict, as_stored
from homeroom.domain.invitation import Invitation, MailKind
from homeroom.domain.mail import Link, Mail, MailState
from homeroom.domain.student import Student
from homeroom.domain.token import digest, new_token
from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.ports import MailNotSent, Outside
from homeroom.use_cases.retrying import again_on_conflict
from homeroom.use_cases.site_settings import site_settings
from homeroom.use_cases.write_mail import write_mail


def send_invite(invitation_id: str, generation: int, outside: Outside) -> None:
    """Does nothing when this mail was handed over before, or is not wanted any more.

    Raises NotFound for an invitation that does not exist, and MailNotSent (LATER) when the mail service
    says "not now": the queue brings the message back.
    """
    invitation = outside.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None:
        raise NotFound
    students = _still_wanted(invitation, generation, outside)
    earlier = outside.invitations.mail(invitation_id, generation)
    if not students or (earlier and not _may_call(earlier, outside)):
        return
    if block := outside.invitations.blocks([invitation.email_key]).get(invitation.email_key):
        _refuse(invitation, earlier, block, outside)
        return
    token, stop_token = new_token(), new_token()
    outgoing = write_mail(invitation, students, token, stop_token, outside)
    claimed = _claim(invitation, earlier, token, stop_token, outside)
    try:
        message_id = outside.mailer.send(outgoing)
    except MailNotSent as failure:
        _settle(claimed, failure.state, "", failure.reason, outside)
        if failure.state is MailState.LATER:
            raise
    else:
        _settle(claimed, MailState.ACCEPTED, message_id, "", outside)


def _still_wanted(invitation: Invitation, generation: int, outside: Outside) -> Sequence[Student]:
    """The students the mail is about, looked at again at the moment of sending."""
    confirms = invitation.mail_kind is MailKind.CONFIRMATION
    if generation != invitation.generation or not (confirms or invitation.open_at(outside.clock())):
        return []
    return still_asked_about(invitation, outside.roster.students(invitation.student_ids).values())


def still_asked_about(invitation: Invitation, students: Iterable[Student]) -> list[Student]:
    """Of these students of an invitation the ones that its newest mail names. Who was asked for something is asked
    about students without a parent contact; whoever asked us, or told us, is answered about all.
    """
    if invitation.kind is MailKind.INVITATION and invitation.newest_mail in (None, MailKind.REMINDER):
        return [student for student in students if not student.has_parent_contact]
    return list(students)


def _may_call(mail: Mail, outside: Outside) -> bool:
    """Only after a definite "not now". Found half-way through a call, nobody knows whether it went out:
    it must not be sent a second time.
    """
    if mail.state is MailState.CALLING:
        _settle(mail, MailState.UNKNOWN, "", "the sender stopped half-way", outside)
    return mail.state is MailState.LATER


def _refuse(invitation: Invitation, earlier: Mail | None, block: AddressBlock, outside: Outside) -> None:
    """Said where the mail's fate is looked for, not left as a mail that waits for ever."""
    mail = Mail(
        invitation_id=invitation.id,
        generation=invitation.generation,
        state=MailState.REFUSED,
        link_digest="",
        called_at=outside.clock(),
        reason=block.sentence,
        version=earlier.version if earlier else 0,
    )
    outside.store.save(Change(earlier, mail), Change.unchanged(invitation))


def _claim(invitation: Invitation, earlier: Mail | None, token: str, stop_token: str, outside: Outside) -> Mail:
    """Store the mail before calling the mail service: of two senders, one gets a Conflict and never calls."""
    confirms = invitation.mail_kind is MailKind.CONFIRMATION
    now, link_digest = outside.clock(), "" if confirms else digest(token)
    if earlier:
        mail = earlier.called_again(link_digest, now)
    else:
        mail = Mail(
            invitation_id=invitation.id,
            generation=invitation.generation,
            state=MailState.CALLING,
            link_digest=link_digest,
            called_at=now,
        )
    stop = StopLink(digest=digest(stop_token), email_key=invitation.email_key, sent_at=now)
    claim = Change(earlier, replace(mail, remind_at=_remind_at(invitation, outside)))
    changes = [claim, Change.new(stop), Change.unchanged(invitation)]
    if not confirms:
        link = Link(
            digest=link_digest,
            invitation_id=invitation.id,
            generation=invitation.generation,
            expires_at=invitation.expires_at,
        )
        changes.append(Change.new(link))
    outside.store.save(*changes)
    stored = as_stored(claim)
    assert isinstance(stored, Mail)  # noqa: S101  narrows the type
    return stored


def _remind_at(invitation: Invitation, outside: Outside) -> datetime | None:
    if not invitation.is_open:
        return None
    due = site_settings(outside).next_reminder(invitation.reminders, outside.clock())
    return due if due and due < invitation.expires_at else None


def _settle(mail: Mail, state: MailState, message_id: str, reason: str, outside: Outside) -> None:
    """Record how the call ended; the mail service's own report may have been quicker, and stays."""

    def look_again_and_store() -> None:
        newest = outside.invitations.mail(mail.invitation_id, mail.generation) or mail
        outside.store.save(Change(newest, newest.called(state, message_id, reason)))

    try:
        outside.store.save(Change(mail, mail.called(state, message_id, reason)))
    except Conflict:
        again_on_conflict(look_again_and_store)
