"""From the cells of a row to what the row says. Positions and rules are settled once for the file, not for each row."""

from collections.abc import Callable, Iterator
from datetime import date

from homeroom.domain.imports.detected_file import DELIMITERS, Delimiter
from homeroom.domain.imports.spreadsheet import cells as rules
from homeroom.domain.imports.spreadsheet.cell_repairs import CellRepairs, Repaired
from homeroom.domain.imports.spreadsheet.codes import WrongCell, WrongRow
from homeroom.domain.imports.spreadsheet.columns import FULL_NAMES
from homeroom.domain.imports.spreadsheet.contact_rules import ContactRules, Contacts
from homeroom.domain.imports.spreadsheet.csv_records import Broken
from homeroom.domain.imports.spreadsheet.doubts import Answers
from homeroom.domain.imports.spreadsheet.formats import HOMEROOMS
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.headers_below import HeadersBelow
from homeroom.domain.imports.spreadsheet.leavers import Leavers
from homeroom.domain.imports.spreadsheet.lost_letters import LostLetters, is_read_wrong_once
from homeroom.domain.imports.spreadsheet.parsed_row import Leaver, SheetRow
from homeroom.domain.imports.spreadsheet.problems import CellProblem
from homeroom.domain.imports.spreadsheet.row_entries import Entry, HomeroomOf, PlacementOf
from homeroom.domain.imports.spreadsheet.row_fast_path import plain_row
from homeroom.domain.imports.spreadsheet.row_values import (
    HOMEROOM_TEXTS,
    STUDENT_TEXTS,
    are_as_in_file,
    texts_of,
)
from homeroom.domain.imports.spreadsheet.wrong_addresses import WrongAddresses
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import clean, listed_name, one_line

_new = tuple.__new__
"""Makes a named tuple of values in its order: twice as quick as calling it."""
_LONGEST_SHOWN = 40
_LONGEST_NAME = 100


