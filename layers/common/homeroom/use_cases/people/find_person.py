"""What is kept about one person, wherever it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.campaign import EMAILS_OF_A_CAMPAIGN
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.kept import REPORT_KEPT
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import Listing, inviter_key
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.mail.mail import Mail, MailKey
from homeroom.domain.people.person import Person, person_of
from homeroom.use_cases.accounts.address_emails import new_address_key, told_key
from homeroom.use_cases.mail.send_account_news import TO_OWNER
from homeroom.use_cases.mail.service_mails import (
    account_news_key,
    campaign_mail_key,
    deletion_mail_key,
    digest_mail_key,
    log_in_mail_key,
)
from homeroom.use_cases.ports.services import Services

_MOST_FOUND, _MOST_MAILS, MOST_ENTRIES = 200, 200, 500
_SECONDS_APART = 2
_MOST_CAMPAIGNS = 50


def user_of(contact: ParentContact, services: Services) -> User | None:
    """Whose contact it is."""
    user = services.access.user(contact.user_key) if contact.user_key else None
    return user if user and contact.id in user.contact_ids else None


def find_person(contact: ParentContact, user: User | None, services: Services) -> Person:
    """`user` is the one whose the contact is. An address is somebody else's, too, who logs in there, or who is another
    parent of their students and reads there.
    """
    person = person_of(contact, user)
    students = services.roster.students_now(person.student_ids).values()
    ids = {i for student in students for i in student.all_contact_ids} - {contact.id}
    others = services.roster.contacts(ids).values()
    taken = {key for other in others for key in (other.user_key, email_key(other.details.email)) if key}
    shared = [key for key in person.email_keys if key in taken or _logs_in_another(key, contact, services)]
    typed = contact.new_email
    if typed and (email_key(typed) in taken or _is_known(email_key(typed), contact, services)):
        typed = ""
    return person_of(contact, user, shared, typed)


def _logs_in_another(key: str, contact: ParentContact, services: Services) -> bool:
    user = services.access.user(key)
    return user is not None and (user.is_admin or bool(set(user.contact_ids) - {contact.id}))


def _is_known(key: str, contact: ParentContact, services: Services) -> bool:
    """Whether somebody logs in, or is invited, at this address."""
    found = services.invitations.get_many(services.invitation_lists.search(key, _MOST_FOUND)).values()
    return _logs_in_another(key, contact, services) or any(invitation.email_key == key for invitation in found)


def find_invitations_of(person: Person, services: Services) -> list[Invitation]:
    """All that went to them, came from them or names them, the newest first. Looked for among those about their
    students, to their addresses, under their names, and those of which the record says that they sent them.
    """
    students = services.roster.students_now(person.student_ids).values()
    ids = {i for student in students for i in student.invitation_ids}
    ids |= {i for key in person.email_keys for i in services.invitation_lists.search(key, _MOST_FOUND)}
    ids |= {entry.about.invitation_id for entry in entries_of(person, services)} - {""}
    ids |= set(_ids_under_names(person, services))
    found = services.invitations.get_many(ids).values()
    own = [i for i in found if person.is_asked_in(i) or person.has_asked(i) or person.is_named_in(i)]
    return sorted(own, key=lambda i: (i.asked_at, i.id), reverse=True)


def _ids_under_names(person: Person, services: Services) -> Iterator[str]:
    """Of invitations whose inviter is called so. A Site Admin's are the office's."""
    for name in () if person.is_admin else (*person.names, *person.former_name_keys):
        for listed in services.invitation_lists.listed(Listing(inviter_key=inviter_key(name)), limit=_MOST_FOUND):
            yield listed.invitation_id


def entries_of(person: Person, services: Services) -> Sequence[AuditEntry]:
    """Who did what: by them, or to them; the newest first."""
    if not person.user_id:
        return []
    now = services.clock()
    entries = services.audit_record.newest(person=person.user_id, limit=MOST_ENTRIES)
    return [entry for entry in entries if entry.ends_at > now]


def find_mails_of(
    person: Person, invitations: Sequence[Invitation], deletions: Sequence[datetime], services: Services
) -> list[Mail]:
    """All that were sent to them, the newest first. `deletions`: when they asked to be deleted, as far as is known."""
    newest = services.log_in_mails.get(person.user_id) if person.user_id else None
    keys = [key for invitation in invitations for key in mail_keys(invitation)]
    about_addresses = set(address_mail_keys(person, _address_number(person, services)))
    keys += service_mail_keys(person, newest.number if newest else 0, services)
    keys += deletion_mail_keys(person, deletions, services)
    mails = services.mails.get_many([*keys, *about_addresses])
    own = [
        mail
        for key, mail in mails.items()
        if key in about_addresses or (mail.email and email_key(mail.email) in person.read_keys)
    ]
    return sorted(own, key=lambda mail: (mail.called_at, mail.identity), reverse=True)


def mail_keys(invitation: Invitation, *, all_of_them: bool = False) -> list[MailKey]:
    """Of the newest, as many as anybody would look at, or of all that there ever were."""
    newest = invitation.newest_send_number
    first = 1 if all_of_them else max(1, newest - _MOST_MAILS + 1)
    return [(invitation.id, number) for number in range(first, newest + 1)]


def service_mail_keys(person: Person, log_in_mails: int, services: Services) -> list[MailKey]:
    """Of emails about the service itself that may be kept still. So many have logged them in."""
    log_ins = [log_in_mail_key(person.user_id, n + 1) for n in range(log_in_mails) if person.user_id]
    today = services.clock().date() + timedelta(days=1)  # the site's own day may be ahead
    days = [today - timedelta(days=back) for back in range(REPORT_KEPT.days + 4)]
    digests = [digest_mail_key(day, key) for day in days for key in person.email_keys]
    campaigns = services.campaigns.newest(_MOST_CAMPAIGNS)
    newest = [campaign.id for campaign in campaigns if campaign.plan.ends >= days[-1]]
    numbers = range(1, EMAILS_OF_A_CAMPAIGN + 1)
    asked = [campaign_mail_key(i, key, number) for i in newest for key in person.email_keys for number in numbers]
    return [*log_ins, *digests, *asked, *_news_keys(person, services)]


def _news_keys(person: Person, services: Services) -> list[MailKey]:
    """Of emails that told them what they had done to their account, within a second or two of what the record says."""
    own = [entry for entry in entries_of(person, services) if entry.action in TO_OWNER]
    keys = set(person.email_keys)
    near = [timedelta(seconds=more) for more in range(-_SECONDS_APART, _SECONDS_APART + 1)]
    return [account_news_key(e.action, person.user_id, e.at + more, key) for e in own for more in near for key in keys]


def deletion_mail_keys(person: Person, known: Sequence[datetime], services: Services) -> list[MailKey]:
    """Of emails that said that their information would be deleted, also where they have changed their mind since. The
    record was written within a second of when they asked.
    """
    entries = [entry.at for entry in entries_of(person, services) if entry.action is AuditAction.DELETION_ASKED]
    moments = [*known, *entries, *(at - timedelta(seconds=1) for at in entries)]
    ids = (person.contact_id, *person.merged_ids)
    return list(dict.fromkeys(deletion_mail_key(contact_id, at) for contact_id in ids for at in moments))


def _address_number(person: Person, services: Services) -> int:
    newest = services.address_changes.get(person.contact_id)
    return newest.number if newest else 0


def address_mail_keys(person: Person, changes: int) -> list[MailKey]:
    """Of emails about so many changes of an address: they went to one that the person has typed, or had before."""
    numbers = range(1, changes + 1)
    return [key(person.contact_id, number) for number in numbers for key in (new_address_key, told_key)]
