"""How far the yearly campaign is, for the front page."""

from dataclasses import dataclass
from datetime import date

from homeroom.domain.families.campaign import CampaignCounts, CampaignState
from homeroom.use_cases.families.campaigns import campaign_counts, current_campaign
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import today


@dataclass(frozen=True, repr=False)
class AskedAgain:
    """A campaign, once a year: whether contacts are still right. Before its day `begins` nobody is asked, and nobody
    else is once `all_asked`.
    """

    url: str
    counts: CampaignCounts
    begins: date
    ends: date
    is_planned: bool
    all_asked: bool


def show_asked_again(services: Services) -> AskedAgain | None:
    """None while no campaign is planned or runs."""
    campaign = current_campaign(services)
    if campaign is None:
        return None
    counts, plan = campaign_counts(campaign, services), campaign.plan
    is_planned = campaign.state_on(today(services)) is CampaignState.PLANNED
    all_asked = campaign.all_asked_at is not None
    return AskedAgain(f"/campaigns/{campaign.id}", counts, plan.begins, plan.ends, is_planned, all_asked)
