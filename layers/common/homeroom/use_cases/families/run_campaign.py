"""The scheduled run of a campaign: it begins on its day, and goes on where the run before has stopped.

First every contact that it is about is marked; who is marked is not marked again. Then the emails are queued, in the
order of the contacts' ids, and later those of the reminder. Where a run dies in between, some are queued twice: whoever
sends them sends each once.
"""

from collections.abc import Sequence
from functools import partial

from homeroom.domain.audit.audit_entry import AuditAction, Nameless, Origin
from homeroom.domain.families.campaign import Campaign
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.campaign_scope import Addressee, addressees, is_due
from homeroom.use_cases.families.campaigns import close_campaign, current_campaign
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.change_year import SCHEDULED_RUN
from homeroom.use_cases.site.site_settings import site_settings, today

_MOST = 5_000
"""Contacts that one run marks, and for which it queues emails: it has an end, and the next one comes within the hour.
"""
_IN_A_SAVE = 40
"""Each is two items, and one transaction takes 100."""
_IN_A_PORTION = 100


def run_campaign(services: Services) -> int:
    """For how many contacts emails were queued."""
    retry_on_conflict(lambda: close_campaign(services))
    campaign = current_campaign(services)
    if campaign is None or not campaign.is_running_on(today(services)):
        return 0
    if campaign.all_asked_at is None and _ask_everybody(campaign, services):
        retry_on_conflict(lambda: _all_asked(campaign.id, services))
    queued = 0
    while queued < _MOST and (some := retry_on_conflict(lambda: _queue_some(campaign.id, services))):
        queued += some
    return queued


def _ask_everybody(campaign: Campaign, services: Services) -> bool:
    """Whether nobody is left. One about all homerooms is about those of the school year that is current by now."""
    asked = 0
    year = campaign.year if campaign.plan.homerooms else site_settings(services).school_year
    for some in addressees(campaign.plan, year, services):
        new = [one for one in some if not campaign.has_asked(one.contact)]
        for start in range(0, len(new), _IN_A_SAVE):
            portion = new[start : start + _IN_A_SAVE]
            if asked >= _MOST or not retry_on_conflict(partial(_ask, campaign.id, portion, services)):
                return False
            asked += len(portion)
    return True


def _ask(campaign_id: str, portion: Sequence[Addressee], services: Services) -> bool:
    """Whether the campaign still runs. Contacts are as they are now: somebody may have confirmed meanwhile."""
    campaign, settings, now = services.campaigns.get(campaign_id), site_settings(services), services.clock()
    if campaign is None or not campaign.is_running_on(settings.day_of(now)):
        return False
    contacts = services.roster.contacts([one.contact.id for one in portion])
    reached = {one.contact.id: one.reached for one in portion}
    changes = [
        Change(contact, contact.asked(campaign.id, now, reached=reached[contact.id] and bool(contact.user_key)))
        for contact in contacts.values()
        if is_due(contact, campaign.plan, settings) and not campaign.has_asked(contact)
    ]
    if changes:
        services.store.save(*changes, Change.unchanged(campaign))
    return True


def _all_asked(campaign_id: str, services: Services) -> None:
    campaign = services.campaigns.get(campaign_id)
    if campaign and campaign.all_asked_at is None and campaign.is_running_on(today(services)):
        origin = Origin(Nameless.SCHEDULE, SCHEDULED_RUN)
        asked = Change(campaign, campaign.with_all_asked(services.clock()))
        services.store.save(asked, recorded(AuditAction.CAMPAIGN_BEGUN, origin, services))


def _queue_some(campaign_id: str, services: Services) -> int:
    """For how many contacts; 0 when nothing is left to do today. Queued first: what dies before it is noted is queued
    again.
    """
    campaign = services.campaigns.get(campaign_id)
    number = campaign.mailing_on(today(services)) if campaign else None
    if campaign is None or number is None:
        return 0
    ids = services.campaigns.awaited(campaign.id, _IN_A_PORTION, campaign.mailed_through)
    if ids:
        services.queue.put_confirm_contacts(campaign.id, number, ids)
    is_last = len(ids) < _IN_A_PORTION
    services.store.save(Change(campaign, campaign.with_all_mailed() if is_last else campaign.mailed_up_to(ids[-1])))
    return len(ids)
