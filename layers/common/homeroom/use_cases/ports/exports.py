"""Reading which files of contacts were asked for."""

from typing import Protocol

from homeroom.domain.exports.export import Export


class Exports(Protocol):
    def get(self, export_id: str) -> Export | None:
        """Always in its newest state."""

    def newest(self, limit: int) -> list[Export]:
        """Newest first. From an index: may lag a moment behind."""
