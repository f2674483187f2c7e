"""Writing."""

from collections.abc import Collection
from typing import Protocol

from homeroom.domain.kernel.change import Change


class Store(Protocol):
    """The one way anything is written."""

    def save(self, *changes: Change) -> None:
        """Store all of these together or none of them; each must still be what its `before` says.

        Raises Conflict when one of them is not.
        """

    def weight(self, changes: Collection[Change]) -> int:
        """How many items these changes are to the store, with those in which it counts; one `save` takes at most
        MOST_ITEMS of them. Weighed together, changes never weigh more than each by itself: several may change one
        count.
        """


MOST_ITEMS = 100
"""What one `save` takes at most, in `Store.weight`."""
