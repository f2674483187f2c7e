"""The change log of a contact: what has changed of it, when and by whom, old beside new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from homeroom.domain.families.contact_facts import About, Fact, Facts, facts_of
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import Labeled

KEPT = timedelta(days=400)
"""A school year, and some more."""
_MOST_TEXT = 60_000
"""Characters of one log: what is stored has a size. The newest changes are kept."""
_AROUND_A_FACT = 60


class ChangeKind(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class Author(Labeled):
    """What kind of person changes a contact. PARENT: whose contact it is."""

    PARENT = "parent"
    ANOTHER_PARENT = "another_parent"
    OFFICE = "office"
    FILE = "file"
    SCHEDULE = "schedule"
    INSTALLER = "installer"


class Occasion(NamedTuple):
    """When a contact was changed, and by whom: `actor` and `source` are as in the record of who did what. `note`: who
    has said so, as the office has written it.
    """

    at: datetime
    author: Author
    actor: str
    source: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FactChange:
    """Texts as in Facts. `student_id` is empty for what is about the contact alone."""

    fact: Fact
    student_id: str = ""
    old: str = ""
    new: str = ""

    @property
    def about(self) -> About:
        return About(self.fact, self.student_id)


@dataclass(frozen=True, kw_only=True)
class ContactChange:
    """`number` counts the changes of a contact. `at`, `author`, `actor`, `source` and `note` are an Occasion's.
    `student_ids` are those whose parent the contact was before it, or is since. Of one that was created or deleted
    there are no facts: they are, or were, all that it has.
    """

    number: int
    at: datetime
    author: Author
    actor: str
    source: str
    kind: ChangeKind = ChangeKind.CHANGED
    student_ids: tuple[str, ...] = ()
    facts: tuple[FactChange, ...] = ()
    note: str = ""

    @property
    def length(self) -> int:
        """Characters that it takes where it is stored, about."""
        return len(self.note) + sum(_AROUND_A_FACT + len(one.old) + len(one.new) for one in self.facts)


@dataclass(frozen=True, kw_only=True)
class ContactLog:
    """`changes` begin with the oldest that is kept; there is always one. `created_at` is None for a contact that was
    there before it had a log. Of a deleted contact nothing is kept but when, by whom, and of which students.
    `version` is the store's, 0 until stored.
    """

    contact_id: str
    changes: tuple[ContactChange, ...] = field(default=())
    created_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.contact_id

    @property
    def newest(self) -> ContactChange:
        return self.changes[-1]

    @property
    def order(self) -> str:
        """Compared as text, the one that has not changed for longest comes first."""
        return f"{order_from(self.newest.at)}#{self.contact_id}"

    @property
    def ends_at(self) -> datetime:
        return self.newest.at + KEPT

    @property
    def is_deleted(self) -> bool:
        return self.newest.kind is ChangeKind.DELETED

    def since(self, moment: datetime) -> Sequence[ContactChange]:
        return [change for change in self.changes if change.at >= moment]

    def kept_at(self, now: datetime) -> Sequence[ContactChange]:
        """What is older may still be there, and is shown to nobody."""
        return self.since(now - KEPT)

    def numbered(self, number: int) -> ContactChange | None:
        return next((change for change in self.changes if change.number == number), None)

    def with_change(self, change: ContactChange) -> "ContactLog":
        """What is older than KEPT goes, and so do the oldest of more than one log holds."""
        kept, room = [change], _MOST_TEXT - change.length
        for older in reversed(self.changes):
            room -= older.length
            if room < 0 or older.at <= change.at - KEPT:
                break
            kept.insert(0, older)
        return replace(self, changes=tuple(kept))

    def without_notes(self, is_meant: Callable[[str], bool]) -> "ContactLog":
        """Without what the office has written where that is about somebody who is forgotten."""
        changes = [replace(one, note="") if one.note and is_meant(one.note) else one for one in self.changes]
        return replace(self, changes=tuple(changes))


def differences(before: Facts, after: Facts) -> tuple[FactChange, ...]:
    """In the order of the facts, those about the contact alone first."""
    different = {about for about in {**before, **after} if before.get(about, "") != after.get(about, "")}
    order = {fact: position for position, fact in enumerate(Fact)}
    return tuple(
        FactChange(fact=about.fact, student_id=about.student_id, old=before.get(about, ""), new=after.get(about, ""))
        for about in sorted(different, key=lambda about: (about.student_id, order[about.fact]))
    )


def logged(
    log: ContactLog | None, before: ParentContact | None, after: ParentContact | None, occasion: Occasion
) -> ContactLog | None:
    """The log with this change of a contact, None where nothing has changed that the school goes by. A deleted contact
    leaves none of its values behind.
    """
    one = after or before
    facts = differences(facts_of(before), facts_of(after))
    if one is None or not facts:
        return None
    students = {**(before.students if before else {}), **(after.students if after else {})}
    kind = ChangeKind.DELETED if after is None else ChangeKind.CHANGED if before else ChangeKind.CREATED
    is_recorded = kind is ChangeKind.CREATED and bool(one.recorded_by)
    change = ContactChange(
        number=log.newest.number + 1 if log else 1,
        at=occasion.at,
        author=Author.ANOTHER_PARENT if is_recorded and occasion.author is Author.PARENT else occasion.author,
        actor=occasion.actor,
        source=occasion.source,
        kind=kind,
        student_ids=tuple(students),
        facts=facts if kind is ChangeKind.CHANGED else (),
        note=occasion.note if after else "",
    )
    created_at = occasion.at if kind is ChangeKind.CREATED else None
    standing = log or ContactLog(contact_id=one.id, created_at=created_at)
    return replace(standing, changes=(change,)) if after is None else standing.with_change(change)


def order_from(moment: datetime) -> str:
    """What comes before the order of every log whose newest change is of this moment or a later one."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
