"""Optimistic locking: whoever meets somebody else's write reads again and decides again."""

from collections.abc import Callable
from typing import TypeVar

from homeroom.domain.kernel.change import Conflict

T = TypeVar("T")


def retry_on_conflict(operation: Callable[[], T], tries: int = 4) -> T:
    """Do an operation that reads, decides and stores. Raises Conflict when the last try meets one, too."""
    for _ in range(tries - 1):
        try:
            return operation()
        except Conflict:
            continue
    return operation()
