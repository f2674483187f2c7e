"""Where a school year's invitations stand, in numbers that cost the same however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.status import Status
from homeroom.domain.mail.rate_limiter import RateLimiter


@dataclass(frozen=True)
class Overview:
    """`counts` are those of the year, `next_counts` of the one after, each status that there is any of. `reminded`: how
    many got just so many reminders, the newest of which arrived, and have not answered. With what stands beside the
    counts: the way to the mail service, and the newest bulk resend.
    """

    counts: Mapping[Status, int]
    next_counts: Mapping[Status, int]
    reminded: Mapping[int, int]
    rate_limiter: RateLimiter | None
    bulk_resend: BulkResend | None

    def without_answer(self, reminders: int) -> int:
        """How many have not answered though they got so many reminders, all that there are. None are, where there are
        no reminders at all.
        """
        return sum(number for got, number in self.reminded.items() if got >= reminders) if reminders else 0
