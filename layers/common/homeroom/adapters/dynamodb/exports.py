"""Files of contacts that were asked for."""

from itertools import islice

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.exports.export import Export
from homeroom.settings import Settings


class DynamoExports:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.imports_table)

    def get(self, export_id: str) -> Export | None:
        return self._table.one(Export, keys.export(export_id))

    def newest(self, limit: int) -> list[Export]:
        items = self._table.query_index(
            keys.NEWEST_FIRST, "list_key = :list", {"list": keys.EXPORTS}, page=limit, backwards=True
        )
        return [from_item(Export, item) for item in islice(items, limit)]
