"""Whoever changes a contact, its change log says so: it is written in the same `save`, by the store that all use."""

from collections.abc import Collection, Sequence
from datetime import datetime

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import AuditEntry, Nameless, Origin
from homeroom.domain.families.contact_facts import facts_of
from homeroom.domain.families.contact_log import Author, ContactLog, Occasion, logged
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.roster import Roster
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.store import Store

_ITEMS_OF_A_LOG = 3
"""At most: the log, where it stands in the list of all by time, and where it stands there no longer."""
_OF_A_PARENT = "POST /me"
"""So begin all pages on which somebody with a log-in changes what is their own."""
_NAMELESS = {
    Nameless.PARENT.value: Author.PARENT,
    Nameless.BUCKET.value: Author.FILE,
    Nameless.SCHEDULE.value: Author.SCHEDULE,
    Nameless.INSTALLER.value: Author.INSTALLER,
}


class LoggedStore:
    """A Store that adds to the log of each contact what changes of it. When that was, and who has done it, says the
    entry of the record in the same save, unless the caller has said more (`contact_logged`). Raises ValueError where
    nothing says who has done it.
    """

    def __init__(self, store: Store, roster: Roster) -> None:
        self._store, self._roster = store, roster

    def save(self, *changes: Change) -> None:
        self._store.save(*changes, *self._logs(changes))

    def weight(self, changes: Collection[Change]) -> int:
        return self._store.weight(changes) + _ITEMS_OF_A_LOG * len(_to_be_logged(changes))

    def _logs(self, changes: Sequence[Change]) -> list[Change]:
        contacts = _to_be_logged(changes)
        if not contacts:
            return []
        entry = next((change.after for change in changes if isinstance(change.after, AuditEntry)), None)
        if entry is None:
            raise ValueError("a contact changes, and nothing says who has done it")
        occasion = _occasion(Origin(entry.actor, entry.source), entry.at)
        logs = self._roster.contact_logs(contacts.keys())
        return [Change(logs.get(i), logged(logs.get(i), *contact, occasion)) for i, contact in contacts.items()]


def _occasion(origin: Origin, at: datetime, note: str = "") -> Occasion:
    of_a_parent = origin.source.startswith(_OF_A_PARENT)
    author = _NAMELESS.get(origin.actor, Author.PARENT if of_a_parent else Author.OFFICE)
    return Occasion(at, author, origin.actor, origin.source, note)


_BeforeAndAfter = tuple[ParentContact | None, ParentContact | None]


def _to_be_logged(changes: Collection[Change]) -> dict[str, _BeforeAndAfter]:
    """The contacts of which something changes that is logged, by id, without those whose log is among the changes."""
    said = {change.after.identity for change in changes if isinstance(change.after, ContactLog)}
    found = dict[str, _BeforeAndAfter]()
    for change in changes:
        before, after = (thing if isinstance(thing, ParentContact) else None for thing in (change.before, change.after))
        one = after or before
        if one and one.id not in said and facts_of(before) != facts_of(after):
            found[one.id] = before, after
    return found


def contact_logged(
    before: ParentContact | None, after: ParentContact | None, by: By | Origin, services: Services, note: str = ""
) -> list[Change]:
    """What the log says of this change of a contact, to be stored with it; nothing where nothing changes that is
    logged. Needed where no entry of the record is saved with it, or where the office has noted who has told it so.
    """
    one = after or before
    if one is None:
        return []
    origin = by if isinstance(by, Origin) else Origin(by.user.id, by.source)
    log = services.roster.contact_logs([one.id]).get(one.id)
    now_logged = logged(log, before, after, _occasion(origin, services.clock(), note))
    return [Change(log, now_logged)] if now_logged else []
