"""One row: where a student belongs and which parents it names, or what is wrong with it.

These are named tuples and not dataclasses because a file has a million of them and they are made five times faster.
"""

from typing import NamedTuple

from homeroom.domain.imports.spreadsheet.problems import CellProblem
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.text import full_name, listed_name

NOBODY_ELSE = ("", "")
"""In the place of another parent's names."""


class NamedParent(NamedTuple):
    """A parent as a row names one: the address as typed (mended), the names perhaps empty. `also` are the first and the
    last name of the other parent, where both have this address.
    """

    email: str
    first_name: str
    last_name: str
    also: tuple[str, str] = NOBODY_ELSE

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def key(self) -> str:
        """Identity of the address."""
        return email_key(self.email)


class Placement(NamedTuple):
    """A student's place in a homeroom of a school year, and the parents to ask (none, one or two).

    `class_code` is empty where a file names no homerooms, and the names where it knows students by their id alone:
    such a row is about a student who is there already. `not_invited` says why its contact is not to be asked;
    `no_contact` are those who must not be told of the student at all.
    """

    year: str
    class_code: str
    grade: str
    student_id: str
    first_name: str
    last_name: str
    parents: tuple[NamedParent, ...] = ()
    relationship: str = ""
    language: str = ""
    not_invited: Message | None = None
    no_contact: tuple[NamedParent, ...] = ()

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def listed_name(self) -> str:
        return listed_name(self.first_name, self.last_name)


class HomeroomEntry(NamedTuple):
    """A homeroom of a school year as a row describes it, with one of its teachers; only year and code are never
    empty.
    """

    year: str
    class_code: str
    grade: str
    room: str
    teacher: str


class Leaver(NamedTuple):
    """A student who has left, as `why` says; `listed_name` may be empty. Nothing follows from such a row."""

    listed_name: str
    why: Message


class SheetRow(NamedTuple):
    """`number` is the one that the spreadsheet program shows; `cells` are the texts of the file, one for each column
    of the header, and `surplus` those beyond it. `problems` say why `entry` is None, or which parents it leaves out
    because of their addresses. `doubts` say what is probably not meant: with any, nothing follows from the row until a
    Site Admin has looked. `place` says where people find a row that was joined of several tables, whose number tells
    them nothing. `forbids` is the student of a row that failed, with whom it says must not be told of them: that holds
    whatever else is wrong.
    """

    number: int
    cells: tuple[str, ...]
    entry: Placement | HomeroomEntry | Leaver | None
    problems: tuple[CellProblem, ...] = ()
    surplus: tuple[str, ...] = ()
    doubts: tuple[Message, ...] = ()
    place: tuple[Message, ...] = ()
    forbids: Placement | None = None

    @property
    def placement(self) -> Placement | None:
        return self.entry if isinstance(self.entry, Placement) else None
