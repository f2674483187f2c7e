"""Reading campaigns, and which contacts they have asked."""

from collections.abc import Sequence
from typing import Protocol

from homeroom.domain.families.campaign import Campaign, CampaignCounts, CampaignLink


class Campaigns(Protocol):
    """Always in its newest state."""

    def get(self, campaign_id: str) -> Campaign | None: ...
    def newest(self, limit: int) -> list[Campaign]:
        """Newest first."""

    def counts(self, campaign_id: str) -> CampaignCounts:
        """Always exact, as long as no later campaign has begun: a contact is counted with the newest that asked it."""

    def awaited(self, campaign_id: str, limit: int, after: str = "", *, reached: bool = True) -> Sequence[str]:
        """Ids, in their order, of contacts that this campaign has asked and that have not confirmed since; or of those
        that nobody could write to. Only ids behind `after`.
        """

    def link(self, digest: str) -> CampaignLink | None: ...
