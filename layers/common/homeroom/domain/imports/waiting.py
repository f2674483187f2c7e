"""An import that waits for a Site Admin: how long, and how often they are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_WAITS_FOR = timedelta(days=21)
"""Then it ends as not decided."""

NOTICE_DAYS = (0, 1, 3, 7)
"""Site Admins are told on each of these days after it began to wait."""


@dataclass(frozen=True, kw_only=True)
class WaitingImport:
    """What is said of it on every page. `rows` wait `since` then: of the file called `name` all of them (`all_rows`),
    or some while the others are done.
    """

    import_id: str
    name: str
    rows: int
    all_rows: bool
    since: datetime

    @property
    def until(self) -> datetime:
        return self.since + _WAITS_FOR

    def is_over(self, now: datetime) -> bool:
        return now >= self.until

    def notices_due(self, now: datetime) -> int:
        """How many notices there are up to now, sent or not."""
        return sum(now >= self.since + timedelta(days=day) for day in NOTICE_DAYS)
