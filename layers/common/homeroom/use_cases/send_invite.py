"""Send one queued invitation: make its link, hand exactly one mail to the mail service."""

from collections.abc import Sequence

from homeroom.domain.change import Change, Conflict, as_stored
from homeroom.domain.invitation import Invitation, MailKind
from homeroom.domain.mail import Link, Mail, MailState
from homeroom.domain.student import Student
from homeroom.domain.token import digest, new_token
from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.mail_told import told
from homeroom.use_cases.ports import MailNotSent, OutgoingMail, Outside
from homeroom.use_cases.retrying import again_on_conflict
from homeroom.use_cases.site_settings import site_settings
from homeroom.use_cases.words import day_in_words


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
    token = new_token()
    outgoing = _write(invitation, students, token, outside)
    claimed = _claim(invitation, earlier, token, outside)
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
    if generation != invitation.generation or not invitation.open_at(outside.clock()) or invitation.held:
        return []
    students = outside.roster.students(invitation.student_ids).values()
    if invitation.kind is MailKind.CHECK_CONTACT:
        return list(students)
    return [student for student in students if not student.has_parent_contact]


def _may_call(mail: Mail, outside: Outside) -> bool:
    """Only after a definite "not now". Found half-way through a call, nobody knows whether it went out:
    it must not be sent a second time.
    """
    if mail.state is MailState.CALLING:
        _settle(mail, MailState.UNKNOWN, "", "the sender stopped half-way", outside)
    return mail.state is MailState.LATER


def _write(invitation: Invitation, students: Sequence[Student], token: str, outside: Outside) -> OutgoingMail:
    settings = site_settings(outside)
    rendered = outside.render_mail(
        invitation.kind.value,
        {
            "school": settings.school_name,
            "inviter": invitation.inviter,
            "parent_name": invitation.parent_name,
            "students": [student.name for student in students],
            "link": f"{outside.site_url}/i/{token}",
            "expires": day_in_words(invitation.expires_at),
            "reply_to": settings.reply_to,
        },
    )
    return OutgoingMail(
        to=invitation.email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        sender_name=settings.sender_name or settings.school_name,
        reply_to=settings.reply_to,
        tag=f"{invitation.id}-{invitation.generation}",
    )


def _claim(invitation: Invitation, earlier: Mail | None, token: str, outside: Outside) -> Mail:
    """Store the mail before calling the mail service: of two senders, one gets a Conflict and never calls."""
    now, link_digest = outside.clock(), digest(token)
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
    link = Link(
        digest=link_digest,
        invitation_id=invitation.id,
        generation=invitation.generation,
        expires_at=invitation.expires_at,
    )
    claim = Change(earlier, mail)
    outside.store.save(claim, Change.new(link), Change.unchanged(invitation))
    stored = as_stored(claim)
    assert isinstance(stored, Mail)  # noqa: S101  narrows the type
    return stored


def _settle(mail: Mail, state: MailState, message_id: str, reason: str, outside: Outside) -> None:
    """Record how the call ended; the mail service's own report may have been quicker, and stays."""

    def look_again_and_store() -> None:
        newest = outside.invitations.mail(mail.invitation_id, mail.generation) or mail
        outside.store.save(*told(newest, newest.called(state, message_id, reason), outside))

    try:
        outside.store.save(*told(mail, mail.called(state, message_id, reason), outside))
    except Conflict:
        again_on_conflict(look_again_and_store)
