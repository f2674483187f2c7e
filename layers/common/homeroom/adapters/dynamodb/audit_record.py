"""The record of who did what."""

from itertools import islice

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.settings import Settings


class DynamoAuditRecord:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.audit_table)

    def newest(self, *, person: str = "", student_id: str = "", before: str = "", limit: int) -> list[AuditEntry]:
        condition, values = "pk = :list", {"list": _list(person, student_id)}
        if before:
            condition, values = f"{condition} AND sk < :before", {**values, "before": before}
        items = self._table.query(condition, values, page=limit, backwards=True)
        return [from_item(AuditEntry, item) for item in islice(items, limit)]


def _list(person: str, student_id: str) -> str:
    if student_id:
        return keys.audit_of_student(student_id)
    return keys.audit_of_person(person) if person else keys.AUDIT
