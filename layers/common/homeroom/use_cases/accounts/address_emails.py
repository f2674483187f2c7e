"""The emails that a new address takes: one to it, so that it is proved, and one to the former address afterwards."""

from datetime import datetime

from homeroom.domain.accounts.address_change import first_change
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Mail, MailKey, MailState
from homeroom.use_cases.ports.services import Services


def email_wanted(contact_id: str, services: Services) -> Change:
    """One more email to the new address, to be stored together with the contact: older links are dead."""
    standing, now = services.address_changes.get(contact_id), services.clock()
    return Change(standing, standing.asked_again(now) if standing else first_change(contact_id, now))


def ask_for_email(contact_id: str, services: Services) -> None:
    """Once that is stored. Asked for again, it is not sent a second time."""
    change = services.address_changes.get(contact_id)
    if change and not change.link:
        services.queue.put_new_address(contact_id, change.number)


def new_address_key(contact_id: str, number: int) -> MailKey:
    """Of the email to the new address."""
    return f"new-address-{contact_id}", number


def told_key(contact_id: str, number: int) -> MailKey:
    """Of the email to the former address."""
    return f"address-changed-{contact_id}", number


def to_be_told(contact_id: str, number: int, former: str, now: datetime) -> Mail:
    """The email to the former address, to be stored with the change: nothing else remembers that address. No scheduled
    run looks after it.
    """
    key, sent_as = told_key(contact_id, number)
    return Mail(invitation_id=key, send_number=sent_as, state=MailState.QUEUED, called_at=now, email=former)
