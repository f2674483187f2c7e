"""The invitations for which a day has come."""

from collections.abc import Iterable, Iterator
from datetime import date

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.settings import Settings


class DynamoDueInvitations:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def expiring(self, day: date) -> Iterator[str]:
        return self._on_day(keys.all_due(day))

    def to_remind(self, day: date) -> Iterator[str]:
        return self._on_day(keys.all_to_remind(day))

    def answered(self, day: date) -> Iterator[str]:
        return self._on_day(keys.all_answered(day))

    def _on_day(self, shards: Iterable[str]) -> Iterator[str]:
        for key in shards:
            for item in self._table.query_index(keys.BY_DUE_DAY, "due_key = :due", {"due": key}):
                yield item["due_sort"]["S"]
