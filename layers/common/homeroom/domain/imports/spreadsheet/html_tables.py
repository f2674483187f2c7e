"""The rows of the tables in a web page, one by one, whatever the page leaves open."""

import re
from html.parser import HTMLParser

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.sheet_lines import Row

_MOST_IN_CELL = 20_000  # which is too long for a cell already
_MOST_COLUMNS = 16_384
_MOST_TABLES, _MOST_WITHIN = 100_000, 50
_IS_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class _Table:
    """What of a table is open."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows = 0
        self.cells: list[str] | None = None
        self.cell: list[str] | None = None
        self.length = 0
        self.columns = self.spanned = 1
        self.is_hidden = False
        self.from_above: dict[int, int] = {}
        """Column -> how many rows more a cell above reaches down to."""


class HtmlTables(HTMLParser):
    """Fed with a page, it gives the rows that are whole. Of a table within a cell, the rows are that table's. Raises
    FileProblem for more tables than a page has.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[_Table] = []
        self._tables = 0
        self._done: list[tuple[int, Row]] = []

    def take(self) -> list[tuple[int, Row]]:
        """Rows that were not taken before, each with the number of its table."""
        done, self._done = self._done, []
        return done

    def end_all(self) -> None:
        """What is open at the end of the page is whole."""
        while self._open:
            self._end_table()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            if len(self._open) == _MOST_WITHIN or self._tables == _MOST_TABLES:
                raise wrong_file(WrongFile.WEB_PAGE_UNREADABLE)
            self._open.append(_Table(self._tables))
            self._tables += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._begin_row(dict(attrs))
        elif tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif tag in ("br", "p", "div"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        if tag == "table":
            self._end_table()
        elif tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        table = self._open[-1] if self._open else None
        if table and table.cell is not None and table.length <= _MOST_IN_CELL:
            table.cell.append(data)
            table.length += len(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """What begins like Office's `<![if ...]>` and is none of it says nothing, as in browsers."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report)

    def _begin_row(self, attributes: dict[str, str | None]) -> None:
        self._end_row()
        table = self._open[-1]
        table.cells = []
        table.is_hidden = "hidden" in attributes or bool(_IS_HIDDEN.search(attributes.get("style") or ""))

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        table = self._open[-1]
        if table.cells is None:
            self._begin_row({})
        self._end_cell()
        table.columns, table.spanned = (_span(attributes.get(name)) for name in ("colspan", "rowspan"))
        table.cell, table.length = [], 0

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.cell is None or table.cells is None:
            return
        _skip_what_reaches_down(table, table.cells)
        at = len(table.cells)
        text, table.cell = " ".join("".join(table.cell).split()), None
        if at >= _MOST_COLUMNS:
            table.cells[-1] = text or table.cells[-1]  # one too many, which is the row's error
            return
        table.cells += [text, *[""] * (min(table.columns, _MOST_COLUMNS - at) - 1)]
        if table.spanned > 1:
            table.from_above |= dict.fromkeys(range(at, len(table.cells)), table.spanned)
        table.cell = None

    def _end_row(self) -> None:
        table = self._open[-1]
        self._end_cell()
        if table.cells is None:
            return
        table.rows += 1
        table.from_above = {column: rows - 1 for column, rows in table.from_above.items() if rows > 1}
        self._done.append((table.number, (table.rows, table.cells, table.is_hidden)))
        table.cells = None

    def _end_table(self) -> None:
        self._end_row()
        self._open.pop()


def _skip_what_reaches_down(table: _Table, cells: list[str]) -> None:
    """A merged cell is filled in its first row, and empty in the others."""
    while len(cells) in table.from_above and len(cells) < _MOST_COLUMNS:
        cells.append("")


def _span(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.strip().isdecimal() else 1
