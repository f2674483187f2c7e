"""What fills the pages of campaigns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from homeroom.domain.families.campaign import Campaign, CampaignCounts, CampaignState
from homeroom.domain.kernel.message import Message


@dataclass(frozen=True, kw_only=True, repr=False)
class CampaignLine:
    """`homerooms` is empty for all of them. `since` is the day since which its contacts were not confirmed, `share` how
    many of those that were asked have confirmed, in percent. `made_by` is a name. `all_asked`: nobody else will be.
    `ended_at`: somebody ended it before its last day.
    """

    url: str
    state: CampaignState
    begins: date
    ends: date
    since: date
    homerooms: Sequence[str]
    asked: int
    confirmed: int
    not_reachable: int
    share: float
    made_by: str
    all_asked: bool = True
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class CampaignForm:
    """`homerooms`: the name of the field and the code of each. With `recipients`, what was typed has been counted, and
    would begin on the day `begins`.
    """

    homerooms: Sequence[tuple[str, str]]
    recipients: CampaignCounts | None = None
    begins: date | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class CampaignsPage:
    """`current` is planned or running. `form` is None where nothing can be planned beside it."""

    template: ClassVar[str] = "families/campaigns.html"
    current: CampaignLine | None
    past: Sequence[CampaignLine]
    form: CampaignForm | None
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    notice: Message | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class AskedStudent:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True, repr=False)
class WaitingContact:
    """Who was asked and has not confirmed."""

    name: str
    asked_at: datetime
    students: Sequence[AskedStudent]


@dataclass(frozen=True, kw_only=True, repr=False)
class CampaignPage:
    """`waiting` are those who have not confirmed or, where `unreached`, could not be asked. `first_url` is empty on
    their first page, `next_url` on the last.
    """

    template: ClassVar[str] = "families/campaign.html"
    campaign: CampaignLine
    waiting: Sequence[WaitingContact]
    unreached: bool
    first_url: str
    next_url: str
    notice: Message | None = None


def campaign_url(campaign_id: str) -> str:
    return f"/campaigns/{campaign_id}"


def campaign_line(campaign: Campaign, counts: CampaignCounts, made_by: str, today: date) -> CampaignLine:
    plan = campaign.plan
    return CampaignLine(
        url=campaign_url(campaign.id),
        state=campaign.state_on(today),
        begins=plan.begins,
        ends=plan.ends,
        since=plan.not_confirmed_since,
        homerooms=plan.homerooms,
        asked=counts.asked,
        confirmed=counts.confirmed,
        not_reachable=counts.not_reachable,
        share=counts.percent_confirmed,
        made_by=made_by,
        all_asked=campaign.all_asked_at is not None,
        ended_at=campaign.ended_at,
    )
