"""What is kept about one person, wherever it stands."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.person import Person
from homeroom.domain.imports.kept import REPORT_KEPT
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.mail.mail import Mail, MailKey
from homeroom.use_cases.accounts.address_emails import new_address_key, told_key
from homeroom.use_cases.mail.service_mails import digest_mail_key, log_in_mail_key
from homeroom.use_cases.ports.services import Services

_MOST_FOUND, _MOST_MAILS, MOST_ENTRIES = 200, 200, 500


def user_of(contact: ParentContact, services: Services) -> User | None:
    """Whose contact it is."""
    user = services.access.user(contact.user_key) if contact.user_key else None
    return user if user and contact.id in user.contact_ids else None


def find_invitations_of(person: Person, services: Services) -> list[Invitation]:
    """All that went to them or came from them, the newest first: about their students, to their addresses, and those
    of which the record says that they sent them.
    """
    students = services.roster.students(person.student_ids).values()
    ids = {i for student in students for i in student.invitation_ids}
    ids |= {i for key in person.email_keys for i in services.invitation_lists.search(key, _MOST_FOUND)}
    ids |= {entry.about.invitation_id for entry in entries_of(person, services)} - {""}
    found = services.invitations.get_many(ids).values()
    own = [i for i in found if person.is_asked_in(i) or person.has_asked(i)]
    return sorted(own, key=lambda i: (i.asked_at, i.id), reverse=True)


def entries_of(person: Person, services: Services) -> Sequence[AuditEntry]:
    """Who did what: by them, or to them; the newest first."""
    if not person.user_id:
        return []
    now = services.clock()
    entries = services.audit_record.newest(person=person.user_id, limit=MOST_ENTRIES)
    return [entry for entry in entries if entry.ends_at > now]


def find_mails_of(person: Person, invitations: Sequence[Invitation], services: Services) -> list[Mail]:
    """All that were sent to them, the newest first."""
    keys = [key for invitation in invitations for key in mail_keys(invitation)]
    about_addresses = set(_address_mail_keys(person, services))
    mails = services.mails.get_many([*keys, *service_mail_keys(person, services)])
    own = [
        mail
        for key, mail in mails.items()
        if key in about_addresses or (mail.email and email_key(mail.email) in person.email_keys)
    ]
    return sorted(own, key=lambda mail: (mail.called_at, mail.identity), reverse=True)


def mail_keys(invitation: Invitation) -> list[MailKey]:
    """Of all that there ever were, as far as anybody would look."""
    newest = invitation.newest_send_number
    return [(invitation.id, number) for number in range(max(1, newest - _MOST_MAILS + 1), newest + 1)]


def service_mail_keys(person: Person, services: Services) -> list[MailKey]:
    """Of emails about the service itself that may be kept still."""
    about_addresses = _address_mail_keys(person, services)
    return [*_log_in_mail_keys(person, services), *about_addresses, *_digest_mail_keys(person, services)]


def _log_in_mail_keys(person: Person, services: Services) -> Iterator[MailKey]:
    newest = services.log_in_mails.get(person.user_id) if person.user_id else None
    if newest:
        for number in range(max(1, newest.number - _MOST_MAILS + 1), newest.number + 1):
            yield log_in_mail_key(person.user_id, number)


def _address_mail_keys(person: Person, services: Services) -> Iterator[MailKey]:
    """They went to an address that the person has typed, or had before."""
    newest = services.address_changes.get(person.contact_id)
    if newest:
        for number in range(max(1, newest.number - _MOST_MAILS + 1), newest.number + 1):
            yield from (new_address_key(person.contact_id, number), told_key(person.contact_id, number))


def _digest_mail_keys(person: Person, services: Services) -> Iterator[MailKey]:
    today = services.clock().date() + timedelta(days=1)  # of the site's days, which may be ahead
    for back in range(REPORT_KEPT.days + 4):
        for key in person.email_keys:
            yield digest_mail_key(today - timedelta(days=back), key)
