"""A homeroom of a school year: a code such as `3-A`, perhaps a room and teachers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.domain.roster.homeroom_code import class_code_key


@dataclass(frozen=True, kw_only=True)
class Homeroom:
    """`grade` may be empty. `teachers_from` is the import that last named `teachers`, and `teachers_before` are those
    whom it found.

    One that is over stays stored, so that its code keeps its meaning: since `over_at` it is renamed to or merged into
    the homeroom of the code `now`, or removed where that is empty. `taking_over` are codes of such homerooms under
    which some of this one's students may still be stored. `version` is the store's, 0 until stored.
    """

    year: str
    code: str
    grade: str = ""
    room: str = ""
    teachers: tuple[str, ...] = ()
    teachers_from: str = ""
    teachers_before: tuple[str, ...] = ()
    taking_over: tuple[str, ...] = ()
    now: str = ""
    over_at: datetime | None = None
    version: int = 0

    @property
    def key(self) -> str:
        return class_code_key(self.code)

    @property
    def identity(self) -> str:
        return homeroom_identity(self.year, self.code)

    @property
    def is_over(self) -> bool:
        return self.over_at is not None

    @property
    def is_removed(self) -> bool:
        return self.is_over and not self.now

    @property
    def codes(self) -> Sequence[str]:
        """Under which its students may be stored."""
        return (self.code, *self.taking_over)

    def holds(self, code: str) -> bool:
        """Whether a student who is stored with this code of its school year is in this homeroom."""
        return class_code_key(code) in map(class_code_key, self.codes)

    def means(self, other: "Homeroom") -> bool:
        """Whether this one is over, and its code means the other one now."""
        return bool(self.now) and class_code_key(self.now) == other.key

    def set_by_hand(self, *, grade: str, room: str, teachers: tuple[str, ...]) -> "Homeroom":
        """The next file that names a teacher names all of them anew, as after any other file."""
        after = replace(self, grade=grade, room=room, teachers=teachers)
        return after if teachers == self.teachers else replace(after, teachers_from="", teachers_before=())

    def taking(self, code: str) -> "Homeroom":
        """With the students of a homeroom of this code, who are yet to be stored with this one's."""
        taking_over = (
            *(c for c in self.taking_over if class_code_key(c) not in (self.key, class_code_key(code))),
            code,
        )
        return replace(self, taking_over=taking_over)

    def having_taken(self, code: str) -> "Homeroom":
        return replace(self, taking_over=tuple(c for c in self.taking_over if c != code))

    def ended(self, at: datetime, now: str = "") -> "Homeroom":
        return replace(self, now=now, over_at=at, taking_over=())

    def again(self) -> "Homeroom":
        """Over it was, and is no longer."""
        return replace(self, now="", over_at=None)

    def described(self, import_id: str, *, grade: str, room: str, teacher: str) -> "Homeroom":
        """As a row of a file describes it; what the row leaves empty stays.

        A homeroom with several teachers stands on several rows of a file, and the next file's are new ones.
        """
        described = replace(self, grade=grade or self.grade, room=room or self.room)
        if not teacher:
            return described
        if described.teachers_from != import_id:
            described = replace(described, teachers=(), teachers_before=self.teachers, teachers_from=import_id)
        if teacher not in described.teachers:
            described = replace(described, teachers=(*described.teachers, teacher))
        return described

    def says(self, *, grade: str, room: str, teacher: str) -> bool:
        """Whether all this is known of it already; what is empty always is."""
        return (
            grade in ("", self.grade)
            and room in ("", self.room)
            and teacher in ("", *self.teachers, *self.teachers_before)
        )


def homeroom_identity(year: str, code: str) -> str:
    """`3-a` and `3-A` are the same homeroom."""
    return f"{year}|{class_code_key(code)}"


def grade_order(grade: str) -> tuple[int, str]:
    """Sorts numbered grades as numbers, and other grades before them."""
    return (int(grade), "") if grade.isdecimal() else (-1, grade)
