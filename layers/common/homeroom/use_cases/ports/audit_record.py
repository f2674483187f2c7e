"""Reading who did what."""

from typing import Protocol

from homeroom.domain.audit.audit_entry import AuditEntry


class AuditRecord(Protocol):
    """Always the newest state. Entries that have ended may still be among them."""

    def newest(self, *, person: str = "", student_id: str = "", before: str = "", limit: int) -> list[AuditEntry]:
        """The newest first: those about a student where one is given, else a person's, else all; only those whose order
        is less than `before` where it is given. `person` is a user's id or a Nameless.
        """
