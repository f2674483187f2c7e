"""Campaigns in the table of the contacts that they ask; their links, with the emails, in that of the invitations."""

from collections.abc import Sequence
from itertools import islice

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.families.campaign import Campaign, CampaignCounts, CampaignLink
from homeroom.settings import Settings


class DynamoCampaigns:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.roster_table)
        self._links = Reader(aws, settings.invitations_table)

    def get(self, campaign_id: str) -> Campaign | None:
        """As one of a batch: whoever sends mails may read it, too."""
        return next(iter(self._table.many(Campaign, [keys.campaign(campaign_id)])), None)

    def newest(self, limit: int) -> list[Campaign]:
        items = self._table.query("pk = :campaigns", {"campaigns": keys.CAMPAIGNS}, page=limit, backwards=True)
        return [from_item(Campaign, item) for item in islice(items, limit)]

    def counts(self, campaign_id: str) -> CampaignCounts:
        for item in self._table.items([keys.campaign_counts(campaign_id)]):
            return CampaignCounts(**{name: int(value["N"]) for name, value in item.items() if "N" in value})
        return CampaignCounts()

    def awaited(self, campaign_id: str, limit: int, after: str = "", *, reached: bool = True) -> Sequence[str]:
        values = {"awaited": keys.awaited(campaign_id, reached=reached), "after": after or " "}
        items = self._table.query("pk = :awaited AND sk > :after", values, page=limit)
        return [item["sk"]["S"] for item in islice(items, limit)]

    def link(self, digest: str) -> CampaignLink | None:
        return self._links.one(CampaignLink, keys.campaign_link(digest))
