"""Listing, searching and counting invitations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from homeroom.domain.invitations.answer_count import AnswerCount
from homeroom.domain.invitations.listing import Listed, Listing
from homeroom.domain.invitations.status import Status


class InvitationLists(Protocol):
    """What comes from an index may lag a moment behind."""

    def listed(self, which: Listing, *, before: str = "", limit: int) -> list[Listed]:
        """The newest first, those whose order is less than `before` where it is given. From an index."""

    def listed_after(self, which: Listing, *, after: str, before: str, limit: int) -> list[Listed]:
        """The oldest first, those whose order lies between. From an index."""

    def how_many(self, which: Listing, before: str) -> tuple[int, bool]:
        """How many have an order less than `before`, and whether that is all: some thousands are counted, in a few
        calls, and no more. From an index.
        """

    def search(self, text: str, limit: int) -> list[str]:
        """Ids of invitations whose address begins with the text, or of whose parent's name the first or the last
        word begins with a word of it and the others agree; at most `limit`, in no order. From an index.
        """

    def of_address(self, email_key: str, limit: int) -> list[str]:
        """Ids of the invitations of this very address; at most `limit`, in no order. From an index."""

    def counts(self, year: str) -> Mapping[Status, int]:
        """How many invitations there are of each status in a school year: always exact, and none left out that is
        stored.
        """

    def answer_counts(self, year: str) -> Mapping[datetime, AnswerCount]:
        """By hour in UTC, rising, the hours in which anything was: always exact."""
