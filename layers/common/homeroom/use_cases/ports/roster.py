"""Reading students, their homerooms and their parent contacts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from homeroom.domain.families.contact_log import ContactLog
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import StudentCount
from homeroom.domain.roster.student_identity import Namesakes, SchoolId


class Roster(Protocol):
    """Homerooms, students and parent contacts. What is looked up by key is always the newest state."""

    def students(self, ids: Collection[str]) -> dict[str, Student]: ...
    def students_now(self, ids: Collection[str]) -> dict[str, Student]:
        """By ids that may have been written down before two students turned out to be one. Under the ids that were
        asked for: two of them may lead to one student.
        """

    def namesakes(self, identities: Collection[str]) -> dict[str, Namesakes]:
        """Keys and results by `namesakes_identity`; names nobody has are left out."""

    def school_ids(self, identities: Collection[str]) -> dict[str, SchoolId]:
        """By identity, as far as there are any."""

    def merged(self, ids: Collection[str]) -> dict[str, MergedStudent]:
        """By id: those of them that were students' once who are one with others now."""

    def homerooms(self, year: str) -> list[Homeroom]:
        """The homerooms of a school year, by code."""

    def all_homerooms(self, year: str) -> list[Homeroom]:
        """With those that are over, by code: what files still say has a meaning."""

    def has_homerooms(self, year: str) -> bool: ...
    def homerooms_called(self, wanted: Collection[tuple[str, str]]) -> list[Homeroom]:
        """Those of these (year, code) that there are or were."""

    def students_in(self, year: str, code: str) -> list[Student]:
        """The students of a homeroom, by last name. From an index: may lag a moment behind."""

    def student_counts(self, year: str) -> Mapping[str, StudentCount]:
        """By key of the homeroom, where anybody is: always exact. Whoever has places in two later years is left out."""

    def search(self, year: str, text: str, limit: int) -> list[Student]:
        """Students of whose first and last names some word begins with each word typed, case and accents
        aside, by last name; at most `limit`.
        """

    def called_like(self, year: str, text: str) -> Iterator[Sequence[Student]]:
        """The same, in portions and in no order of last names. No more is read than what is taken: for whoever is
        shown only some of them.
        """

    def school_ids_like(self, key: str, limit: int) -> list[Student]:
        """Students whose ids begin with `key`, as `school_id_key` has it, by id; of any school year."""

    def deletion(self, asked_at: datetime, contact_id: str) -> Deletion | None: ...
    def deletions(self, asked_before: datetime, limit: int) -> list[Deletion]:
        """The longest asked first."""

    def contacts(self, ids: Collection[str]) -> dict[str, ParentContact]: ...
    def contact_logs(self, contact_ids: Collection[str]) -> dict[str, ContactLog]: ...
    def changed_contacts(self, since: datetime, before: str, limit: int) -> list[tuple[str, str]]:
        """Orders of logs and the ids of their contacts that have changed at this moment or later, those with the newest
        change first; only those whose order is less than `before` where it is given.
        """

    def contacts_like(self, text: str, limit: int) -> list[ParentContact]:
        """Parents of whose name some word begins with each word typed, whose address begins with what was typed, or
        one of whose phone numbers ends with its last digits; at most about `limit`. For Site Admins alone.
        """

    def relation_turns(self, first: date, last: date) -> list[tuple[str, str]]:
        """Ids of students and contacts whose relations begin or are over on one of these days, by day."""
