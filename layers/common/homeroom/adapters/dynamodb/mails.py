"""Mails, by key and by how long they wait."""

from collections.abc import Collection, Iterator
from datetime import datetime

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.codec import moment_text
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.mail.mail import Mail
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.settings import Settings


class DynamoMails:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get(self, invitation_id: str, send_number: int) -> Mail | None:
        return self._table.one(Mail, keys.mail(invitation_id, send_number))

    def get_many(self, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mail]:
        mails = self._table.many(Mail, (keys.mail(*which) for which in wanted))
        return {(m.invitation_id, m.send_number): m for m in mails}

    def waiting(self) -> Iterator[tuple[str, int]]:
        for item in self._table.query_index(keys.BY_DUE_DAY, "due_key = :key", {"key": keys.MAILS_WAITING}):
            yield keys.mail_in_order(item["due_sort"]["S"])

    def unconfirmed_before(self, before: datetime) -> Iterator[tuple[str, int]]:
        items = self._table.query_index(
            keys.BY_DUE_DAY,
            "due_key = :key AND due_sort < :before",
            {"key": keys.MAILS_UNCONFIRMED, "before": moment_text(before)},
        )
        for item in items:
            yield keys.mail_in_order(item["due_sort"]["S"])

    def rate_limiter(self) -> RateLimiter | None:
        """As one of a batch: whoever reads invitations may read it, too."""
        return next(iter(self._table.many(RateLimiter, [keys.rate_limiter()])), None)
