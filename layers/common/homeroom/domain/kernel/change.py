"""What an operation changes: pairs of before and after, stored together or not at all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from homeroom.domain.kernel.errors import HomeroomError


class Stored(Protocol):
    """Anything the store keeps: it has an identity among its kind, and a version that the store counts."""

    @property
    def identity(self) -> str: ...
    @property
    def version(self) -> int: ...


class Conflict(HomeroomError):
    """Somebody else changed one of these things since they were read. Read again and decide again."""


@dataclass(frozen=True)
class Change:
    """`before` None: must not exist yet. `after` None: goes away. The same in both: must not have changed."""

    before: Stored | None
    after: Stored | None

    @classmethod
    def new(cls, thing: Stored) -> Self:
        return cls(None, thing)

    @classmethod
    def gone(cls, thing: Stored) -> Self:
        return cls(thing, None)

    @classmethod
    def unchanged(cls, thing: Stored) -> Self:
        return cls(thing, thing)


T = TypeVar("T", bound=Stored)
_ByKind = defaultdict[type, dict[str, Stored]]


class WorkingSet:
    """Things read together, looked at and changed in memory, then stored together.

    Kept by kind: a check holds the students of a whole file, and asks again and again for the few homerooms.
    """

    def __init__(self, things: Iterable[Stored], base: "WorkingSet | None" = None) -> None:
        """`base` holds more things, and is not changed by this one."""
        self._before: _ByKind = defaultdict(dict)
        self._changed: _ByKind = defaultdict(dict)
        self._base = base
        for thing in things:
            self._before[type(thing)][thing.identity] = thing

    def add(self, things: Iterable[Stored]) -> None:
        """Take in what was read later; what is known already stays as it has become meanwhile."""
        for thing in things:
            if thing.identity not in self._changed[type(thing)]:
                self._before[type(thing)].setdefault(thing.identity, thing)

    def get(self, kind: type[T], identity: str) -> T | None:
        thing = self._changed[kind].get(identity) or self._was(kind, identity)
        return thing if isinstance(thing, kind) else None

    def all(self, kind: type[T]) -> list[T]:
        below = {thing.identity: thing for thing in self._base.all(kind)} if self._base else {}
        now = {**below, **self._before[kind], **self._changed[kind]}
        return [thing for thing in now.values() if isinstance(thing, kind)]

    def put(self, thing: Stored) -> None:
        kind = type(thing)
        if thing == self._was(kind, thing.identity):
            self._changed[kind].pop(thing.identity, None)
        else:
            self._changed[kind][thing.identity] = thing

    def branch(self) -> "WorkingSet":
        """A working set that begins with what this one has become; nothing here changes until it is merged."""
        return WorkingSet([], self)

    def merge(self, branch: "WorkingSet") -> None:
        """Take over what has changed in a branch of this one."""
        for change in branch.changes():
            if change.after:
                self.put(change.after)

    def changes(self) -> list[Change]:
        return [
            Change(self._was(kind, identity), thing)
            for kind, changed in self._changed.items()
            for identity, thing in changed.items()
        ]

    def saved(self) -> None:
        """The changes have been stored: from here on they are what was there before."""
        for change in self.changes():
            stored = as_stored(change)
            self._before[type(stored)][stored.identity] = stored
        self._changed.clear()

    def _was(self, kind: type, identity: str) -> Stored | None:
        before = self._before[kind].get(identity)
        return self._base.get(kind, identity) if before is None and self._base else before


def as_stored(change: Change) -> Stored:
    """`after` with the version that the store gives it. What was only held still keeps the version it has."""
    assert change.after is not None  # noqa: S101  what is gone is not stored
    if change.after == change.before:
        return change.after
    version = change.before.version + 1 if change.before else 1
    stored = object.__new__(type(change.after))  # `replace`, five times quicker: it is done to all that is stored
    stored.__dict__.update(change.after.__dict__, version=version)
    return stored
