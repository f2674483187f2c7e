"""What is kept of a person besides the contact and the log-in, which are gone: invitations, emails, addresses."""

from collections.abc import Collection, Sequence
from functools import partial

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import Mail, MailKey, MailState
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.people.forgetting import without_person
from homeroom.domain.people.person import Person
from homeroom.use_cases.accounts.invite_admin import admin_invitation_id
from homeroom.use_cases.mail.service_mails import admin_invitation_key
from homeroom.use_cases.people.find_person import (
    address_mail_keys,
    deletion_mail_keys,
    find_invitations_of,
    mail_keys,
    service_mail_keys,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_MAILS_IN_A_SAVE = 25


class MailBeingSent(HomeroomError):
    """An email to this person is being handed over at this moment. What became of it is to be stored first."""


def forget_person(deletion: Deletion, services: Services) -> None:
    """Twice is once. Raises MailBeingSent; whatever was done by then is done."""
    person = deletion.person
    if person is None:
        return
    for invitation in find_invitations_of(person, services):
        _forget_invitation(invitation.id, person, services)
    retry_on_conflict(partial(_forget_requests, person, services))
    retry_on_conflict(partial(_forget_notes, person, services))
    own_mails = service_mail_keys(person, deletion.log_in_mails, services)
    _forget_mails(own_mails, person.own_keys, services)
    about_them = deletion_mail_keys(person, [deletion.asked_at], services)
    _forget_mails([*about_them, *address_mail_keys(person, deletion.address_changes)], None, services)
    for key in person.own_keys:
        retry_on_conflict(partial(_forget_admin_invitation, admin_invitation_id(key, services), services))
    _forget_addresses(person, services)


def _forget_admin_invitation(invitation_id: str, services: Services) -> None:
    """That they be a Site Admin, whatever became of it; the emails go first, because it leads to them."""
    invitation = services.admin_invitations.get(invitation_id)
    if invitation is None:
        return
    keys = [admin_invitation_key(invitation_id, number) for number in range(1, invitation.number + 1)]
    _forget_mails(keys, None, services)
    services.store.save(Change.gone(invitation))


def _forget_invitation(invitation_id: str, person: Person, services: Services) -> None:
    """One that is theirs alone is closed first, so that none of its emails goes out any more, and goes last, because it
    leads to its emails.
    """
    left = retry_on_conflict(partial(_without, invitation_id, person, services))
    if left is None:
        return
    if without_person(left, person, "") is not None:
        _forget_mails(mail_keys(left, all_of_them=True), person.own_keys, services)
        return
    _forget_mails(mail_keys(left, all_of_them=True), None, services)
    retry_on_conflict(partial(_remove, invitation_id, services))


def _without(invitation_id: str, person: Person, services: Services) -> Invitation | None:
    """As it is stored then: closed, or without the person. None where there is no such invitation."""
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None:
        return None
    left = without_person(invitation, person, site_settings(services).school_name)
    if left == invitation or (left is None and not invitation.is_open):
        return invitation
    after = left or invitation.withdrawn()
    locks = services.invitations.locks([invitation.email_key]).values() if left is None else ()
    own = [Change.gone(lock) for lock in locks if lock.invitation_id == invitation.id]
    services.store.save(Change(invitation, after), *own)
    return after


def _remove(invitation_id: str, services: Services) -> None:
    """With all that leads to it from its students."""
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None:
        return
    changes = [Change.gone(invitation)]
    ids = dict.fromkeys((*invitation.student_ids, *invitation.declined_ids))
    for student in services.roster.students(ids).values():
        left = student.without_invitation(invitation.id).no_longer_declined_by(invitation.email_key)
        changes.append(Change(student, left))
    services.store.save(*changes)


def _forget_requests(person: Person, services: Services) -> None:
    """That other parents be invited, by them; and that they be, by others."""
    asked = [*services.parent_requests.of_parent(person.contact_id)]
    to_them = [one for key in person.email_keys for one in services.parent_requests.to_address(key)]
    asked += [one for one in to_them if person.is_meant_by(one)]
    for request in {request.id: request for request in asked}.values():
        services.store.save(Change.gone(request))


def _forget_notes(person: Person, services: Services) -> None:
    """Of the office, about what somebody has told of another parent of their students."""
    if person.is_admin:
        return
    students = services.roster.students(person.student_ids).values()
    logs = services.roster.contact_logs({i for student in students for i in student.all_contact_ids}).values()
    without = [(log, log.without_notes(person.is_mentioned_in)) for log in logs]
    services.store.save(*(Change(log, after) for log, after in without if after != log))


def _forget_mails(keys: Sequence[MailKey], to: Collection[str] | None, services: Services) -> None:
    """Those that went to the addresses of these keys; None for all, also those that went nowhere."""
    for start in range(0, len(keys), _MAILS_IN_A_SAVE):
        retry_on_conflict(partial(_forget_some_mails, keys[start : start + _MAILS_IN_A_SAVE], to, services))


def _forget_some_mails(keys: Sequence[MailKey], to: Collection[str] | None, services: Services) -> None:
    mails = [mail for mail in services.mails.get_many(keys).values() if to is None or _went_to(mail, to)]
    now = services.clock()
    if any(mail.state is MailState.SENDING and not mail.abandoned(now) for mail in mails):
        raise MailBeingSent
    services.store.save(*map(Change.gone, mails))


def _went_to(mail: Mail, email_keys: Collection[str]) -> bool:
    return bool(mail.email) and email_key(mail.email) in email_keys


def _forget_addresses(person: Person, services: Services) -> None:
    """But for the digest of one that wants no more emails: that is remembered."""
    retry_on_conflict(partial(_allow_again, person, services))
    log_ins = {*person.own_keys, *([person.log_in_key] if person.log_in_ends else [])}
    for key in sorted(log_ins) if person.user_id else ():
        for session in services.access.sessions(key):
            retry_on_conflict(partial(_end, session.digest, services))
    if person.log_in_ends:
        services.passwords.forget(person.user_id)
    for email in filter(None, (*person.own_emails, person.typed_email)):
        services.mailer.forget(email)


def _allow_again(person: Person, services: Services) -> None:
    typed = [email_key(person.typed_email)] if person.typed_email else []
    blocks = services.address_blocks.get_many([*person.own_keys, *typed]).values()
    gone = [Change.gone(block) for block in blocks if block.reason is not BlockReason.UNSUBSCRIBED]
    services.store.save(*gone)


def _end(digest: str, services: Services) -> None:
    session = services.access.session(digest)
    if session:
        services.store.save(Change.gone(session))
