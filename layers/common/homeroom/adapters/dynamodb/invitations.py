"""Invitations, their mails and links."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from homeroom.adapters.aws import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.codec import moment_text
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.invitation import AddressLock, Invitation
from homeroom.domain.lane import Lane
from homeroom.domain.mail import AddressBlock, Link, Mail
from homeroom.settings import Settings


class DynamoInvitations:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get_many(self, ids: Collection[str]) -> dict[str, Invitation]:
        return {i.id: i for i in self._table.many(Invitation, map(keys.invitation, ids))}

    def locks(self, email_keys: Collection[str]) -> dict[str, AddressLock]:
        return {a.email_key: a for a in self._table.many(AddressLock, map(keys.address_lock, email_keys))}

    def mail(self, invitation_id: str, generation: int) -> Mail | None:
        return self._table.one(Mail, keys.mail(invitation_id, generation))

    def mails(self, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mail]:
        found = self._table.many(Mail, (keys.mail(*which) for which in wanted))
        return {(m.invitation_id, m.generation): m for m in found}

    def link(self, digest: str) -> Link | None:
        return self._table.one(Link, keys.link(digest))

    def due(self, day: date) -> Iterator[str]:
        for key in keys.all_due(day):
            for item in self._table.query_index(keys.BY_DUE_DAY, "due_key = :due", {"due": key}):
                yield item["due_sort"]["S"]

    def blocks(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        return {a.email_key: a for a in self._table.many(AddressBlock, map(keys.address_block, email_keys))}

    def waiting(self) -> Iterator[tuple[str, int]]:
        for item in self._table.query_index(keys.BY_DUE_DAY, "due_key = :key", {"key": keys.MAILS_WAITING}):
            yield keys.mail_in_order(item["due_sort"]["S"])

    def handed_over_perhaps(self, before: datetime) -> Iterator[tuple[str, int]]:
        found = self._table.query_index(
            keys.BY_DUE_DAY,
            "due_key = :key AND due_sort < :before",
            {"key": keys.MAILS_HANDED_OVER_PERHAPS, "before": moment_text(before)},
        )
        for item in found:
            yield keys.mail_in_order(item["due_sort"]["S"])

    def lane(self) -> Lane | None:
        """As one of a batch: whoever reads invitations may read it, too."""
        return next(iter(self._table.many(Lane, [keys.lane()])), None)
