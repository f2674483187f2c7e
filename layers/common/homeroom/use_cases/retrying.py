"""Whoever gets a Conflict reads again and decides again."""

from collections.abc import Callable
from typing import TypeVar

from homeroom.domain.change import Conflict

T = TypeVar("T")


def again_on_conflict(deed: Callable[[], T], tries: int = 4) -> T:
    """Do a deed that reads, decides and stores. Raises Conflict when the last try meets one, too."""
    for _ in range(tries - 1):
        try:
            return deed()
        except Conflict:
            continue
    return deed()
