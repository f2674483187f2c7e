"""Finding the invitations for which a day has come."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol


class DueInvitations(Protocol):
    """All from an index, which may lag a moment behind."""

    def expiring(self, day: date) -> Iterator[str]:
        """Ids of invitations that expire on this day (UTC)."""

    def to_remind(self, day: date) -> Iterator[str]:
        """Ids of invitations of which some mail, not always the newest, has its reminder due on this day (UTC) and
        its fate known.
        """

    def answered(self, day: date) -> Iterator[str]:
        """Ids of invitations that were completed on this day (UTC), as far as their inviter has a log-in."""
