"""What programs did to the cells of a row is undone before the row is read: one rule for files of every format.

Markup of web pages is what they would show, words for an empty cell are taken as empty, and ids that were written as
numbers are again what they were.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple, Self

from homeroom.domain.imports.spreadsheet.codes import FileNotice
from homeroom.domain.imports.spreadsheet.columns import FULL_NAMES
from homeroom.domain.imports.spreadsheet.markup import may_hold_markup, without_markup
from homeroom.domain.imports.spreadsheet.rewritten_ids import mended_id
from homeroom.domain.imports.spreadsheet.said_nothing import (
    is_formula_error,
    may_be_a_name,
    says_no_address,
    says_no_homeroom,
    says_no_name,
    says_nobody,
    says_nothing,
    without_nothing,
)
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

_MOST_SAMPLES = 3
_LONGEST_SAMPLE = 40


class CellKind(Enum):
    """What a cell holds. PARENT_IDS are one or several, joined by commas."""

    TEXT = auto()
    ADDRESS = auto()
    ID = auto()
    PARENT_IDS = auto()
    CLASS_CODE = auto()


_KINDS: Mapping[str, CellKind] = {
    **dict.fromkeys(("year", "grade", "class_room", "relationship", "language", "contact_type"), CellKind.TEXT),
    **dict.fromkeys(("parent_email", "parent2_email"), CellKind.ADDRESS),
    **dict.fromkeys(("student_id", "system_id"), CellKind.ID),
    "contact_id": CellKind.PARENT_IDS,
    "class_code": CellKind.CLASS_CODE,
}
_PEOPLE = tuple(dict.fromkeys(full[: -len("_name")] for full in FULL_NAMES.values()))
_SAYS_NOTHING = {
    CellKind.TEXT: says_nothing,
    CellKind.ADDRESS: says_no_address,
    CellKind.ID: says_nothing,
    CellKind.CLASS_CODE: says_no_homeroom,
}


class Halves(NamedTuple):
    """Positions of a person's last and first name. A name that is needed and is an error of a formula stays, so that
    its cell is told what it is.
    """

    last: int
    first: int
    needed: bool


class Repaired:
    """What was done to the cells of a file so far."""

    def __init__(self) -> None:
        self._emptied, self._mended = 0, 0
        self._words: list[str] = []
        self._id = ""
        self.perhaps_a_name = False

    def note_emptied(self, text: str) -> None:
        """`text` is a word for an empty cell, and nothing of a family's."""
        self._emptied += 1
        word = one_line(text, _LONGEST_SAMPLE)
        if len(self._words) < _MOST_SAMPLES and word not in self._words:
            self._words.append(word)

    def note_mended(self, text: str) -> None:
        self._mended += 1
        self._id = self._id or text.strip()

    @property
    def notices(self) -> Iterator[Message]:
        """At most one of each kind, with how many cells there are."""
        if self._emptied:
            yield message(FileNotice.SAID_NOTHING, count=self._emptied, words=tuple(self._words))
        if self.perhaps_a_name:
            yield message(FileNotice.PERHAPS_A_NAME)
        if self._mended:
            yield message(FileNotice.MENDED_IDS, count=self._mended, sample=self._id, mended=mended_id(self._id))


class CellRepairs:
    """Of the rows below one header. `kinds` are those of the cells at each position, and tell nothing of names."""

    def __init__(
        self, kinds: Mapping[int, CellKind], halves: Sequence[Halves], full_names: Sequence[int], repaired: Repaired
    ) -> None:
        self._kinds = kinds
        self._halves = halves
        self._full_names = full_names
        self._read = {*kinds, *full_names, *(at for half in halves for at in half[:2])}
        self._repaired = repaired

    @classmethod
    def of_columns(
        cls, columns: Mapping[str, Sequence[int]], width: int, required: Collection[str], repaired: Repaired
    ) -> Self:
        """`columns` are canonical names with their positions. A row has a further, empty cell at `width`."""
        at = {name: positions[0] for name, positions in columns.items()}
        kinds = {position: _KINDS[name] for name, position in at.items() if name in _KINDS}
        halves = [
            Halves(at.get(last, width), at.get(first, width), last in required)
            for last, first in ((f"{person}_last_name", f"{person}_first_name") for person in _PEOPLE)
            if last in at or first in at
        ]
        return cls(kinds, halves, [at[f"{p}_name"] for p in _PEOPLE if f"{p}_name" in at], repaired)

    def repair(self, cells: list[str]) -> list[str]:
        """Changes the cells of a row, and returns them."""
        self._mend_markup(cells)
        for at, kind in self._kinds.items():
            if text := cells[at]:
                cells[at] = self._parent_ids(text) if kind is CellKind.PARENT_IDS else self._cell(text, kind)
        for at in self._full_names:
            self._full_name(at, cells)
        for last, first, needed in self._halves:
            of_last, of_first = cells[last], cells[first]
            for at, half, other in ((last, of_last, of_first), (first, of_first, of_last)):
                if says_no_name(half, other) or (not needed and is_formula_error(half)):
                    self._repaired.note_emptied(half)
                    self._repaired.perhaps_a_name |= may_be_a_name(half)
                    cells[at] = ""
        return cells

    def _mend_markup(self, cells: list[str]) -> None:
        for at in self._read:
            if may_hold_markup(cells[at]):
                cells[at] = without_markup(cells[at])

    def _full_name(self, at: int, cells: list[str]) -> None:
        name, words = without_nothing(cells[at])
        if words:
            self._repaired.note_emptied(words[0])
            cells[at] = name

    def _cell(self, text: str, kind: CellKind) -> str:
        if _SAYS_NOTHING[kind](text):
            self._repaired.note_emptied(text)
            return ""
        return self._mended(text) if kind in (CellKind.ID, CellKind.CLASS_CODE) else text

    def _parent_ids(self, text: str) -> str:
        ids = text.split(",")
        known = [one for one in ids if not says_nobody(one)]
        if nobody := next((one for one in ids if says_nobody(one)), ""):
            self._repaired.note_emptied(nobody)
        return ",".join(map(self._mended, known))

    def _mended(self, text: str) -> str:
        mended = mended_id(text)
        if mended != text:
            self._repaired.note_mended(text)
        return mended
