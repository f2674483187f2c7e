"""The people who read an invitation: one, or several who share the address."""

from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.kernel.text import full_name

MOST_READERS = 6
"""Of one address: an email with a button for each of them must stay one that a person reads."""


@dataclass(frozen=True, kw_only=True)
class KnownParent:
    """What the inviter wrote about the parent besides the address. The form begins with it, and the parent corrects it;
    the relationship is said beside its question, and asked.
    """

    first_name: str = ""
    last_name: str = ""
    relationship: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def called(self) -> str:
        """How to tell them from others: by the first name, or the only one that is known."""
        return self.first_name or self.last_name


NOTHING_KNOWN = KnownParent()


@dataclass(frozen=True, kw_only=True)
class ReaderAnswer:
    """One of an invitation's readers has saved the form: their contact, and the form session that may go on to correct
    it. `reader` is their number. Without a contact they have said that this is not their child.
    """

    reader: int
    contact_id: str
    session: str
    at: datetime
