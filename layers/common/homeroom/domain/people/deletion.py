"""A person's information is to be deleted: a day to change one's mind, and then what is left to do."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from homeroom.domain.people.person import Person

GRACE = timedelta(days=1)
"""So long one may change one's mind."""


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """There is one from when somebody asks until all is done. `person` is None until it begins: then the contact and
    the log-in are gone, and it says how to find what else is kept. `log_in_mails` is how many emails have logged them
    in, and `address_changes` how often a change of the address was mailed about. `version` is the store's, 0 until
    stored.
    """

    contact_id: str
    asked_at: datetime
    person: Person | None = None
    log_in_mails: int = 0
    address_changes: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        """Compared as text, the longest asked comes first."""
        return f"{order_from(self.asked_at)}#{self.contact_id}"

    def begun(self, person: Person, log_in_mails: int, address_changes: int) -> "Deletion":
        return replace(self, person=person, log_in_mails=log_in_mails, address_changes=address_changes)

    @property
    def due(self) -> datetime:
        return due_at(self.asked_at)


def due_at(asked_at: datetime) -> datetime:
    """When what was asked for then is done, an hour later at most."""
    return asked_at + GRACE


def order_from(moment: datetime) -> str:
    """What comes before every deletion that was asked for at this moment or later."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
