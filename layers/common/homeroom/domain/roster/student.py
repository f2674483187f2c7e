"""A student: placed in a homeroom of each school year, linked to parent contacts, asked about in open invitations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from homeroom.domain.kernel.text import full_name, listed_name, sort_key
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student_identity import address_digest, name_key, school_id_key

_MOST_INVITATIONS = 10
_YEARS_BY_NAME = 2
_YEARS_COUNTED = 2


@dataclass(frozen=True, kw_only=True)
class YearPlacement:
    """Where a student is in one school year. `grade` may be empty. `moved_from` is the homeroom before, if they have
    moved within the year, and `moved_at` when that was.
    """

    homeroom: str
    grade: str = ""
    moved_from: str = ""
    moved_at: datetime | None = None

    def moved(self, homeroom: str, grade: str, now: datetime | None) -> "YearPlacement":
        if self.homeroom == homeroom:
            return self if self.grade == grade else replace(self, grade=grade)
        return YearPlacement(homeroom=homeroom, grade=grade, moved_from=self.homeroom, moved_at=now)


@dataclass(frozen=True, kw_only=True)
class Student:
    """`placements` are by school year, one at least. `import_id` and `row` say which import last placed them in any of
    them. Invitations that are over go from `open_invitation_ids` to `past_invitation_ids`. `declined` leads from the
    digests of addresses whose readers said that this is not their child to the invitations in which they did.
    `no_contact` are the digests of addresses of which a file or a Site Admin has said that they must not be told of
    this student.
    `inactive_contact_ids` are those of parents whose relation is over, or begins on a later day: they are nothing to
    the student but a matter of the office.
    `unlisted_by` are the contacts who keep this student out of all lists that other parents see.
    `former_names` (as `name_key` has them) and `former_school_ids` (as `school_id_key` does) are those that a Site
    Admin has not chosen: a file that still has them means this student, and changes neither back.
    `merged_ids` are the ids of students who turned out to be this one.
    From the school year `left_from` on, empty where there is none, a Site Admin says that they have left, whatever
    files say. `protected_reason` is for Site Admins only.
    `version` is the store's, 0 until stored.
    """

    id: str
    first_name: str
    last_name: str
    placements: Mapping[str, YearPlacement]
    school_id: str = ""
    protected: bool = False
    protected_reason: str = ""
    left_from: str = ""
    former_names: tuple[str, ...] = ()
    former_school_ids: tuple[str, ...] = ()
    unlisted_by: tuple[str, ...] = ()
    contact_ids: tuple[str, ...] = ()
    inactive_contact_ids: tuple[str, ...] = ()
    open_invitation_ids: tuple[str, ...] = ()
    past_invitation_ids: tuple[str, ...] = ()
    declined: Mapping[str, str] = field(default_factory=dict)
    no_contact: tuple[str, ...] = ()
    merged_ids: tuple[str, ...] = ()
    import_id: str = ""
    row: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def listed_name(self) -> str:
        return listed_name(self.first_name, self.last_name)

    @property
    def name_key(self) -> str:
        return name_key(self.first_name, self.last_name)

    @property
    def all_ids(self) -> tuple[str, ...]:
        """The own one first."""
        return (self.id, *self.merged_ids)

    @property
    def order(self) -> tuple[str, str, str]:
        """By last name, then first name; part by part, so that Li comes before Lin."""
        return sort_key(self.last_name), sort_key(self.first_name), self.id

    @property
    def has_parent_contact(self) -> bool:
        return bool(self.contact_ids)

    @property
    def all_contact_ids(self) -> tuple[str, ...]:
        """Also of those whose relation does not hold now."""
        return (*self.contact_ids, *self.inactive_contact_ids)

    @property
    def is_listed(self) -> bool:
        """Whether other families find the student in lists, or by search. Neither the office nor a parent says no."""
        return not (self.protected or self.unlisted_by)

    @property
    def years(self) -> Sequence[str]:
        """The school years in which they count: in which lists name them, numbers count them and somebody is asked
        about them.
        """
        return [year for year in sorted(self.placements) if not self.is_marked_left(year)]

    def placement_in(self, year: str) -> YearPlacement | None:
        """None, too, where they have left by then."""
        return self.placements[year] if self.in_year(year) else None

    def in_year(self, year: str) -> bool:
        return year in self.placements and not self.is_marked_left(year)

    def is_marked_left(self, year: str) -> bool:
        """Whether a Site Admin says that they have left by this school year."""
        return bool(self.left_from) and self.left_from <= year

    def shown_year(self, year: str) -> str:
        """`year` where they are in it, or else the newest one in which they are: of that the office may be shown where
        they are.
        """
        return year if self.in_year(year) else max(self.placements)

    @property
    def years_by_name(self) -> Sequence[str]:
        """In which files of the school may still know them by the name: the newest. A transaction has an end."""
        return sorted(self.placements)[-_YEARS_BY_NAME:]

    @property
    def years_counted(self) -> Sequence[str]:
        """The newest: the current one and the next, for whoever is here. A transaction has an end."""
        return [year for year in sorted(self.placements)[-_YEARS_COUNTED:] if self.in_year(year)]

    def has_left(self, year: str) -> bool:
        """Whether they were there before, and are in this school year or a later one no more."""
        return max(self.placements) < year or self.is_marked_left(year)

    def left(self, year: str) -> "Student":
        """From this school year on. Their places stay, for whoever comes back."""
        return self if self.is_marked_left(year) else replace(self, left_from=year)

    def back(self) -> "Student":
        return replace(self, left_from="")

    def as_protected(self, reason: str) -> "Student":
        return replace(self, protected=True, protected_reason=reason)

    def no_longer_protected(self) -> "Student":
        return replace(self, protected=False, protected_reason="")

    def placed(
        self, year: str, homeroom: str, grade: str, school_id: str = "", now: datetime | None = None
    ) -> "Student":
        """Nothing changes in other school years. Without a school-issued id the student keeps the one they have. `now`
        is when they move, if they do.
        """
        school_id, before = school_id or self.school_id, self.placements.get(year)
        placement = before.moved(homeroom, grade, now) if before else YearPlacement(homeroom=homeroom, grade=grade)
        if (before, self.school_id) == (placement, school_id):
            return self
        return replace(self, placements={**self.placements, year: placement}, school_id=school_id)

    def is_in(self, homeroom: Homeroom) -> bool:
        """Also while they are yet to be stored with the code that it has now."""
        placement = self.placement_in(homeroom.year)
        return placement is not None and homeroom.holds(placement.homeroom)

    def in_homeroom(self, homeroom: Homeroom) -> "Student":
        """Stored with the code that the homeroom has now, if it is theirs: they have not moved."""
        year, placement = homeroom.year, self.placement_in(homeroom.year)
        if placement is None or placement.homeroom == homeroom.code or not homeroom.holds(placement.homeroom):
            return self
        return replace(self, placements={**self.placements, year: replace(placement, homeroom=homeroom.code)})

    def called(self, first_name: str, last_name: str) -> "Student":
        """With a corrected name."""
        if (self.first_name, self.last_name) == (first_name, last_name):
            return self
        return replace(self, first_name=first_name, last_name=last_name)

    def corrected(self, first_name: str, last_name: str, school_id: str) -> "Student":
        """By a Site Admin, whose word stands: what was there before goes on leading to the student."""
        renamed, issued = name_key(first_name, last_name), school_id_key(school_id)
        return replace(
            self.called(first_name, last_name),
            school_id=school_id,
            former_names=_without(tuple(dict.fromkeys((*self.former_names, self.name_key))), renamed),
            former_school_ids=_without(tuple(dict.fromkeys(self.school_id_keys)), issued),
        )

    @property
    def name_keys(self) -> tuple[str, ...]:
        """Under which files may know them: their name, and those they had before it was corrected."""
        return (self.name_key, *self.former_names)

    @property
    def school_id_keys(self) -> tuple[str, ...]:
        """The same of their ids."""
        return (school_id_key(self.school_id), *self.former_school_ids) if self.school_id else self.former_school_ids

    def had_school_id(self, school_id: str) -> bool:
        """Before a Site Admin corrected it."""
        return school_id_key(school_id) in self.former_school_ids

    def with_open_invitation(self, invitation_id: str) -> "Student":
        if invitation_id in self.open_invitation_ids:
            return self
        past = tuple(i for i in self.past_invitation_ids if i != invitation_id)
        open_ids = (*self.open_invitation_ids, invitation_id)
        return replace(self, open_invitation_ids=open_ids, past_invitation_ids=past)

    def without_open_invitation(self, invitation_id: str) -> "Student":
        if invitation_id not in self.open_invitation_ids:
            return self
        left = tuple(i for i in self.open_invitation_ids if i != invitation_id)
        return replace(self, open_invitation_ids=left, past_invitation_ids=(*self.past_invitation_ids, invitation_id))

    def without_invitation(self, invitation_id: str) -> "Student":
        """There is no such invitation any more."""
        if invitation_id not in self.invitation_ids:
            return self
        open_ids = tuple(i for i in self.open_invitation_ids if i != invitation_id)
        past_ids = tuple(i for i in self.past_invitation_ids if i != invitation_id)
        return replace(self, open_invitation_ids=open_ids, past_invitation_ids=past_ids)

    @property
    def invitation_ids(self) -> tuple[str, ...]:
        """All there have ever been."""
        return (*self.past_invitation_ids, *self.open_invitation_ids)

    @property
    def newest_invitation_ids(self) -> tuple[str, ...]:
        """As many as may change together with the student: a transaction has an end."""
        return self.invitation_ids[-_MOST_INVITATIONS:]

    def declined_by(self, email_key: str, invitation_id: str) -> "Student":
        """The reader of this address says: not my child. Kept without the address of what may be a stranger."""
        left = self.without_open_invitation(invitation_id)
        return replace(left, declined={**self.declined, address_digest(email_key): invitation_id})

    def was_declined_by(self, email_key: str) -> bool:
        return address_digest(email_key) in self.declined

    def no_longer_declined_by(self, email_key: str) -> "Student":
        if not self.was_declined_by(email_key):
            return self
        own = address_digest(email_key)
        return replace(self, declined={key: value for key, value in self.declined.items() if key != own})

    def must_not_tell(self, email_key: str) -> bool:
        return bool(self.no_contact) and address_digest(email_key) in self.no_contact

    def without_contact(self, email_keys: Iterable[str]) -> "Student":
        """The school says that these addresses must not be told of the student. A later file that says nothing of it
        does not take it back.
        """
        digests = tuple(dict.fromkeys((*self.no_contact, *map(address_digest, email_keys))))
        return self if digests == self.no_contact else replace(self, no_contact=digests)

    def may_tell(self, email_key: str) -> "Student":
        """Somebody of the school asks this address all the same, and may know better."""
        if not self.must_not_tell(email_key):
            return self
        own = address_digest(email_key)
        return replace(self, no_contact=tuple(digest for digest in self.no_contact if digest != own))

    def linked_to(self, contact_id: str) -> "Student":
        if contact_id in self.contact_ids:
            return self
        inactive = _without(self.inactive_contact_ids, contact_id)
        return replace(self, contact_ids=(*self.contact_ids, contact_id), inactive_contact_ids=inactive)

    def inactively_linked_to(self, contact_id: str) -> "Student":
        """The relation does not hold now, so it neither keeps others from being asked nor the student out of lists."""
        if contact_id in self.inactive_contact_ids:
            return self
        unlinked = self.unlinked_from(contact_id)
        return replace(unlinked, inactive_contact_ids=(*self.inactive_contact_ids, contact_id))

    def unlinked_from(self, contact_id: str) -> "Student":
        contact_ids, inactive = (_without(ids, contact_id) for ids in (self.contact_ids, self.inactive_contact_ids))
        return replace(self, contact_ids=contact_ids, inactive_contact_ids=inactive).listed_by(contact_id)

    def unlisted(self, contact_id: str) -> "Student":
        """This parent keeps the student out of what other families see."""
        if contact_id in self.unlisted_by:
            return self
        return replace(self, unlisted_by=(*self.unlisted_by, contact_id))

    def as_wished(self, contact_id: str, kept_out: bool | None) -> "Student":
        """What this parent wants now, None where they have not changed it. Who is no parent now wishes nothing."""
        if kept_out is None or contact_id not in self.contact_ids:
            return self
        return self.unlisted(contact_id) if kept_out else self.listed_by(contact_id)

    def is_kept_out_by_others(self, contact_id: str) -> bool:
        """Whether another parent than this one wants it."""
        return any(own != contact_id for own in self.unlisted_by)

    def listed_by(self, contact_id: str) -> "Student":
        """This parent does so no more; another one may."""
        if contact_id not in self.unlisted_by:
            return self
        return replace(self, unlisted_by=_without(self.unlisted_by, contact_id))


def _without(ids: tuple[str, ...], own: str) -> tuple[str, ...]:
    return tuple(i for i in ids if i != own)
