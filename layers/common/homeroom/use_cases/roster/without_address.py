"""Students of whom nobody is known and nobody is asked: the school has no address, or none that still counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import count_in, count_of
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import homerooms_by_grade

_ENOUGH, _MOST_HOMEROOMS = 50, 10


@dataclass(frozen=True)
class WithoutAddress:
    """`students` are those of some homerooms, one after the other; `next_after` is the code of the last of them, empty
    where there are no more. `number` is how many there are altogether.
    """

    number: int
    students: Sequence[Student]
    next_after: str


def students_without_address(year: str, after: str, services: Services) -> WithoutAddress:
    """Of the homerooms that come after this code's. Only homerooms with such students are read, a few at a time."""
    counts = services.roster.student_counts(year)
    rooms = [room for rooms in homerooms_by_grade(year, services).values() for room in rooms]
    to_read = [room for room in _after(rooms, after) if count_in(room, counts).no_address]
    students: list[Student] = []
    read = 0
    while read < min(len(to_read), _MOST_HOMEROOMS) and len(students) < _ENOUGH:
        room = to_read[read]
        students += [s for s in students_of(room, services) if _is_without(s, year)]
        read += 1
    number = sum(count.no_address for count in counts.values())
    return WithoutAddress(number, students, to_read[read - 1].code if read < len(to_read) else "")


def _after(rooms: Sequence[Homeroom], code: str) -> Sequence[Homeroom]:
    keys = [room.key for room in rooms]
    return rooms[keys.index(class_code_key(code)) + 1 :] if class_code_key(code) in keys else rooms


def _is_without(student: Student, year: str) -> bool:
    return year in student.years_counted and bool(count_of(student).no_address)
