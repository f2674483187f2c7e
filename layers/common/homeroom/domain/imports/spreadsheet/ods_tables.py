"""The rows of the first table that an OpenDocument spreadsheet shows, one by one, as its XML streams by."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.parsers.expat import ParserCreate

from homeroom.domain.imports.spreadsheet.sheet_extent import MOST_CELLS, MOST_TEXT, TooLarge
from homeroom.domain.imports.spreadsheet.sheet_lines import Row, cell_text

_CELL, _COVERED = "table:table-cell", "table:covered-table-cell"
_HIDDEN = ("collapse", "filter")
_SIGNS = {"text:tab": "\t", "text:line-break": "\n"}
_MOST_ROWS = 1_048_576


class _Done(NamedTuple):
    """A row that stands `times` times, from position `row` on."""

    row: int
    times: int
    texts: list[str]
    is_hidden: bool


class OdsTables:
    """Fed with the XML, it gives rows. `is_found` tells whether a table is shown, once all of it was read. Raises
    TooLarge, and ExpatError or ValueError for what is damaged.
    """

    def __init__(self) -> None:
        self.share = 0.0
        self.is_found = False
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self._read_text
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._done: list[_Done] = []
        self._style, self._hidden_styles = "", set[str]()
        self._is_read = False
        self._within = 0  # tables within a cell
        self._row, self._times, self._is_hidden = 0, 1, False
        self._cells: list[str] = []
        self._empty = self._columns = 0
        self._value, self._text = "", list[str]()
        self._in_paragraph = self._in_note = 0
        self._cells_left, self._text_left = MOST_CELLS, MOST_TEXT

    def rows_in(self, chunk: bytes, *, is_last: bool = False) -> Iterator[Row]:
        self._parser.Parse(chunk, is_last)
        done, self._done = self._done, []
        for row in done:
            for n in range(row.times):
                yield row.row + n + 1, list(row.texts), row.is_hidden

    def _refuse(self, *_: object) -> None:
        raise ValueError("no such file has a document type")

    def _started(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table:table":
            self._begin_table(attributes)
        elif not self._is_read or self._within:
            return
        elif name == "table:table-row":
            self._times = _repeated(attributes, "table:number-rows-repeated")
            self._is_hidden = attributes.get("table:visibility") in _HIDDEN
            self._cells, self._empty = [], 0
        elif name in (_CELL, _COVERED):
            self._columns = _repeated(attributes, "table:number-columns-repeated")
            self._value, self._text = _value(attributes), []
        else:
            self._begin_within_cell(name, attributes)

    def _begin_table(self, attributes: Mapping[str, str]) -> None:
        if self._is_read:
            self._within += 1
        elif not self.is_found and attributes.get("table:style-name") not in self._hidden_styles:
            self.is_found = self._is_read = True

    def _begin_within_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "office:annotation":
            self._in_note += 1
        elif name == "text:p":
            self._in_paragraph += 1
            if self._text:
                self._add("\n")
        elif name == "text:s":
            count = _repeated(attributes, "text:c")
            self._spend_text(count)
            self._add(" " * count)
        elif name in _SIGNS:
            self._add(_SIGNS[name])

    def _read_text(self, text: str) -> None:
        if self._in_paragraph:
            self._add(text.replace("\n", " "))

    def _add(self, text: str) -> None:
        if not self._in_note:
            self._text.append(text)

    def _ended(self, name: str) -> None:
        if not self._is_read:
            return
        if name == "table:table":
            self._is_read, self._within = self._within > 0, max(0, self._within - 1)
        elif self._within:
            return
        elif name == "text:p":
            self._in_paragraph -= 1
        elif name == "office:annotation":
            self._in_note -= 1
        elif name in (_CELL, _COVERED):
            self._end_cell("".join(self._text) or self._value if name == _CELL else "")
        elif name == "table:table-row":
            self._end_row()

    def _end_cell(self, text: str) -> None:
        """Empty ones at the end of a row may be millions: they count when another one comes."""
        if not text:
            self._empty += self._columns
            return
        width = len(self._cells) + self._empty + self._columns
        self._spend_text(len(text) * self._columns)
        if width * self._times > self._cells_left:
            raise TooLarge
        self._cells += [""] * self._empty + [text] * self._columns
        self._empty = 0

    def _end_row(self) -> None:
        if self._cells:
            self._cells_left -= len(self._cells) * self._times
            self._text_left -= sum(map(len, self._cells)) * self._times
            if self._row + self._times > _MOST_ROWS or self._text_left < 0:
                raise TooLarge
            self._done.append(_Done(self._row, self._times, self._cells, self._is_hidden))
        self._row += self._times

    def _spend_text(self, length: int) -> None:
        if length * self._times > self._text_left:
            raise TooLarge


def _value(attributes: Mapping[str, str]) -> str:
    """What a cell holds, for one that does not say how it is shown."""
    if number := attributes.get("office:value"):
        return cell_text(float(number))
    return attributes.get("office:string-value", attributes.get("office:boolean-value", "").upper())


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
