"""Send the emails in which a campaign asks whether a contact is still right. Their links are made here.

Of each number an address gets one, ever, about all contacts that are read there: of two senders one stores the email
first, and an email of which nobody knows whether it went out is not sent again. Where the first one has waited until
the reminder is asked for, it goes alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from homeroom.domain.accounts.user import User
from homeroom.domain.families.campaign import Campaign, CampaignLink
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.address_block import StopLink
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.use_cases.mail.emails import ConfirmContactEmail
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused
from homeroom.use_cases.mail.service_mails import (
    EnoughTime,
    campaign_mail_key,
    new_service_mail,
    send_service_mail,
)
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings, today

_LATER, _SOON = timedelta(minutes=15), timedelta(seconds=1)
_BETWEEN_TWO = timedelta(hours=12)
"""At least, to one address: a run that came late has asked for both emails, or both have waited."""


@dataclass(frozen=True)
class _Reader:
    """Whoever reads at an address, and their contacts that the campaign awaits, one at least."""

    user: User
    contacts: Sequence[ParentContact]


def send_confirm_contacts(
    campaign_id: str,
    number: int,
    contact_ids: Sequence[str],
    services: Services,
    enough_time: EnoughTime = lambda: True,
) -> None:
    """Does nothing once the campaign is over, nor for those who have confirmed, or want no emails. What the mail
    service does not take now goes out later, by another message.
    """
    deferred = []
    for position, contact_id in enumerate(contact_ids):
        campaign = services.campaigns.get(campaign_id)
        if campaign is None or not campaign.is_running_on(today(services)):
            return
        try:
            if not enough_time():
                raise RateLimited(_SOON)
            if _send(campaign, number, contact_id, services) is MailState.DEFERRED:
                deferred.append(contact_id)
        except SendingPaused:
            deferred += contact_ids[position:]
            break
        except RateLimited as busy:
            services.queue.put_confirm_contacts(campaign_id, number, contact_ids[position:], busy.wait)
            break
    if deferred:
        services.queue.put_confirm_contacts(campaign_id, number, deferred, _LATER)


def _send(campaign: Campaign, number: int, contact_id: str, services: Services) -> MailState | None:
    """None where nobody is to get an email. Raises SendingPaused or RateLimited."""
    reader = _reader(campaign, contact_id, services)
    if reader is None:
        return None
    first, key = (campaign_mail_key(campaign.id, reader.user.email_key, one) for one in (1, number))
    mails = services.mails.get_many({first, key})
    if not _has_gone(mails.get(first)):
        key = first
    elif key != first and services.clock() - mails[first].called_at < _BETWEEN_TWO:
        return None
    before = mails.get(key)
    if before and _has_gone(before):
        return before.state
    mail = replace(before or new_service_mail(key, services.clock()), email=reader.user.email)
    to_send, *links = _written(mail, campaign, reader, services)
    return send_service_mail(before, mail, to_send, services, *links)


def _has_gone(mail: Mail | None) -> bool:
    """Or perhaps has."""
    return mail is not None and not mail.waits


def _reader(campaign: Campaign, contact_id: str, services: Services) -> _Reader | None:
    """As they are now: an address may be another's, or blocked, since the campaign has begun."""
    contact = services.roster.contacts([contact_id]).get(contact_id)
    user = services.access.user(contact.user_key) if contact and contact.user_key else None
    if user is None or contact_id not in user.contact_ids or services.address_blocks.get_many([user.email_key]):
        return None
    contacts = services.roster.contacts(user.contact_ids).values()
    awaited = [one for one in contacts if campaign.awaits(one) and one.deletion_asked_at is None]
    return _Reader(user, awaited) if contact in awaited else None


def _written(
    mail: Mail, campaign: Campaign, reader: _Reader, services: Services
) -> tuple[OutgoingMail, Change, Change]:
    """With the links that it leads to."""
    token, stop_token, settings, now = new_token(), new_token(), site_settings(services), services.clock()
    stop = f"{services.site_url}/u/{stop_token}"
    address = services.address_blocks.digest(reader.user.email_key)
    link = CampaignLink(
        digest=digest(token),
        campaign_id=campaign.id,
        contact_id=reader.contacts[0].id,
        reader=address,
        made_at=now,
    )
    email = ConfirmContactEmail(
        school=settings.school_name,
        names=[contact.details.name for contact in reader.contacts],
        reply_to=settings.reply_to,
        link=f"{services.site_url}/still-right/{token}",
        ends=campaign.plan.ends,
        again=mail.send_number > 1,
        stop=stop,
    )
    to_send = outgoing(email, reader.user.email, mail.identity, settings, services, stop)
    stop_link = StopLink(digest=digest(stop_token), address=address, sent_at=now)
    return to_send, Change.new(link), Change.new(stop_link)
