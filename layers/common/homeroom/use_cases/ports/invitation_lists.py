"""Listing, searching and counting invitations."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from homeroom.domain.invitations.listing import Listed, Listing
from homeroom.domain.invitations.overview import Overview
from homeroom.domain.invitations.status import Status


class InvitationLists(Protocol):
    """What comes from an index may lag a moment behind."""

    def listed(self, which: Listing, *, before: str = "", limit: int) -> list[Listed]:
        """The newest first, those whose order is less than `before` where it is given. From an index."""

    def listed_among(
        self, which: Listing, *, reminders: int = 0, before: str = "", among: int
    ) -> tuple[list[Listed], str]:
        """Those among the newest `among` of each of its `last_years` whose order is less than `before`, and before
        which order to look further, empty where that was all. Its statuses count, and those alone who got at least so
        many `reminders`; import and inviter do not. From an index, in one call a year.
        """

    def by_status(self, which: Listing, year: str) -> tuple[Mapping[Status, Sequence[Listed]], bool]:
        """All that this import asked for, or this inviter in a school year, the oldest of each status first; and
        whether that is all: some thousands are read, in one call. From an index.
        """

    def listed_after(self, which: Listing, *, after: str, before: str, limit: int) -> list[Listed]:
        """The oldest first, those whose order lies between. From an index."""

    def how_many(self, which: Listing, before: str) -> tuple[int, bool]:
        """How many have an order less than `before`, and whether that is all: some thousands are counted, in a few
        calls, and no more. From an index.
        """

    def search(self, text: str, limit: int) -> list[str]:
        """Ids of invitations whose address begins with the text, or of whose parent's name the first or the last
        word begins with a word of it and the others agree, where it is no address; at most `limit`, in no order. From
        an index.
        """

    def of_address(self, email_key: str, limit: int) -> list[str]:
        """Ids of the invitations of this very address; at most `limit`, in no order. From an index."""

    def counts(self, year: str) -> Mapping[Status, int]:
        """How many invitations there are of each status in a school year: always exact, and none left out that is
        stored.
        """

    def overview(self, year: str) -> Overview:
        """The counts of a school year, with what else stands beside them: always exact, in one call."""
