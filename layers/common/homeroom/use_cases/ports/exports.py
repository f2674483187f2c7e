"""Reading which files of contacts were asked for."""

from typing import Protocol

from homeroom.domain.exports.changes_taken import ChangesTaken
from homeroom.domain.exports.export import Export


class Exports(Protocol):
    def get(self, export_id: str) -> Export | None:
        """Always in its newest state."""

    def changes_taken(self) -> ChangesTaken | None:
        """None where nobody has fetched a file of changes yet."""

    def newest(self, limit: int) -> list[Export]:
        """Newest first. From an index: may lag a moment behind."""
