"""A homeroom of a school year: a code such as `3-A`, perhaps a room and teachers."""

from dataclasses import dataclass

from homeroom.domain.homeroom_code import class_code_key


@dataclass(frozen=True, kw_only=True)
class Homeroom:
    """`grade` may be empty. `version` is the store's, 0 until stored."""

    year: str
    code: str
    grade: str = ""
    room: str = ""
    teachers: tuple[str, ...] = ()
    version: int = 0

    @property
    def key(self) -> str:
        return class_code_key(self.code)

    @property
    def identity(self) -> str:
        return homeroom_identity(self.year, self.code)


def homeroom_identity(year: str, code: str) -> str:
    """`3-a` and `3-A` are the same homeroom."""
    return f"{year}|{class_code_key(code)}"
