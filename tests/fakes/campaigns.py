"""What reads campaigns from the store."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.families.campaign import Campaign, CampaignCounts, CampaignLink
from homeroom.domain.families.parent_contact import ParentContact
from tests.fakes.store import FakeStore, campaign_counts_of


@dataclass
class FakeCampaigns:
    store: FakeStore

    def get(self, campaign_id: str) -> Campaign | None:
        return self.store.one(Campaign, campaign_id)

    def newest(self, limit: int) -> list[Campaign]:
        return sorted(self.store.all(Campaign), key=lambda campaign: campaign.id, reverse=True)[:limit]

    def counts(self, campaign_id: str) -> CampaignCounts:
        counted = (campaign_counts_of(contact) for contact in self.store.all(ParentContact))
        own = [counts for of, counts in counted if of == campaign_id]
        return CampaignCounts(
            asked=sum(one.asked for one in own),
            confirmed=sum(one.confirmed for one in own),
            not_reachable=sum(one.not_reachable for one in own),
        )

    def awaited(self, campaign_id: str, limit: int, after: str = "", *, reached: bool = True) -> Sequence[str]:
        contacts = [c for c in self.store.all(ParentContact) if c.id > after and c.awaits_confirmation]
        asked = [(c.id, c.asked_to_confirm) for c in contacts]
        return sorted(i for i, a in asked if a and (a.campaign_id, a.reached) == (campaign_id, reached))[:limit]

    def link(self, digest: str) -> CampaignLink | None:
        return self.store.one(CampaignLink, digest)
