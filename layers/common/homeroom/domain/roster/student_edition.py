"""Which state of a student a Site Admin has seen in a form, so that nobody overwrites what they have not seen."""

from collections.abc import Callable

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.token import digest
from homeroom.domain.roster.student import Student

_LENGTH = 16


class StudentChanged(HomeroomError):
    """The student has changed since the form was shown, and is not what it wants to make of them. `stored` is how they
    are now.
    """

    def __init__(self, stored: Student) -> None:
        super().__init__("student changed")
        self.stored = stored


def edition_of(student: Student) -> str:
    """Of what the form shows of a student: invitations and contacts come and go beside it."""
    places = [(year, place.homeroom, place.grade) for year, place in sorted(student.placements.items())]
    return _digest(student.id, student.first_name, student.last_name, student.school_id, places, student.left_from)


def protection_edition(student: Student) -> str:
    """Of whether they are protected, and why."""
    return _digest(student.id, student.protected, student.protected_reason)


def check_seen(stored: Student, wanted: Student, seen: str, edition: Callable[[Student], str] = edition_of) -> None:
    """`seen`: the edition that the form was filled with. Raises StudentChanged."""
    if edition(stored) not in (seen, edition(wanted)):
        raise StudentChanged(stored)


def _digest(*facts: object) -> str:
    return digest(repr(facts))[:_LENGTH]
