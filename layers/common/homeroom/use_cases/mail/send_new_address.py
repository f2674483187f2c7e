"""Send the email that lets a parent confirm a new address. Its link is made here, and stands nowhere else in clear."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.accounts.address_change import LASTS, AddressChange, AddressChangeLink
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.mail import MailState
from homeroom.use_cases.accounts.address_emails import new_address_key
from homeroom.use_cases.mail.account_emails import NewAddressEmail
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused
from homeroom.use_cases.mail.service_mails import EnoughTime, new_service_mail, send_service_mail
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_A_MINUTE, _SOON = timedelta(minutes=1), timedelta(seconds=1)


def send_new_address(contact_id: str, number: int, services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """Does nothing once a newer one was asked for, or none is wanted any more; nor for an address that is blocked, for
    whatever reason: whoever has typed it has not shown that it is theirs. What the mail service does not take now goes
    out later, by another message, as long as it is of use.
    """
    asked = services.address_changes.get(contact_id)  # read first: with an address that is typed later, it is another
    contact = services.roster.contacts([contact_id]).get(contact_id)
    if asked is None or contact is None or not contact.new_email or not asked.may_be_made(number, services.clock()):
        return
    if services.address_blocks.get_many([email_key(contact.new_email)]):
        return
    wait = _send_or_wait(asked, contact, services) if enough_time() else _SOON
    if wait:
        services.queue.put_new_address(contact_id, number, wait)


def _send_or_wait(asked: AddressChange, contact: ParentContact, services: Services) -> timedelta | None:
    """None when nothing is left to do."""
    try:
        state = _send(asked, contact, services)
    except SendingPaused:
        return _A_MINUTE
    except RateLimited as busy:
        return busy.wait
    return _A_MINUTE if state is MailState.DEFERRED else None


def _send(asked: AddressChange, contact: ParentContact, services: Services) -> MailState:
    """Raises SendingPaused or RateLimited."""
    key = new_address_key(contact.id, asked.number)
    before = services.mails.get_many([key]).get(key)
    if before and not before.waits:
        return before.state  # it was sent, or perhaps: whoever has not got it asks for another one
    now, token = services.clock(), new_token()
    mail = replace(before or new_service_mail(key, now), email=contact.new_email)
    made = asked.made(digest(token), now)
    link = AddressChangeLink(digest=made.link, contact_id=contact.id, made_at=now)
    settings = site_settings(services)
    email = NewAddressEmail(
        school=settings.school_name,
        names=[contact.details.called],
        reply_to=settings.reply_to,
        old=contact.details.email,
        link=f"{services.site_url}/confirm-address/{token}",
        days=LASTS.days,
    )
    to_send = outgoing(email, contact.new_email, mail.identity, settings, services)
    return send_service_mail(before, mail, to_send, services, Change(asked, made), Change.new(link))
