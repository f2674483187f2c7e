"""Invitations, their address locks and links by key."""

from collections.abc import Collection

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.mail.mail import Link
from homeroom.settings import Settings


class DynamoInvitations:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get_many(self, ids: Collection[str]) -> dict[str, Invitation]:
        return {i.id: i for i in self._table.many(Invitation, map(keys.invitation, ids))}

    def locks(self, email_keys: Collection[str]) -> dict[str, AddressLock]:
        return {a.email_key: a for a in self._table.many(AddressLock, map(keys.address_lock, filter(None, email_keys)))}

    def link(self, digest: str) -> Link | None:
        return self._table.one(Link, keys.link(digest))

    def bulk_resend(self) -> BulkResend | None:
        return self._table.one(BulkResend, keys.bulk_resend())