class RowReader:
    """Reads the rows below `header`; `default_year` stands in for an empty or missing year.

    `leavers` knows what to say of those whose rows were read, `doubts` what is probably not meant of all rows.
    `answers` are what a Site Admin has said of files with this header, and `doubts` what the header leaves open.
    """

    def __init__(
        self, header: Header, default_year: str, today: date, answers: Answers, doubts: tuple[Message, ...] = ()
    ) -> None:
        self.doubts = doubts
        self._answers = answers
        self.leavers = Leavers(header, today)
        self._header = header
        self._width = len(header.cells)
        self._rules = rules.rules_of_columns(default_year, header.format.required)
        self.repaired = Repaired()
        self._repairs = CellRepairs.of_columns(header.columns, self._width, header.format.required, self.repaired)
        about_homerooms = header.format is HOMEROOMS
        self._wanted = HOMEROOM_TEXTS if about_homerooms else STUDENT_TEXTS
        self._texts = texts_of(header, self._wanted)
        self._contacts = ContactRules(header, self._wanted)
        self._lost_letters = LostLetters(self._wanted)
        self._below = HeadersBelow(header)
        self._addresses = WrongAddresses(header, self._wanted)
        self._is_plain: Callable[[str], object] = lambda _: None
        self._entry: Entry = HomeroomOf(self._rules)
        if not about_homerooms:
            placement = self._entry = PlacementOf(self._rules)
            self._plain_entry = placement.plain
            others = self._contacts.plain
            if others is not None and are_as_in_file(header):
                self._is_plain = plain_row(header, header.format.required, others).fullmatch

    def read(self, number: int, cells: list[str], joined: str) -> SheetRow:
        """`joined` are the cells, joined by line feeds."""
        below = self._below
        if (
            len(cells) == self._width
            and self._is_plain(joined)
            and not is_read_wrong_once(joined)
            and not below.are_rows_changed
            and cells[0] not in below.cells
        ):
            as_found = tuple(cells)
            cells.append("")
            texts = self._texts(cells)
            if self.leavers and (why := self.leavers.why(cells)):
                return self._left(number, as_found, texts, why)
            try:
                return _new(SheetRow, (number, as_found, self._plain_entry(texts), (), (), (), (), None))
            except Refused:
                cells.pop()
        if why_refused := below.take(number, cells) or below.why_not_read():
            return self._refused(number, cells, why_refused)
        return self._read_closely(number, below.in_order(cells))

    def _read_closely(self, number: int, cells: list[str]) -> SheetRow:
        width = self._width
        if len(cells) != width:
            if any(cell.strip() for cell in cells[width:]):
                return self._refused(number, cells, self._surplus_cell(cells[width:]))
            cells = cells[:width] + [""] * (width - len(cells))
        as_found = tuple(cells)
        cells.append("")
        self._repairs.repair(cells)
        texts = self._texts(cells)  # which also remembers what a further row leaves out
        if self.leavers and (why := self.leavers.why(as_found)):
            return self._left(number, as_found, texts, why)
        contacts = self._contacts.look(cells, texts) if self._contacts else Contacts(texts)
        texts = contacts.texts
        doubts = tuple(self._lost_letters.doubts(texts))
        try:
            return self._with_contacts(SheetRow(number, as_found, self._entry(texts), doubts=doubts), contacts)
        except Refused:
            problems = tuple(self._cell_problems(texts))
            left = self._addresses.left_out(as_found, texts, problems)
            row = SheetRow(number, as_found, self._entry(left) if left else None, problems, doubts=doubts)
            return self._with_contacts(row, contacts)

    def _with_contacts(self, row: SheetRow, contacts: Contacts) -> SheetRow:
        """What the file says of the row's contacts; of one that failed, whom it forbids to tell."""
        if row.entry is None and contacts.no_contact:
            names = dict(zip(self._wanted, map(clean, contacts.texts), strict=True))
            return row._replace(forbids=contacts.forbids(names))
        if not row.placement or not (contacts.not_invited or contacts.doubts):
            return row
        return row._replace(entry=contacts.applied_to(row.placement), doubts=(*row.doubts, *contacts.doubts))

    def _left(self, number: int, cells: tuple[str, ...], texts: tuple[str, ...], why: Message) -> SheetRow:
        """Whatever else is wrong with the row does not matter."""
        last, first = (texts[self._wanted.index(name)] for name in ("student_last_name", "student_first_name"))
        return SheetRow(number, cells, Leaver(one_line(listed_name(first, last), _LONGEST_NAME), why))

    def read_broken(self, number: int, broken: Broken) -> SheetRow:
        """A record that could not be taken apart is a row that failed."""
        return self._refused(number, broken.cells, broken.message)

    def _cell_problems(self, texts: tuple[str, ...]) -> Iterator[CellProblem]:
        """All of them: the first one stopped the quick reading."""
        in_full_names = set()
        for name, text in zip(self._wanted, texts, strict=False):
            try:
                self._rules[name](text)
            except Refused as refusal:
                full = FULL_NAMES.get(name, "")
                if name in self._header.columns or full not in self._header.columns:
                    yield CellProblem(name, refusal.message)
                elif full not in in_full_names:
                    in_full_names.add(full)
                    yield CellProblem(full, refusal.message if text else message(WrongCell.NAME_TO_SPLIT))

    def _refused(self, number: int, cells: list[str], why: Message) -> SheetRow:
        width = self._width
        padded = (*cells[:width], *[""] * (width - len(cells)))
        surplus = cells[width:]
        while surplus and not surplus[-1].strip():
            surplus.pop()
        return SheetRow(number, padded, None, (CellProblem(None, why),), tuple(surplus))

    def _surplus_cell(self, surplus: list[str]) -> Message:
        first = next(cell for cell in surplus if cell.strip()).strip()
        delimiter = DELIMITERS.get(self._header.delimiter, Delimiter.OTHER)
        return message(WrongRow.SURPLUS_CELL, cell=first[:_LONGEST_SHOWN], delimiter=delimiter.label)
