"""What a Site Admin may set for the whole site."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import quote

from homeroom.domain.site.logo import ShownLogo
from homeroom.domain.site.time_zone import zone_of


class ParentsInvite(StrEnum):
    """Whether registered parents invite other parents. APPROVAL: they ask, and a Site Admin decides."""

    NO = "no"
    YES = "yes"
    APPROVAL = "approval"


@dataclass(frozen=True, kw_only=True)
class Office:
    """Whom families can ask; what the school has not said is empty. `address` is one line, `email` where replies go."""

    person: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""

    @property
    def mailed(self) -> str:
        """The address as a link has it: whatever means something in a link is written in another way."""
        return quote(self.email, safe="@")


UNKNOWN_OFFICE = Office()


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """`school_year` is the current one, `YYYY-YYYY`. Site Admins may prepare the next one, which becomes current on
    the day `next_year_from`, if there is one.

    `reminder_days` are how many days after the first email reminders go to those who have not answered, rising; empty
    for none. `daily_digest`: whoever invites gets a daily email that lists who has answered. `record_years`: how long
    the record of who did what keeps what is added to it from now on. `files_wait`: a dropped file that looks wrong
    waits for a Site Admin. `second_factor_required`: of every Site Admin. `time_zone` is an IANA name: times are stored
    in UTC, and days and times that people read or choose are the site's. `country` is where the school is, a
    code of ISO 3166, or `ZZ`: phone numbers are read and shown as there. `office_person`, `office_phone` and
    `office_address` (one line) say whom families can ask; empty where the school has not said. `logo` is where its
    picture is, which is stored by itself. `own_words` are a paragraph of the school's own for emails that ask for
    contact information, by language; none where it is empty. `version` is the store's, 0 until stored.
    """

    school_year: str
    next_year_from: date | None = None
    school_name: str = "Our School"
    sender_name: str = ""
    reply_to: str = ""
    link_days: int = 30
    reminder_days: tuple[int, ...] = (3, 10)
    daily_digest: bool = False
    parents_invite: ParentsInvite = ParentsInvite.NO
    new_homerooms: bool = False
    record_years: int = 3
    files_wait: bool = True
    second_factor_required: bool = False
    time_zone: str = "UTC"
    country: str = "US"
    office_person: str = ""
    office_phone: str = ""
    office_address: str = ""
    logo: ShownLogo | None = None
    own_words: Mapping[str, str] = field(default_factory=dict, hash=False)
    version: int = 0

    @property
    def office(self) -> Office:
        """Whom families can ask."""
        return Office(
            person=self.office_person, phone=self.office_phone, address=self.office_address, email=self.reply_to
        )

    def local(self, moment: datetime) -> datetime:
        """As the site's clocks show it."""
        return moment.astimezone(zone_of(self.time_zone))

    def day_of(self, moment: datetime) -> date:
        return self.local(moment).date()

    def day_ends(self, day: date) -> datetime:
        """When this day of the site is over, in UTC. Raises OverflowError for days at either end of the calendar."""
        return datetime.combine(day + timedelta(days=1), time(), zone_of(self.time_zone)).astimezone(UTC)

    def next_reminder(self, reminders: int, now: datetime) -> datetime | None:
        """When an email that goes out now, after so many reminders, is followed by the next. Counted from one to the
        next, so that a run that comes late does not send two at once.
        """
        if reminders >= len(self.reminder_days):
            return None
        before = self.reminder_days[reminders - 1] if reminders else 0
        return now + timedelta(days=self.reminder_days[reminders] - before)

    def next_year_is_due(self, today: date) -> bool:
        return self.next_year_from is not None and self.next_year_from <= today

    def with_current_year(self, school_year: str) -> Self:
        """From which day on families see it is settled with that."""
        return replace(self, school_year=school_year, next_year_from=None)

    @property
    def identity(self) -> str:
        return "settings"
