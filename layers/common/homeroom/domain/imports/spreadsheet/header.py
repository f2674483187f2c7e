"""Finding the header: the delimiter is the one that yields the known columns, not the one that statistics like."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import NamedTuple

from homeroom.domain.imports.detected_file import DELIMITERS
from homeroom.domain.imports.spreadsheet.columns import SOMEBODYS_EMAIL, folded
from homeroom.domain.imports.spreadsheet.csv_records import Broken, Lines, read_records
from homeroom.domain.imports.spreadsheet.formats import STUDENTS, Format, format_of, lacking
from homeroom.domain.imports.spreadsheet.header_cells import meanings
from homeroom.domain.imports.spreadsheet.header_groups import tell_names_apart
from homeroom.domain.imports.spreadsheet.results_file import result_positions
from homeroom.domain.kernel.safe_cell import as_before

_LINES_LOOKED_AT = 20  # and the empty ones among them
_MOST_EMPTY_LINES = 10_000
_YEAR_GROUP = re.compile(r"(?:(?:year|yr|y)\.? ?)?(?:\d{1,2}|r|n|n[12])|reception|nursery", re.IGNORECASE)
# Excel obeys such a first line and does not show it.
_SEP_LINE = re.compile(r"""(?i)"?sep=([^"'\w\r\n])"?[,;\t|]*[\r\n]*""")


class Header(NamedTuple):
    """A row read as the header.

    `number` is its row number; `cells` what it says, without empty cells at the end; `format` the kind of file that
    they tell; `columns` canonical name -> positions; `result_columns` the positions that a results file of ours
    added, which are in neither.
    """

    number: int
    delimiter: str
    cells: tuple[str, ...]
    format: Format
    columns: Mapping[str, tuple[int, ...]]
    result_columns: tuple[int, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns that its format needs and it does not have."""
        return lacking(self.columns, self.format.required)


class Finding(NamedTuple):
    """The first row that holds anything; and a row below it that would do better as the header, if there is one."""

    header: Header | Broken | None
    better: Header | None = None


def find_header(lines: Lines) -> Finding:
    """Look at the first lines and put them back, all but a line `sep=;`."""
    first = _first_lines(lines)
    declared = _SEP_LINE.fullmatch(first[0]) if first else None
    if declared:
        del first[0]
    delimiters = (declared[1], *DELIMITERS) if declared else tuple(DELIMITERS)
    by_delimiter = [_first_rows(first, delimiter) for delimiter in delimiters]
    lines.put_back(first)
    if not all(by_delimiter):  # nothing, or nothing but one of the delimiters
        return Finding(None)
    rows = max(by_delimiter, key=_how_well_known)
    if isinstance(rows[0], Header):
        rows[0] = _with_year_group(rows[0], rows[1:])
    return Finding(rows[0], next((r for r in rows[1:] if isinstance(r, Header) and not r.missing), None))


def _first_lines(lines: Lines) -> list[str]:
    first: list[str] = []
    filled = 0
    for line in islice(lines, _MOST_EMPTY_LINES):
        first.append(line)
        filled += not line.isspace()
        if filled == _LINES_LOOKED_AT:
            break
    return first


def _how_well_known(rows: list[Header | Broken]) -> tuple[int, int, int]:
    """By known columns in the first row, then in any row, then by the number of cells (a message will show them)."""
    if not rows:
        return 0, 0, 0
    return _known(rows[0]), max(map(_known, rows)), len(rows[0].cells)


def _known(row: Header | Broken) -> int:
    return len(row.columns) if isinstance(row, Header) else 0


def _first_rows(first: list[str], delimiter: str) -> list[Header | Broken]:
    lines = Lines(io.StringIO())
    lines.put_back(first)
    records = read_records(lines, delimiter)
    return [
        record if isinstance(record, Broken) else _read_as_header(number, delimiter, record)
        for number, record in enumerate(records, start=1)
        if isinstance(record, Broken) or any(cell.strip() for cell in record)
    ]


def _read_as_header(number: int, delimiter: str, cells: list[str]) -> Header:
    while cells and not cells[-1].strip():
        cells.pop()
    added = result_positions(cells)
    kept = [as_before(cell) for at, cell in enumerate(cells) if at not in added]
    spellings = [[*meanings(cell)] for cell in kept]
    format_ = format_of(frozenset(chain.from_iterable(spellings)))
    columns = defaultdict(list)
    for at, cell_spellings in enumerate(spellings):
        if name := next((format_.columns[s] for s in cell_spellings if s in format_.columns), None):
            columns[name].append(at)
    if columns.keys() & {"parent_email", "parent2_email"}:
        columns.pop(SOMEBODYS_EMAIL, None)  # a column that names the parent wins
    if format_ is STUDENTS:
        tell_names_apart(kept, columns)
    positions = {name: tuple(at) for name, at in columns.items()}
    return Header(number, delimiter, tuple(kept), format_, positions, added)


def _with_year_group(header: Header, below: Iterable[Header | Broken]) -> Header:
    """Where a column that is just called `Year` says `3` or `Year 3` and nothing else is the grade, as in England."""
    at = header.columns.get("year", ())
    if len(at) != 1 or "grade" in header.columns or folded(header.cells[at[0]]) != "year":
        return header
    texts = (row.cells[at[0]].strip() for row in below if len(row.cells) > at[0])
    if not _YEAR_GROUP.fullmatch(next(filter(None, texts), "")):
        return header
    columns = {"grade" if name == "year" else name: positions for name, positions in header.columns.items()}
    return header._replace(columns=columns)
