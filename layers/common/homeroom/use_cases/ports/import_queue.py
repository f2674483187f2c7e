"""The queue of long work: imports, and sending again to everyone."""

from typing import Protocol

from homeroom.domain.imports.upload import Upload


class ImportQueue(Protocol):
    def put(self, upload: Upload) -> None:
        """Ask for this upload's import to begin or to go on. Asking twice imports nothing twice."""

    def put_bulk_resend(self) -> None:
        """Ask for the bulk resend to begin or to go on. Asking twice sends nothing twice."""
