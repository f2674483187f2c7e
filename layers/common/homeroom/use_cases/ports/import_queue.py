"""The queue of long work: imports, sending again to everyone, and files of contacts."""

from typing import Protocol

from homeroom.domain.imports.upload import Upload


class ImportQueue(Protocol):
    def put(self, upload: Upload) -> None:
        """Ask for this upload's import to begin or to go on. Asking twice imports nothing twice."""

    def put_bulk_resend(self) -> None:
        """Ask for the bulk resend to begin or to go on. Asking twice sends nothing twice."""

    def put_export(self, export_id: str) -> None:
        """Ask for this file of contacts to be made. Asking twice makes one."""
