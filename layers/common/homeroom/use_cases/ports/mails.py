"""Reading mails, and whether they may go out."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from homeroom.domain.mail.mail import Mail
from homeroom.domain.mail.rate_limiter import RateLimiter


class Mails(Protocol):
    """A mail's key is its invitation's id and its send number. What is read by key is always the newest state."""

    def get(self, invitation_id: str, send_number: int) -> Mail | None: ...
    def get_many(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mail]: ...
    def waiting(self) -> Iterator[tuple[str, int]]:
        """(Invitation id, send number) of all mails that are stored as waiting to be sent, the longest first. From an
        index, as `unconfirmed_before`: may lag a moment behind.
        """

    def unconfirmed_before(self, before: datetime) -> Iterator[tuple[str, int]]:
        """Likewise of mails whose call has not ended or nobody knows how, and that are to be looked after."""

    def rate_limiter(self) -> RateLimiter | None:
        """None until the first mail."""
