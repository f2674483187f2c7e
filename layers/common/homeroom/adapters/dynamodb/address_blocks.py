"""Addresses to which nothing is sent, and the links that block one."""

from collections.abc import Collection

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.mail.address_block import AddressBlock, StopLink
from homeroom.settings import Settings
from homeroom.use_cases.ports.code_key import CodeKey

_PURPOSE = "address"
"""Of the keyed digests: no other digest of this key is one of these."""


class DynamoAddressBlocks:
    """The key is read with the first address that is asked about, and kept."""

    def __init__(self, aws: Aws, settings: Settings, code_key: CodeKey) -> None:
        self._table = Reader(aws, settings.invitations_table)
        self._code_key = code_key

    def digest(self, email_key: str) -> str:
        return self._code_key.digest(_PURPOSE, email_key)

    def by_digest(self, address: str) -> AddressBlock | None:
        """As one of a batch: whoever reads invitations may read it, too."""
        return next(iter(self._table.many(AddressBlock, [keys.address_block(address)])), None)

    def get_many(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        of = {self.digest(email_key): email_key for email_key in email_keys if email_key}
        return {of[b.address]: b for b in self._table.many(AddressBlock, map(keys.address_block, of))}

    def stop_link(self, digest: str) -> StopLink | None:
        return self._table.one(StopLink, keys.stop_link(digest))
