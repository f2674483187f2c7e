"""New addresses that wait for being proved, in the table of the invitations and their mails."""

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.accounts.address_change import AddressChange, AddressChangeLink
from homeroom.settings import Settings


class DynamoAddressChanges:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get(self, contact_id: str) -> AddressChange | None:
        """As one of a batch: whoever sends mails may read it, too."""
        return next(iter(self._table.many(AddressChange, [keys.address_change(contact_id)])), None)

    def link(self, digest: str) -> AddressChangeLink | None:
        return self._table.one(AddressChangeLink, keys.address_change_link(digest))
