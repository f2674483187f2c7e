"""How far the parents of some students are known."""

from dataclasses import dataclass

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
