"""Addresses to which nothing is sent, and the links that block one."""

from collections.abc import Collection

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.mail.address_block import AddressBlock, StopLink
from homeroom.settings import Settings


class DynamoAddressBlocks:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get_many(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        return {b.email_key: b for b in self._table.many(AddressBlock, map(keys.address_block, email_keys))}

    def stop_link(self, digest: str) -> StopLink | None:
        return self._table.one(StopLink, keys.stop_link(digest))
