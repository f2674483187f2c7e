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
        """How many items these changes are to the store; one `save` takes at most MOST_ITEMS of them."""


MOST_ITEMS = 99
"""What one `save` takes at most, in `Store.weight`. DynamoDB takes one more, in which the store keeps its counts."""
