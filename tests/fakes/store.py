"""The store, in memory."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import TypeVar

from homeroom.adapters.dynamodb.items import YEARS_SEARCHED, parent_items
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.families.campaign import CampaignCounts
from homeroom.domain.families.contact_log import ContactLog
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.answer_count import steps_of
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.invitations.status import REMINDED, status_of
from homeroom.domain.kernel.change import Change, Conflict, Stored, as_stored
from homeroom.domain.kernel.text import words
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import count_of
from homeroom.domain.roster.student_identity import Namesakes, SchoolId
from homeroom.use_cases.ports.store import MOST_ITEMS

T = TypeVar("T", bound=Stored)

_LONGEST_KEY = 2_000
"""Bytes, with some left for what the adapters put before it."""
_CUT_TO_FIT = (Homeroom, Namesakes, SchoolId)


class FakeStore:
    def __init__(self) -> None:
        self._things: dict[tuple[type, str], Stored] = {}

    def save(self, *changes: Change) -> None:
        if self.weight(changes) > MOST_ITEMS:
            raise ValueError("too many items in one save")
        if len({_key(change) for change in changes}) < len(changes):
            raise ValueError("a save changes each thing once")
        if any(isinstance(change.before, AuditEntry) for change in changes):
            raise ValueError("what is only added to is never changed")
        written = {_key(change): _written(change, self._things) for change in changes}
        for key, thing in written.items():
            if thing is None:
                del self._things[key]
            else:
                self._things[key] = thing

    def weight(self, changes: Collection[Change]) -> int:
        items = sum(1 + _index_items_changed(change) + _audit_lists(change.after) for change in changes)
        return items + len(_counts_changed(changes))

    def state(self) -> Mapping[tuple[type, str], Stored]:
        """Each thing by its kind and identity."""
        return dict(self._things)

    def as_it_is_now(self) -> "FakeStore":
        """Stays so, whatever is saved later."""
        copy = FakeStore()
        copy._things = dict(self._things)
        return copy

    def one(self, kind: type[T], identity: str) -> T | None:
        """Raises ValueError for what DynamoDB would take for no key."""
        if kind not in _CUT_TO_FIT:
            check_key(identity, _LONGEST_KEY)
        thing = self._things.get((kind, identity))
        return thing if isinstance(thing, kind) else None

    def many(self, kind: type[T], identities: Collection[str]) -> dict[str, T]:
        return {i: thing for i in identities if (thing := self.one(kind, i))}

    def all(self, kind: type[T]) -> list[T]:
        return [thing for thing in self._things.values() if isinstance(thing, kind)]


def check_key(text: str, longest: int) -> None:
    if len(text.encode()) > longest:
        raise ValueError("longer than any key")


def _key(change: Change) -> tuple[type, str]:
    thing = change.before or change.after
    assert thing is not None
    return type(thing), thing.identity


def _written(change: Change, things: Mapping[tuple[type, str], Stored]) -> Stored | None:
    """What stands there afterwards. Raises Conflict when another thing stands there than the change was made from."""
    key = _key(change)
    standing = things.get(key)
    if change.after and change.after.identity != key[1]:
        raise ValueError("a change keeps the key")
    if (standing and standing.version) != (change.before and change.before.version):
        raise Conflict
    if change.after is None or change.after != change.before:
        return change.after and as_stored(change)
    return standing


def _audit_lists(thing: Stored | None) -> int:
    """An entry stands in the list of each person and each student, too."""
    return len(thing.people) + len(set(thing.about.student_ids)) if isinstance(thing, AuditEntry) else 0


def _index_items_changed(change: Change) -> int:
    before, after = _index_items(change.before), _index_items(change.after)
    written = [key for key, item in after.items() if before.get(key) != item]
    return len(written) + len(before.keys() - after.keys())


def _index_items(thing: Stored | None) -> Mapping[tuple[str, str], object]:
    """A student can be searched for by each word of the name in the newest school years, and stands in the list of a
    homeroom in all years but the first: each of them is an item. What a parent has asked for stands in three lists, a
    contact in one for each day on which a relation begins or is over, one for each text by which it is found and one
    where a campaign awaits it, and its log by its newest change.
    """
    if isinstance(thing, ParentContact):
        turns = {(str(day), student): thing.id for student, own in thing.students.items() for day in own.turns}
        asked = thing.asked_to_confirm
        awaited = {("awaited", asked.campaign_id): asked.reached} if asked and thing.awaits_confirmation else {}
        return {**turns, **awaited, **parent_items(thing.id, thing.details, thing.user_key)}
    if isinstance(thing, ContactLog):
        return {(thing.order, ""): thing.ends_at}
    if isinstance(thing, ParentRequest):
        lists = ("contact", "address", "waiting") if thing.is_waiting else ("contact", "address")
        return {(name, str(thing.asked_at)): thing.ends_at for name in lists}
    if not isinstance(thing, Student):
        return {}
    later_years = sorted(thing.placements)[1:]
    places = {(year, ""): (thing.placements[year].homeroom, thing.name_key) for year in later_years}
    searched = sorted(thing.placements)[-YEARS_SEARCHED:]
    return {(year, word): thing.name_key for year in searched for word in _words(thing.name)} | places


def _counts_changed(changes: Collection[Change]) -> set[tuple[str, ...]]:
    """The items of which a number changes, each as what it counts."""
    numbers: Counter[tuple[tuple[str, ...], str]] = Counter()
    for change in changes:
        numbers.subtract(_counted(change.before))
        numbers.update(_counted(change.after))
    return {item for (item, _), number in numbers.items() if number}


def _counted(thing: Stored | None) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each item and number that the thing adds one to: a student to those of the homeroom, an invitation to that of its
    status, for which one item serves, and to those of the hours in which it was begun and answered; a contact to that
    of the campaign that has asked it.
    """
    if isinstance(thing, Student):
        for year in thing.years_counted:
            for name, number in vars(count_of(thing)).items():
                yield from [(("homeroom", year, class_code_key(thing.placements[year].homeroom)), name)] * number
    elif isinstance(thing, ParentContact):
        campaign_id, counts = campaign_counts_of(thing)
        yield from ((("campaign", campaign_id), name) for name, number in vars(counts).items() if number)
    elif isinstance(thing, Invitation):
        for year in thing.years:
            yield ("status",), f"{year} {status_of(thing)}"
            if thing.reminders and status_of(thing) in REMINDED:
                yield ("status",), f"{year} reminded {thing.reminders}"
            yield from (((step, year, str(hour)), step) for step, hour in steps_of(thing))


def campaign_counts_of(contact: ParentContact) -> tuple[str, CampaignCounts]:
    """With which campaign it is counted, and as what."""
    asked = contact.asked_to_confirm
    if asked is None:
        return "", CampaignCounts()
    if not contact.awaits_confirmation:
        return asked.campaign_id, CampaignCounts(asked=1, confirmed=1)
    return asked.campaign_id, CampaignCounts(asked=int(asked.reached), not_reachable=int(not asked.reached))


_words = cache(words)
