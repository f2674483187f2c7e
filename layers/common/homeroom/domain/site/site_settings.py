"""What a Site Admin may set for the whole site."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """`school_year` is `YYYY-YYYY`. `reminder_days` are how many days after the first email reminders go to those who
    have not answered, rising; empty for none. `daily_digest`: whoever invites gets a daily email that lists who has
    answered. `record_years`: how long the record of who did what keeps what is added to it from now on.
    `files_wait`: a dropped file that looks wrong waits for a Site Admin.
    `version` is the store's, 0 until stored.
    """

    school_year: str
    school_name: str = "Our School"
    sender_name: str = ""
    reply_to: str = ""
    link_days: int = 30
    reminder_days: tuple[int, ...] = (3, 10)
    daily_digest: bool = False
    parents_may_invite: bool = False
    new_homerooms: bool = False
    record_years: int = 3
    files_wait: bool = True
    version: int = 0

    def next_reminder(self, reminders: int, now: datetime) -> datetime | None:
        """When an email that goes out now, after so many reminders, is followed by the next. Counted from one to the
        next, so that a run that comes late does not send two at once.
        """
        if reminders >= len(self.reminder_days):
            return None
        before = self.reminder_days[reminders - 1] if reminders else 0
        return now + timedelta(days=self.reminder_days[reminders] - before)

    @property
    def identity(self) -> str:
        return "settings"
