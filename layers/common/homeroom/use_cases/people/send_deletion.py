"""Tell somebody that their information will be deleted, and how to keep it: it may be another who asked."""

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.mail.mail import Mail
from homeroom.domain.people.deletion import due_at
from homeroom.use_cases.mail.emails import DeletionEmail
from homeroom.use_cases.mail.service_mails import EnoughTime, deletion_mail_key, tell_or_ask_again
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.people.find_person import user_of
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def send_deletion(contact_id: str, asked_at: int, services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """`asked_at` in seconds after the epoch. Does nothing once it was taken back or done, and for somebody who cannot
    log in: nobody has proved that they read email there. What the mail service does not take now goes out later.
    """
    contact = services.roster.contacts([contact_id]).get(contact_id)
    asked = contact.deletion_asked_at if contact else None
    user = user_of(contact, services) if contact else None
    if contact is None or asked is None or int(asked.timestamp()) != asked_at or user is None:
        return
    readers = {deletion_mail_key(contact.id, asked): user}
    tell_or_ask_again(
        readers,
        lambda mail, reader: _write(mail, reader, contact, services),
        lambda wait: services.queue.put_deletion(contact_id, asked, wait),
        services,
        enough_time,
    )


def _write(mail: Mail, reader: User, contact: ParentContact, services: Services) -> OutgoingMail:
    settings = site_settings(services)
    assert contact.deletion_asked_at  # noqa: S101  narrows the type
    email = DeletionEmail(
        school=settings.school_name,
        names=[contact.details.name],
        reply_to=settings.reply_to,
        due=settings.local(due_at(contact.deletion_asked_at)),
        log_in_page=f"{services.site_url}/me",
    )
    return outgoing(email, reader.email, mail.identity, settings, services)
