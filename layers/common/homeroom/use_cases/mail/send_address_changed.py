"""Tell the former address that its parent logs in with another one from now on: it may not have been them."""

from datetime import timedelta

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.use_cases.accounts.address_emails import told_key
from homeroom.use_cases.mail.account_emails import AddressChangedEmail
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused
from homeroom.use_cases.mail.service_mails import EnoughTime, send_service_mail
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_OF_USE = timedelta(days=3)
_LATER, _SOON = timedelta(minutes=15), timedelta(seconds=1)


def send_address_changed(
    contact_id: str, number: int, services: Services, enough_time: EnoughTime = lambda: True
) -> None:
    """One email, unless the change has not been confirmed after all, or the address takes no mail. Whoever wanted no
    more invitations is told all the same: one press would keep it from the person whose log-in is taken away. What the
    mail service does not take now goes out later, by another message, for three days.
    """
    key = told_key(contact_id, number)
    waiting = services.mails.get_many([key]).get(key)
    contact = services.roster.contacts([contact_id]).get(contact_id)
    if waiting is None or contact is None or not waiting.waits or services.clock() > waiting.called_at + _OF_USE:
        return
    block = services.address_blocks.get_many([email_key(waiting.email)]).get(email_key(waiting.email))
    if block and block.refuses_all:
        return
    wait = _send_or_wait(waiting, contact, services) if enough_time() else _SOON
    if wait:
        services.queue.put_address_changed(contact_id, number, wait)


def _send_or_wait(waiting: Mail, contact: ParentContact, services: Services) -> timedelta | None:
    """None when nothing is left to do."""
    settings = site_settings(services)
    email = AddressChangedEmail(
        school=settings.school_name,
        names=[contact.details.name],
        reply_to=settings.reply_to,
        new=contact.details.email,
        changed_at=settings.local(waiting.called_at),
    )
    to_send = outgoing(email, waiting.email, waiting.identity, settings, services)
    try:
        state = send_service_mail(waiting, waiting, to_send, services)
    except SendingPaused:
        return _LATER
    except RateLimited as busy:
        return busy.wait
    return _LATER if state is MailState.DEFERRED else None
