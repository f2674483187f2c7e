"""Students and contacts as a file of contacts knows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.domain.families.parent_contact import LivesWith, ParentContact, Relation
from homeroom.domain.roster.student import Student, YearPlacement

_LIVES_WITH_FIRST = {LivesWith.YES: 0, LivesWith.PART: 1, LivesWith.NO: 2}


@dataclass(frozen=True)
class ExportedContact:
    """`relation` is that to the student with whom it stands. `bounced`: the mail service has reported so of its email
    address. `confirmed_on` is the day, at the school, on which the parent last saved their own information; None where
    they never have, or before it was noted.
    """

    contact: ParentContact
    relation: Relation
    bounced: bool = False
    confirmed_on: date | None = None


@dataclass(frozen=True)
class ExportedStudent:
    """`contacts` are those of whom the relation holds on the day of the file, in any order that the student has them
    in. `grade` is that of the placement, or else of the homeroom.
    """

    student: Student
    placement: YearPlacement
    grade: str
    contacts: Sequence[ExportedContact] = ()

    @property
    def in_order(self) -> Sequence[ExportedContact]:
        """Whom the student lives with comes first; otherwise as they came."""
        return sorted(self.contacts, key=lambda one: _LIVES_WITH_FIRST[one.relation.lives_with])


@dataclass(frozen=True)
class RelatedStudent:
    """A student of a contact. `position` is where the contact stands among the student's, from 1 on."""

    school_id: str
    relation: Relation
    position: int


@dataclass(frozen=True)
class ContactWithStudents:
    """`students` have a school-issued id and are in the file; there is one at least."""

    contact: ParentContact
    students: Sequence[RelatedStudent]
