"""A stretch of an import's rows, and what became of each."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.kernel.message import Message

MOST_TEXT = 50_000
"""Characters that a part holds, about. An item of DynamoDB has an end, some rows have long messages, and a check keeps
cells.
"""
_AROUND_A_CELL = 20
"""What the names of its fields take where it is stored."""


@dataclass(frozen=True)
class ShownCell:
    """A cell of a row that failed, shortened for showing; `problem` is what is wrong with it, if anything is."""

    column: str
    text: str
    problem: Message | None = None

    @property
    def length(self) -> int:
        problem = self.problem.length if self.problem else 0
        return len(self.column) + len(self.text) + problem + _AROUND_A_CELL


@dataclass(frozen=True)
class RowOutcome:
    """What became of one import row; `number` is the row number the spreadsheet program shows. `messages` say more: of
    a row that failed, one for each problem. `cells` are kept of rows that a check found wrong. `mail_places` says
    which mails of its part are the row's, by their places there.
    """

    number: int
    student: str
    outcome: Outcome
    messages: tuple[Message, ...] = ()
    cells: tuple[ShownCell, ...] = ()
    mail_places: tuple[int, ...] = ()

    @property
    def wrong_addresses(self) -> tuple[Message, ...]:
        """What is said of parents who were not invited because of their addresses. A row that failed has none: in it
        all is wrong.
        """
        return tuple(said for said in self.messages if said.is_(RowNote.WRONG_ADDRESS))

    @property
    def length(self) -> int:
        """Characters that it takes where it is stored, about."""
        length = len(self.student)
        for message in self.messages:
            length += message.length
        for cell in self.cells:
            length += cell.length
        return length


@dataclass(frozen=True, kw_only=True)
class ImportPart:
    """A stretch of rows, stored in the same transaction as what the rows did: a part either happened
    altogether or not at all. `mails` are the invitation ids and send numbers to be sent for it. It holds what stood in
    the rows, and is tidied away some time after `kept_until`.
    """

    import_id: str
    first_row: int
    rows: Sequence[RowOutcome]
    mails: Sequence[tuple[str, int]] = ()
    kept_until: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return f"{self.import_id}|{self.first_row}"

    @property
    def has_changed(self) -> bool:
        """Since it was stored with its rows: rows that waited were decided about, or mails canceled."""
        return self.version > 1

    @property
    def with_wrong_address(self) -> int:
        """In how many rows a parent was left out because of the address."""
        return sum(bool(row.wrong_addresses) for row in self.rows)

    def waiting(self, number: int) -> RowOutcome | None:
        """The row of this number, if it waits."""
        return next((row for row in self.rows if row.number == number and row.outcome is Outcome.WAITING), None)

    def with_result(self, outcome: RowOutcome, mails: Collection[tuple[str, int]]) -> "ImportPart":
        """What has become of a row that waited. `mails` are those that it asks for."""
        all_mails = tuple(dict.fromkeys((*self.mails, *mails)))
        outcome = replace(outcome, mail_places=tuple(all_mails.index(mail) for mail in mails))
        rows = tuple(outcome if row.number == outcome.number else row for row in self.rows)
        return replace(self, rows=rows, mails=all_mails)

    def without_waiting(self, which: Callable[[RowOutcome], bool], note: Message) -> "ImportPart":
        """Those of the rows that wait are skipped: `note` says why."""
        rows = tuple(
            replace(row, outcome=Outcome.SKIPPED, messages=(note,))
            if row.outcome is Outcome.WAITING and which(row)
            else row
            for row in self.rows
        )
        return replace(self, rows=rows) if rows != tuple(self.rows) else self

    def without_mails(self, canceled: Collection[tuple[str, int]], note: Message) -> "ImportPart":
        """Rows whose every mail was canceled have invited nobody: `note` says why."""
        places = {place for place, mail in enumerate(self.mails) if mail in canceled}
        rows = tuple(
            replace(row, outcome=Outcome.SKIPPED, messages=(note, *row.wrong_addresses))
            if row.mail_places and places.issuperset(row.mail_places)
            else row
            for row in self.rows
        )
        return replace(self, rows=rows) if rows != tuple(self.rows) else self


def in_parts(rows: Sequence[RowOutcome]) -> Iterator[Sequence[RowOutcome]]:
    """All in one, unless what is shown of wrong rows is long."""
    part: list[RowOutcome] = []
    written = 0
    for row in rows:
        if part and written + row.length > MOST_TEXT:
            yield part
            part, written = [], 0
        part.append(row)
        written += row.length
    yield part
