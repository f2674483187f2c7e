"""Indexes that lag: what is read by key is of now, what is found in an index is of an earlier moment."""

from dataclasses import replace
from typing import Any

from homeroom.use_cases.ports import Outside
from tests.fakes import FakeInvitations, FakeStore

INDEXES = frozenset(
    {
        *("due", "to_remind", "answered", "waiting", "handed_over_perhaps"),
        *("listed", "listed_after", "how_many", "search"),
    }
)


class _Late:
    def __init__(self, now: Any, earlier: Any) -> None:
        self._now, self._earlier = now, earlier

    def __getattr__(self, name: str) -> Any:
        return getattr(self._earlier if name in INDEXES else self._now, name)


def late(outside: Outside, earlier: FakeStore) -> Outside:
    invitations: Any = _Late(outside.invitations, FakeInvitations(earlier))
    return replace(outside, invitations=invitations)
