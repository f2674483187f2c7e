"""What was seen of a file before anything of it is done, and what a Site Admin has decided about what waits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.kernel.message import Message


@dataclass(frozen=True, kw_only=True)
class Look:
    """`doubts` are about the file as a whole, `years` how many rows are about each school year, and `moved` how many of
    the students who are `known` change their homeroom. `header_key` is under which answers about such files are kept,
    and `answers` are those that this one is read with. `accepted` are the acceptances by Site Admins. `number` is how
    often the file was kept waiting; `differs`: the newest look has found something else than the one before.
    `waiting_since`: it, or some of its rows, wait for a Site Admin since then, who were told so `notices_sent` times.
    """

    doubts: tuple[Message, ...] = ()
    header_key: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    accepted: tuple[str, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict, hash=False)
    moved: int = 0
    known: int = 0
    number: int = 0
    differs: bool = False
    waiting_since: datetime | None = None
    notices_sent: int = 0

    def seen(self, other: "Look") -> "Look":
        """With what another look has seen."""
        return replace(
            other,
            accepted=self.accepted,
            number=self.number,
            waiting_since=self.waiting_since,
            notices_sent=self.notices_sent,
        )

    @property
    def not_accepted(self) -> tuple[Message, ...]:
        by_kind = acceptances(self.doubts)
        return tuple(doubt for doubt in self.doubts if by_kind[doubt.id] not in self.accepted)

    def with_accepted(self, accepted: Collection[str]) -> "Look":
        return replace(self, accepted=tuple(dict.fromkeys((*self.accepted, *accepted))))

    def kept_waiting(self, now: datetime, *, differs: bool) -> "Look":
        """A file that waits once more has all the time again, and is decided about anew."""
        return replace(self.waits_from(now), accepted=(), number=self.number + 1, differs=differs)

    def waits_from(self, now: datetime | None) -> "Look":
        """None where nothing of it waits any more."""
        return replace(self, waiting_since=now, notices_sent=0)


NOTHING_SEEN = Look()


def acceptances(doubts: Iterable[Message]) -> Mapping[str, str]:
    """By the ids of these doubts about a file, what says that a Site Admin has accepted them, with these very numbers.
    One for all doubts of a kind: what travels with a file into the bucket must be short.
    """
    values: dict[str, list[str]] = {}
    for doubt in doubts:
        values.setdefault(doubt.id, []).append(repr(sorted(doubt.values.items())))
    return {
        kind: f"{kind}={sha256(repr(sorted(of_kind)).encode()).hexdigest()[:12]}" for kind, of_kind in values.items()
    }


@dataclass(frozen=True)
class Decision:
    """About all rows that wait, or those with these numbers. `by` is the name of whoever has decided; empty where
    nobody has in time.
    """

    accept: bool
    rows: tuple[int, ...] = ()
    by: str = ""

    def is_about(self, row: RowOutcome) -> bool:
        return row.outcome is Outcome.WAITING and (not self.rows or row.number in self.rows)
