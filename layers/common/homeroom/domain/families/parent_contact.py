"""A parent contact: a person's contact information, linked to one or more students."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from homeroom.domain.families.sharing import PRIVATE, Audience, Sharing
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.kernel.text import full_name


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
    time zone; None where nobody has said.
    """

    relationship: str = ""
    lives_with: LivesWith = LivesWith.YES
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Custody changes: outside these days the parent is nothing to the student."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class FilledForm:
    """The form about a parent, filled in. `students` maps student ids to the relation."""

    details: ContactDetails
    students: Mapping[str, Relation]


@dataclass(frozen=True, kw_only=True)
class ParentContact:
    """`students` maps student ids to the relation. `user_key` is the email key of the user whose contact it is: they
    have proved that they read email there. Empty for one that somebody else has recorded. `registered`: they have set a
    password. `deletion_asked_at`: when somebody asked that all that is kept about them is deleted, None where
    nobody has. `version` is the store's, 0 until stored.
    """

    id: str
    details: ContactDetails
    students: Mapping[str, Relation] = field(default_factory=dict)
    user_key: str = ""
    registered: bool = False
    deletion_asked_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    @property
    def email_keys(self) -> frozenset[str]:
        """Of the addresses at which this parent reads email, as far as anybody knows."""
        entered = email_key(self.details.email) if self.details.email else ""
        return frozenset(filter(None, (self.user_key, entered)))

    def changed(self, details: ContactDetails, students: Mapping[str, Relation]) -> "ParentContact":
        """Corrected by the parent; students that the form did not ask about stay linked."""
        return replace(self, details=details, students={**self.students, **students})

    def student_ids_on(self, day: date) -> list[str]:
        """Whose parent they are on that day."""
        return [student_id for student_id, relation in self.students.items() if relation.holds_on(day)]

    def is_parent_on(self, student_id: str, day: date) -> bool:
        relation = self.students.get(student_id)
        return relation is not None and relation.holds_on(day)

    def proved_by(self, user_key: str) -> "ParentContact":
        return self if self.user_key == user_key else replace(self, user_key=user_key)

    def with_password(self) -> "ParentContact":
        return self if self.registered else replace(self, registered=True)

    def to_be_deleted(self, now: datetime) -> "ParentContact":
        return replace(self, deletion_asked_at=now)

    def kept(self) -> "ParentContact":
        """They have changed their mind."""
        return replace(self, deletion_asked_at=None)

    def unlinked_from(self, student_id: str) -> "ParentContact":
        return replace(self, students={own: relation for own, relation in self.students.items() if own != student_id})
