"""A parent contact: a person's contact information, linked to one or more students."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from homeroom.domain.families.asked_to_confirm import AskedToConfirm
from homeroom.domain.families.exclusion import Exclusion, name_keys
from homeroom.domain.families.office_entry import OfficeEntry
from homeroom.domain.families.sharing import PRIVATE, Audience, Sharing, narrower
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.kernel.text import full_name

_MOST_FORMER_NAME_KEYS = 100
"""The newest: what is stored has a size."""


class LivesWith(Labeled):
    """Whether a student lives with a parent."""

    YES = "yes"
    NO = "no"
    PART = "part"


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What a parent enters about themselves; empty text where nothing was given. One of the two names is there.
    `apartment` is the second line of the street address. `country` is as people write it, empty for that of the
    school. Phone numbers are as they are shown.
    """

    first_name: str
    last_name: str
    email: str = ""
    mobile_phone: str = ""
    home_phone: str = ""
    street: str = ""
    apartment: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    sharing: Sharing = PRIVATE
    language: str = "en"
    receives_school_mail: bool = True

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def called(self) -> str:
        """How to greet them, and to tell them from others: by the first name, or the only one they have."""
        return self.first_name or self.last_name

    @property
    def address_lines(self) -> tuple[str, ...]:
        """In another country than the school's, each part has a line: their order differs there."""
        town = " ".join(part for part in (self.state, self.postal_code) if part)
        home = ", ".join(part for part in (self.city, town) if part)
        last = (self.city, self.state, self.postal_code, self.country) if self.country else (home,)
        return tuple(line for line in (self.street, self.apartment, *last) if line)

    def seen_by(self, audiences: frozenset[Audience]) -> "ContactDetails":
        """The same person with everything left out that is not shared with these audiences."""
        sharing = self.sharing
        seen = self
        if sharing.email not in audiences:
            seen = replace(seen, email="")
        if sharing.phone not in audiences:
            seen = replace(seen, mobile_phone="", home_phone="")
        if sharing.address not in audiences:
            seen = replace(seen, street="", apartment="", city="", state="", postal_code="", country="")
        return seen

    @property
    def shows_something(self) -> bool:
        return bool(self.email or self.mobile_phone or self.home_phone or self.address_lines)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """How a parent is related to one student. `since` is the first day of it and `until` the last one, in the site's
    time zone; None where nobody has said. `days_by_office`: the office has set them, and it alone changes them.
    """

    relationship: str = ""
    lives_with: LivesWith = LivesWith.YES
    since: date | None = None
    until: date | None = None
    days_by_office: bool = False

    def holds_on(self, day: date) -> bool:
        """Custody changes: outside these days the parent is nothing to the student."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def has_ended(self, day: date) -> bool:
        return self.until is not None and self.until < day

    @property
    def turns(self) -> tuple[date, ...]:
        """The first days on which it holds, or holds no more."""
        ends = self.until + timedelta(days=1) if self.until and self.until < date.max else None
        return tuple(day for day in (self.since, ends) if day)

    def within(self, since: date | None, until: date | None, *, by_office: bool = False) -> "Relation":
        return replace(self, since=since, until=until, days_by_office=by_office and bool(since or until))

    def within_days_of(self, other: "Relation") -> "Relation":
        """With the days that the other one has: a form that does not ask for them changes none."""
        return replace(self, since=other.since, until=other.until, days_by_office=other.days_by_office)


Days = tuple[date | None, date | None]
"""The first and the last one of a relation."""


@dataclass(frozen=True)
class FilledForm:
    """The form about a parent, filled in. `students` maps student ids to the relation, and `days` those about whose
    days it has asked. `kept_out` maps those of whom the parent has changed it to whether they are kept out of lists
    that other families see.
    """

    details: ContactDetails
    students: Mapping[str, Relation]
    days: Mapping[str, Days] = field(default_factory=dict)
    kept_out: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ParentContact:
    """`students` maps student ids to the relation. `user_key` is the email key of the user whose contact it is: they
    have proved that they read email there. Empty for one that somebody else has recorded. `new_email` is another
    address that this parent, or the office for them, has typed: nobody sees or uses it before it is proved, too.
    `former_keys`
    are those of addresses that were theirs before, and `former_name_keys` those of names (`name_keys`). `registered`:
    they have set a password. `exclusions`: who sees
    nothing of them. `recorded_by` is the contact of the parent who has recorded this one, and `recorded_as` the name by
    which they did; both are empty where the office or the parent did so themselves. `confirmed_at`: when the parent
    last saved their own information, None where they never have, or before that was noted. `deletion_asked_at`: when
    somebody asked that all that is kept about them is deleted, None where nobody has. `office_entry`: the office has
    entered this, or corrected it last; None where the parent has done so since. `merged_ids` are those of contacts that
    turned out to be the same person's, and are this one now. `asked_to_confirm`: by the newest campaign that was about
    them, None where none was. `version` is the store's, 0 until stored.
    """

    id: str
    details: ContactDetails
    students: Mapping[str, Relation] = field(default_factory=dict)
    user_key: str = ""
    new_email: str = ""
    former_keys: tuple[str, ...] = ()
    former_name_keys: tuple[str, ...] = ()
    registered: bool = False
    exclusions: tuple[Exclusion, ...] = ()
    deletion_asked_at: datetime | None = None
    recorded_by: str = ""
    recorded_as: str = ""
    office_entry: OfficeEntry | None = None
    merged_ids: tuple[str, ...] = ()
    confirmed_at: datetime | None = None
    asked_to_confirm: AskedToConfirm | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    @property
    def ids(self) -> frozenset[str]:
        """By which it is known: a form may be open that was begun before contacts were merged."""
        return frozenset((self.id, *self.merged_ids))

    @property
    def corrected_at(self) -> datetime | None:
        """When the office has changed what this parent had confirmed, None where it has not, or they have since."""
        return self.office_entry.at if self.office_entry and self.user_key else None

    @property
    def email_keys(self) -> frozenset[str]:
        """Of the addresses at which this parent reads or has read email, as far as anybody knows: what somebody has
        said about an address holds for its parent wherever they read now.
        """
        entered = email_key(self.details.email) if self.details.email else ""
        return frozenset(filter(None, (self.user_key, entered, *self.former_keys)))

    @property
    def name_keys(self) -> frozenset[str]:
        """Of what this parent is or was called: nobody gets away from what was said about a name by changing it."""
        return name_keys(self.details.first_name, self.details.last_name).union(self.former_name_keys)

    @property
    def reads_at_own_address(self) -> bool:
        """Whether the address they have entered is the one that they have proved."""
        return bool(self.user_key and self.details.email) and email_key(self.details.email) == self.user_key

    @property
    def is_address_proved(self) -> bool | None:
        """Whether a link emailed to the address that stands here was used; None where there is no address."""
        if not (self.details.email or self.new_email):
            return None
        return self.reads_at_own_address

    def changed(self, details: ContactDetails, students: Mapping[str, Relation]) -> "ParentContact":
        """Corrected by the parent; students that the form did not ask about stay linked, and days stay as they are."""
        asked = {i: new.within_days_of(self.students[i]) if i in self.students else new for i, new in students.items()}
        after = replace(self.called_so_before(details), details=details, students={**self.students, **asked})
        return self if after == self else replace(after, office_entry=None)

    def corrected(
        self, details: ContactDetails, students: Mapping[str, Relation], entry: OfficeEntry
    ) -> "ParentContact":
        """By the office, which cannot widen what is shared. The same as before changes nothing."""
        kept = replace(details, sharing=narrower(self.details.sharing, details.sharing))
        after = self.changed(kept, students)
        return self if after == self else replace(after, office_entry=entry)

    def called_so_before(self, details: ContactDetails) -> "ParentContact":
        """With the name that they have had until now, where `details` have another one. What somebody else has recorded
        is no name that they have had.
        """
        own, new = (name_keys(d.first_name, d.last_name) for d in (self.details, details))
        if own == new or not self.user_key:
            return self
        former = (*(key for key in self.former_name_keys if key not in own), *sorted(own))
        return replace(self, former_name_keys=former[-_MOST_FORMER_NAME_KEYS:])

    def within(self, student_id: str, days: Days, *, by_office: bool = False) -> "ParentContact":
        """The relation to this student begins and ends on these days."""
        relation = self.students[student_id].within(*days, by_office=by_office)
        return replace(self, students={**self.students, student_id: relation})

    def with_own_email(self, typed: str, proved: str) -> "ParentContact":
        """As the parent has typed it. `proved` is an address at which they read email. What differs from it has to be
        proved as well, and waits; the same, perhaps in another spelling, is used, and nothing waits any more.
        """
        if email_key(typed) == email_key(proved):
            return replace(self, details=replace(self.details, email=typed), new_email="")
        return replace(self, details=replace(self.details, email=proved), new_email=typed)

    def with_new_email_proved(self) -> "ParentContact":
        key, details = email_key(self.new_email), replace(self.details, email=self.new_email)
        former = tuple(sorted({*self.former_keys, self.user_key} - {"", key}))
        return replace(self, details=details, new_email="", user_key=key, former_keys=former)

    def student_ids_on(self, day: date) -> list[str]:
        """Whose parent they are on that day."""
        return [student_id for student_id, relation in self.students.items() if relation.holds_on(day)]

    def is_parent_on(self, student_id: str, day: date) -> bool:
        relation = self.students.get(student_id)
        return relation is not None and relation.holds_on(day)

    def proved_by(self, user_key: str) -> "ParentContact":
        return self if self.user_key == user_key else replace(self, user_key=user_key, office_entry=None)

    def confirmed(self, now: datetime) -> "ParentContact":
        """The parent has just said that it is right."""
        return replace(self, confirmed_at=now)

    def asked(self, campaign_id: str, now: datetime, *, reached: bool) -> "ParentContact":
        """Whether it is still right. The same campaign once more changes nothing."""
        if self.asked_to_confirm and self.asked_to_confirm.campaign_id == campaign_id:
            return self
        return replace(self, asked_to_confirm=AskedToConfirm(campaign_id=campaign_id, at=now, reached=reached))

    @property
    def awaits_confirmation(self) -> bool:
        """Whether the newest campaign that was about them has no answer yet, also where it is over."""
        asked = self.asked_to_confirm
        return asked is not None and (self.confirmed_at is None or self.confirmed_at < asked.at)

    def with_password(self) -> "ParentContact":
        return self if self.registered else replace(self, registered=True)

    def to_be_deleted(self, now: datetime) -> "ParentContact":
        return replace(self, deletion_asked_at=now)

    def kept(self) -> "ParentContact":
        """They have changed their mind."""
        return replace(self, deletion_asked_at=None)

    def excluding(self, exclusion: Exclusion) -> "ParentContact":
        """The same once more changes nothing."""
        if any(own.key == exclusion.key for own in self.exclusions):
            return self
        return replace(self, exclusions=(*self.exclusions, exclusion))

    def no_longer_excluding(self, key: str) -> "ParentContact":
        """`key` is an Exclusion's."""
        left = tuple(own for own in self.exclusions if own.key != key)
        return self if left == self.exclusions else replace(self, exclusions=left)

    def unlinked_from(self, student_id: str) -> "ParentContact":
        return replace(self, students={own: relation for own, relation in self.students.items() if own != student_id})
