"""A campaign: once a year parents are asked whether what the school has about them is still right."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, Labeled, message

EMAILS_OF_A_CAMPAIGN = 2
"""To one address at most: the first one and a reminder."""
_REMINDED_BEFORE_END = timedelta(days=7)
_FURTHEST_END = timedelta(days=2 * 366)


class CampaignState(Labeled):
    """On a day of the site."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"


class CampaignProblem(Code):
    """Why a campaign cannot be planned, and what to do."""

    ENDS_BEFORE_IT_BEGINS = "campaign.ends_before_it_begins"
    BEGINS_IN_THE_PAST = "campaign.begins_in_the_past"
    ENDS_TOO_LATE = "campaign.ends_too_late"
    SINCE_TOO_LATE = "campaign.since_too_late"
    UNKNOWN_HOMEROOM = "campaign.unknown_homeroom"
    NO_RECIPIENTS = "campaign.no_recipients"
    ANOTHER_ONE = "campaign.another_one"


class CampaignRefused(Refused):
    """`message` says why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class CampaignPlan:
    """`begins` and `ends` are its first and its last day of the site. It asks about contacts that were never confirmed,
    or not since the day `not_confirmed_since`. `homerooms` are codes; empty for all of the school year.
    """

    begins: date
    ends: date
    not_confirmed_since: date
    homerooms: tuple[str, ...] = ()

    def check(self, today: date) -> None:
        """Raises CampaignRefused."""
        if self.ends < self.begins:
            raise CampaignRefused(message(CampaignProblem.ENDS_BEFORE_IT_BEGINS))
        if self.begins < today:
            raise CampaignRefused(message(CampaignProblem.BEGINS_IN_THE_PAST))
        if self.ends > today + _FURTHEST_END:
            raise CampaignRefused(message(CampaignProblem.ENDS_TOO_LATE))
        if self.not_confirmed_since > self.begins:
            raise CampaignRefused(message(CampaignProblem.SINCE_TOO_LATE))

    @property
    def reminds_on(self) -> date | None:
        """A week before its end or, where it is short, half-way. None where there is no day for it."""
        day = max(self.begins + (self.ends - self.begins) // 2, self.ends - _REMINDED_BEFORE_END)
        return day if day > self.begins else None


@dataclass(frozen=True, kw_only=True)
class CampaignCounts:
    """Contacts: `asked` by email, or confirmed anyhow; of these, those `confirmed` since; and beside them those that
    nobody could write to. One whose information was deleted is counted no more.
    """

    asked: int = 0
    confirmed: int = 0
    not_reachable: int = 0

    @property
    def percent_confirmed(self) -> float:
        return round(100 * self.confirmed / self.asked, 1) if self.asked else 0


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """Their ids count up, and none is planned before the one before is over: of two planned at once one is. `made_by`
    and `ended_by` are user ids; `ended_at`: a Site Admin has ended it before its last day.

    The scheduled run first marks every contact that it is about, and that is done at `all_asked_at`. Then it queues
    the emails of the number `mailing`, 1 for the first one and 2 for the reminder, and is done with those of the
    contacts up to the id `mailed_through`. `final`: how it has come out, None before that was stored.
    """

    id: str
    year: str
    plan: CampaignPlan
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""
    all_asked_at: datetime | None = None
    mailing: int = 1
    mailed_through: str = ""
    final: CampaignCounts | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    def state_on(self, day: date) -> CampaignState:
        if self.ended_at or day > self.plan.ends:
            return CampaignState.OVER
        return CampaignState.PLANNED if day < self.plan.begins else CampaignState.RUNNING

    def is_over_on(self, day: date) -> bool:
        return self.state_on(day) is CampaignState.OVER

    def is_running_on(self, day: date) -> bool:
        return self.state_on(day) is CampaignState.RUNNING

    def has_asked(self, contact: ParentContact) -> bool:
        return contact.asked_to_confirm is not None and contact.asked_to_confirm.campaign_id == self.id

    def awaits(self, contact: ParentContact) -> bool:
        """Whether it has asked about them, and they have not confirmed since."""
        return self.has_asked(contact) and contact.awaits_confirmation

    def mailing_on(self, day: date) -> int | None:
        """The number of the emails that are to be queued, None where none are."""
        if not self.is_running_on(day) or self.all_asked_at is None:
            return None
        reminds_on = self.plan.reminds_on
        is_due = self.mailing == 1 or (self.mailing == 2 and reminds_on is not None and day >= reminds_on)
        return self.mailing if is_due else None

    def with_all_asked(self, now: datetime) -> "Campaign":
        return replace(self, all_asked_at=now)

    def mailed_up_to(self, contact_id: str) -> "Campaign":
        return replace(self, mailed_through=contact_id)

    def with_all_mailed(self) -> "Campaign":
        return replace(self, mailing=self.mailing + 1, mailed_through="")

    def ended(self, by: str, now: datetime) -> "Campaign":
        return replace(self, ended_by=by, ended_at=now)

    def closed(self, final: CampaignCounts) -> "Campaign":
        return replace(self, final=final)


def campaign_id(number: int) -> str:
    """Compared as text, they come in their order."""
    return f"{number:06}"


def next_campaign_id(newest: Campaign | None) -> str:
    return campaign_id(int(newest.id) + 1 if newest else 1)


@dataclass(frozen=True, kw_only=True)
class CampaignLink:
    """From the digest of a link's token to the contact that it was mailed about. `reader` is a keyed digest of
    the address, so that it logs nobody in at another one, and says nothing of one that was deleted. Works once, as long
    as its campaign runs.
    """

    digest: str
    campaign_id: str
    contact_id: str
    reader: str
    made_at: datetime
    used_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest

    def used(self, now: datetime) -> "CampaignLink":
        return replace(self, used_at=now)
