"""Invitations, their mails and links."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from homeroom.adapters.aws import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.address_block import AddressBlock, StopLink
from homeroom.domain.invitation import AddressLock, Invitation
from homeroom.domain.mail import Link, Mail
from homeroom.settings import Settings


class DynamoInvitations:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get_many(self, ids: Collection[str]) -> dict[str, Invitation]:
        return {i.id: i for i in self._table.many(Invitation, map(keys.invitation, ids))}

    def locks(self, email_keys: Collection[str]) -> dict[str, AddressLock]:
        return {a.email_key: a for a in self._table.many(AddressLock, map(keys.address_lock, email_keys))}

    def blocks(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        return {b.email_key: b for b in self._table.many(AddressBlock, map(keys.address_block, email_keys))}

    def mail(self, invitation_id: str, generation: int) -> Mail | None:
        return self._table.one(Mail, keys.mail(invitation_id, generation))

    def mails(self, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mail]:
        found = self._table.many(Mail, (keys.mail(*which) for which in wanted))
        return {(m.invitation_id, m.generation): m for m in found}

    def link(self, digest: str) -> Link | None:
        return self._table.one(Link, keys.link(digest))

    def stop_link(self, digest: str) -> StopLink | None:
        return self._table.one(StopLink, keys.stop_link(digest))

    def due(self, day: date) -> Iterator[str]:
        return self._on_day(keys.all_due(day))

    def to_remind(self, day: date) -> Iterator[str]:
        return self._on_day(keys.all_to_remind(day))

    def answered(self, day: date) -> Iterator[str]:
        return self._on_day(keys.all_answered(day))

    def _on_day(self, shards: Iterable[str]) -> Iterator[str]:
        for key in shards:
            for item in self._table.query_index(keys.BY_DUE_DAY, "due_key = :due", {"due": key}):
                yield item["due_sort"]["S"]
