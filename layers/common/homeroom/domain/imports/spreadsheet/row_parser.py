"""From the cells of a row to what the row says. Positions and rules are settled once for the file, not for each row."""

from collections.abc import Callable, Iterator
from typing import Protocol

from homeroom.domain.imports.detected_file import DELIMITERS, Delimiter
from homeroom.domain.imports.spreadsheet import cells as rules
from homeroom.domain.imports.spreadsheet.cell_repairs import CellRepairs, Repaired
from homeroom.domain.imports.spreadsheet.codes import WrongCell, WrongRow
from homeroom.domain.imports.spreadsheet.columns import FULL_NAMES, folded
from homeroom.domain.imports.spreadsheet.csv_records import Broken
from homeroom.domain.imports.spreadsheet.formats import HOMEROOMS
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.parsed_row import HomeroomEntry, NamedParent, Placement, SheetRow
from homeroom.domain.imports.spreadsheet.problems import CellProblem
from homeroom.domain.imports.spreadsheet.row_fast_path import plain_row
from homeroom.domain.imports.spreadsheet.row_values import (
    CONTACT_KIND,
    HOMEROOM_TEXTS,
    NOT_INVITED,
    STUDENT_TEXTS,
    are_as_in_file,
    texts_of,
)
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Message, message

_REMEMBERED = 10_000
_new = tuple.__new__
"""Makes a named tuple of values in its order: twice as quick as calling it."""
_LONGEST_SHOWN = 40


class RowReader:
    """Reads the rows below `header`; `default_year` stands in for an empty or missing year."""

    def __init__(self, header: Header, default_year: str) -> None:
        self._header = header
        self._width = len(header.cells)
        self._rules = rules.rules_of_columns(default_year, header.format.required)
        self.repaired = Repaired()
        self._repairs = CellRepairs.of_columns(header.columns, self._width, header.format.required, self.repaired)
        about_homerooms = header.format is HOMEROOMS
        self._wanted = HOMEROOM_TEXTS if about_homerooms else STUDENT_TEXTS
        self._texts = texts_of(header, self._wanted if about_homerooms else (*STUDENT_TEXTS, NOT_INVITED, CONTACT_KIND))
        self._is_plain: Callable[[str], object] = lambda _: None
        self._entry: _Entry = _HomeroomOf(self._rules)
        if not about_homerooms:
            placement = self._entry = _PlacementOf(self._rules)
            self._plain_entry = placement.plain
            if are_as_in_file(header):
                self._is_plain = plain_row(header, header.format.required).fullmatch

    def read(self, number: int, cells: list[str], joined: str) -> SheetRow:
        """`joined` are the cells, joined by line feeds."""
        if len(cells) == self._width and self._is_plain(joined):
            as_found = tuple(cells)
            cells.append("")
            try:
                return _new(SheetRow, (number, as_found, self._plain_entry(self._texts(cells)), (), ()))
            except Refused:
                cells.pop()
        return self._read_closely(number, cells)

    def _read_closely(self, number: int, cells: list[str]) -> SheetRow:
        width = self._width
        if len(cells) != width:
            if any(cell.strip() for cell in cells[width:]):
                return self._refused(number, cells, self._surplus_cell(cells[width:]))
            cells = cells[:width] + [""] * (width - len(cells))
        as_found = tuple(cells)
        cells.append("")
        self._repairs.repair(cells)
        texts = self._texts(cells)
        try:
            return SheetRow(number, as_found, self._entry(texts))
        except Refused:
            if self._repeats_header(as_found):
                return self._refused(number, cells, message(WrongRow.HEADER_AGAIN))
            return SheetRow(number, as_found, None, tuple(self._cell_problems(texts)))

    def read_broken(self, number: int, broken: Broken) -> SheetRow:
        """A record that could not be taken apart is a row that failed."""
        return self._refused(number, broken.cells, broken.message)

    def _repeats_header(self, cells: tuple[str, ...]) -> bool:
        """Perhaps spelt a little differently. Such a row always fails: no homeroom is called what its column is."""
        return [*map(folded, cells)] == [*map(folded, self._header.cells)]

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


class _Entry(Protocol):
    def __call__(self, texts: tuple[str, ...], /) -> Placement | HomeroomEntry:
        """Raises Refused at the first text that is wrong."""


class _PlacementOf:
    """Takes STUDENT_TEXTS, NOT_INVITED and CONTACT_KIND."""

    def __init__(self, of_columns: rules.CellRules) -> None:
        self._years = _Remembering(of_columns["year"])
        self._codes = _Remembering(of_columns["class_code"])
        self._grades = _Remembering(of_columns["grade"])
        self._short = _Remembering(rules.short_text)
        self._names = _Remembering(rules.name)
        self._student_id = of_columns["student_id"]
        self._last, self._first = of_columns["student_last_name"], of_columns["student_first_name"]

    def __call__(self, texts: tuple[str, ...], /) -> Placement:
        year, code, grade, student_id, last, first, email, p_first, p_last, *others = texts
        email2, p2_first, p2_last, *more = others
        names, address = self._names, rules.email
        return self.plain(
            (
                *(year, code, grade, self._student_id(student_id), self._last(last), self._first(first)),
                *(address(email), names[p_first], names[p_last]),
                *(address(email2), names[p2_first], names[p2_last]),
                *more,
            )
        )

    def plain(self, texts: tuple[str, ...]) -> Placement:
        """Of texts whose names, addresses and id are good. Raises like the call."""
        (year, code, grade, student_id, last, first, email, p_first, p_last, email2, p2_first, p2_last,
         relationship, language, not_invited, contact_kind) = texts  # fmt: skip
        parents: tuple[NamedParent, ...] = (_new(NamedParent, (email, p_first, p_last)),) if email else ()
        if email2:
            parents = _with_second(parents, NamedParent(email2, p2_first, p2_last))
        placement = (
            *(self._years[year], self._codes[code], self._grades[grade], student_id, first, last, parents),
            relationship and self._short[relationship],
            language and self._short[language],
            _why_not_invited(not_invited, contact_kind) if not_invited else None,
        )
        return _new(Placement, placement)


def _why_not_invited(code: str, contact_kind: str) -> Message:
    return Message(code, {"kind": contact_kind} if contact_kind else {})


class _HomeroomOf:
    """Takes HOMEROOM_TEXTS."""

    def __init__(self, of_columns: rules.CellRules) -> None:
        self._rules = [of_columns[name] for name in HOMEROOM_TEXTS]

    def __call__(self, texts: tuple[str, ...], /) -> HomeroomEntry:
        year, code, grade, room, first, last = (rule(text) for rule, text in zip(self._rules, texts, strict=True))
        return HomeroomEntry(year, code, grade, room, f"{first} {last}".strip())


def _with_second(parents: tuple[NamedParent, ...], second: NamedParent) -> tuple[NamedParent, ...]:
    """Two parents may share a mailbox: then one mail, to the first, is enough."""
    if parents and parents[0].key == second.key:
        return parents
    return (*parents, second)


class _Remembering(dict[str, str]):
    """The values of texts that come again and again, such as homerooms. Bounded, whatever the size of the file."""

    def __init__(self, rule: rules.CellRule) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, text: str) -> str:
        value = self._rule(text)
        if len(self) < _REMEMBERED:
            self[text] = value
        return value
