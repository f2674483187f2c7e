"""A homeroom of a school year: a code such as `3-A`, perhaps a room and teachers."""

from dataclasses import dataclass, replace

from homeroom.domain.roster.homeroom_code import class_code_key


@dataclass(frozen=True, kw_only=True)
class Homeroom:
    """`grade` may be empty. `teachers_from` is the import that last named `teachers`, and `teachers_before` are those
    whom it found. `version` is the store's, 0 until stored.
    """

    year: str
    code: str
    grade: str = ""
    room: str = ""
    teachers: tuple[str, ...] = ()
    teachers_from: str = ""
    teachers_before: tuple[str, ...] = ()
    version: int = 0

    @property
    def key(self) -> str:
        return class_code_key(self.code)

    @property
    def identity(self) -> str:
        return homeroom_identity(self.year, self.code)

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
