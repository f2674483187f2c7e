"""Reading imports and what became of their rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.waiting import WaitingImport


class Imports(Protocol):
    def get(self, import_id: str) -> ImportRun | None: ...
    def notes(self, import_id: str) -> FileNotes | None:
        """What was noted of its file; None where nothing was."""

    def newest(self, limit: int) -> list[ImportRun]:
        """Newest first. From an index: may lag a moment behind."""

    def started_between(self, after: datetime, before: datetime) -> list[ImportRun]:
        """From an index, likewise; all of them."""

    def waiting(self) -> list[WaitingImport]:
        """All that wait for a Site Admin, the longest first."""

    def parts(self, import_id: str, after_row: int = 0) -> Iterator[ImportPart]:
        """In row order, those that begin after `after_row`."""
