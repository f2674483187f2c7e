"""How far the parents of some students are known."""

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student


@dataclass(frozen=True, kw_only=True)
class StudentCount:
    """`no_address`: of so many nobody is known, and nobody is asked."""

    students: int = 0
    with_contact: int = 0
    no_address: int = 0

    def __add__(self, other: "StudentCount") -> "StudentCount":
        return StudentCount(
            students=self.students + other.students,
            with_contact=self.with_contact + other.with_contact,
            no_address=self.no_address + other.no_address,
        )


NOBODY = StudentCount()


def count_of(student: Student) -> StudentCount:
    """One student, in each school year in which they are counted."""
    return StudentCount(
        students=1,
        with_contact=int(student.has_parent_contact),
        no_address=int(not student.has_parent_contact and not student.open_invitation_ids),
    )


def count_in(homeroom: Homeroom, counts: Mapping[str, StudentCount]) -> StudentCount:
    """`counts` are by the keys of the codes that students are stored with: some may be yet to be moved to its own."""
    keys = dict.fromkeys(map(class_code_key, homeroom.codes))
    return sum((counts.get(key, NOBODY) for key in keys), NOBODY)
