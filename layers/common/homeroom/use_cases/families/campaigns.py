"""Campaigns: a Site Admin plans one, sees how it goes and ends it; parents confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.campaign import (
    Campaign,
    CampaignCounts,
    CampaignPlan,
    CampaignProblem,
    CampaignRefused,
    next_campaign_id,
)
from homeroom.domain.families.edition import ChangedElsewhere, shown_edition
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.campaign_scope import check_homerooms, count_addressees
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings, today

_PRESSED_AGAIN = timedelta(minutes=1)
_MOST_SHOWN = 100


@dataclass(frozen=True)
class PastCampaign:
    campaign: Campaign
    counts: CampaignCounts


def expected_counts(plan: CampaignPlan, services: Services) -> CampaignCounts:
    """How many it would ask if it began now, none of whom has confirmed yet. Nothing is done. Raises CampaignRefused
    for whatever `plan_campaign` does.
    """
    settings = site_settings(services)
    plan.check(settings.day_of(services.clock()))
    check_homerooms(plan, settings.school_year, services)
    if current_campaign(services):
        raise CampaignRefused(message(CampaignProblem.ANOTHER_ONE))
    counts = count_addressees(plan, settings.school_year, services)
    if not counts.asked:
        raise CampaignRefused(message(CampaignProblem.NO_RECIPIENTS))
    return counts


def plan_campaign(plan: CampaignPlan, by: By, services: Services) -> Campaign:
    """Of the current school year; the scheduled run begins it on its day. Raises CampaignRefused."""
    expected_counts(plan, services)
    return retry_on_conflict(lambda: _plan(plan, by, services))


def _plan(plan: CampaignPlan, by: By, services: Services) -> Campaign:
    """What the former one has counted is kept before this one asks anybody. Of two at once one meets a Conflict, as
    both would get the same id.
    """
    former, settings = _newest(services), site_settings(services)
    if former and not former.is_over_on(settings.day_of(services.clock())):
        raise CampaignRefused(message(CampaignProblem.ANOTHER_ONE))
    campaign = Campaign(
        id=next_campaign_id(former),
        year=settings.school_year,
        plan=plan,
        made_by=by.user.id,
        made_at=services.clock(),
    )
    kept = [Change(former, _closed(former, services))] if former else []
    services.store.save(*kept, Change.new(campaign), recorded(AuditAction.CAMPAIGN_PLANNED, by, services))
    return campaign


def current_campaign(services: Services) -> Campaign | None:
    """The one that is planned or runs; there is one at most."""
    newest = _newest(services)
    return newest if newest and not newest.is_over_on(today(services)) else None


def past_campaigns(services: Services, limit: int = 20) -> Sequence[PastCampaign]:
    """Those that are over, the newest first."""
    day = today(services)
    over = [campaign for campaign in services.campaigns.newest(limit + 1) if campaign.is_over_on(day)]
    return [PastCampaign(campaign, campaign_counts(campaign, services)) for campaign in over[:limit]]


def campaign_counts(campaign: Campaign, services: Services) -> CampaignCounts:
    """Exact. All zero before its first day: `expected_counts` says whom it would ask."""
    return campaign.final or services.campaigns.counts(campaign.id)


def find_campaign(campaign_id: str, services: Services) -> Campaign:
    """Raises NotFound."""
    campaign = services.campaigns.get(campaign_id)
    if campaign is None:
        raise NotFound
    return campaign


def not_confirmed(
    campaign: Campaign, services: Services, after: str = "", limit: int = _MOST_SHOWN, *, reached: bool = True
) -> Sequence[ParentContact]:
    """Contacts from whom it has no answer, or those that nobody could write to; by their ids, those behind `after`."""
    ids = services.campaigns.awaited(campaign.id, limit, after, reached=reached)
    return list(services.roster.contacts(ids).values())


def end_campaign(campaign_id: str, by: By, services: Services) -> Campaign:
    """Nothing goes out any more. One that is over stays as it is. What it has counted is kept later: whoever confirms
    at this very moment still counts. Raises NotFound.
    """
    return retry_on_conflict(lambda: _end(campaign_id, by, services))


def _end(campaign_id: str, by: By, services: Services) -> Campaign:
    campaign = find_campaign(campaign_id, services)
    if campaign.is_over_on(today(services)):
        return campaign
    ended = campaign.ended(by.user.id, services.clock())
    services.store.save(Change(campaign, ended), recorded(AuditAction.CAMPAIGN_ENDED, by, services))
    return ended


def close_campaign(services: Services) -> None:
    """It is over: what it has counted is kept. Once."""
    campaign = _newest(services)
    if campaign and campaign.final is None and campaign.is_over_on(today(services)):
        services.store.save(Change(campaign, _closed(campaign, services)))


def _closed(campaign: Campaign, services: Services) -> Campaign:
    return campaign if campaign.final else campaign.closed(services.campaigns.counts(campaign.id))


def _newest(services: Services) -> Campaign | None:
    return next(iter(services.campaigns.newest(1)), None)


def asking(contact: ParentContact, services: Services) -> Campaign | None:
    """The campaign that runs and awaits an answer from this contact."""
    if not contact.awaits_confirmation:
        return None
    campaign = current_campaign(services)
    return campaign if campaign and campaign.is_running_on(today(services)) and campaign.awaits(contact) else None


def confirm_contact(by: By, services: Services, shown: str | None = None) -> None:
    """Nothing has changed, says the parent: the store counts it where a campaign awaits it. Pressed again it is said
    once. `shown`: the `shown_edition` of the contact that they have looked at. Raises ChangedElsewhere where it has
    become another one since, and NotFound for somebody who is no parent.
    """
    retry_on_conflict(lambda: _confirm(by, services, shown))


def _confirm(by: By, services: Services, shown: str | None) -> None:
    contact, now = my_information(by.user, services).contact, services.clock()
    if shown not in (None, shown_edition(contact)):
        raise ChangedElsewhere(contact, contact)
    just_said = contact.confirmed_at is not None and now - contact.confirmed_at < _PRESSED_AGAIN
    if just_said and not contact.awaits_confirmation:
        return
    about = About(student_ids=tuple(contact.students))
    changes = [Change(contact, contact.confirmed(now))]
    services.store.save(*changes, recorded(AuditAction.INFORMATION_CONFIRMED, by, services, about, changes))
