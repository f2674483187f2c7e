"""Imports and what became of their rows."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.codec import decode, moment_text
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.settings import Settings


class DynamoImports:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.imports_table)

    def get(self, import_id: str) -> ImportRun | None:
        return self._table.one(ImportRun, keys.import_run(import_id))

    def notes(self, import_id: str) -> FileNotes | None:
        return self._table.one(FileNotes, keys.file_notes(import_id))

    def newest(self, limit: int) -> list[ImportRun]:
        items = self._table.query_index(
            keys.NEWEST_FIRST, "list_key = :list", {"list": keys.IMPORTS}, page=limit, backwards=True
        )
        return [from_item(ImportRun, item) for item in islice(items, limit)]

    def started_between(self, after: datetime, before: datetime) -> list[ImportRun]:
        items = self._table.query_index(
            keys.NEWEST_FIRST,
            "list_key = :list AND started_at BETWEEN :after AND :before",
            {"list": keys.IMPORTS, "after": moment_text(after), "before": moment_text(before)},
        )
        return [from_item(ImportRun, item) for item in items]

    def waiting(self) -> list[WaitingImport]:
        items = self._table.query("pk = :waiting", {"waiting": keys.WAITING})
        return [decode(WaitingImport, item) for item in items]

    def parts(self, import_id: str, after_row: int = 0) -> Iterator[ImportPart]:
        first = keys.import_part(import_id, after_row + 1)
        last = keys.import_part(import_id, keys.LAST_ROW)
        items = self._table.query(
            "pk = :import AND sk BETWEEN :first AND :last",
            {"import": first["pk"], "first": first["sk"], "last": last["sk"]},
        )
        return (from_item(ImportPart, item) for item in items)
