"""An Excel workbook (.xlsx), read as the CSV file that Excel would save of its first visible sheet."""

import csv
import io
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, Any

from homeroom.domain.imports.spreadsheet.problems import FileProblem
from homeroom.domain.imports.spreadsheet.workbook_check import SAVE_AS, refuse_what_cannot_be_held

if TYPE_CHECKING:
    from homeroom.domain.imports.spreadsheet.zip_file import Part

_MOST_ROWS = 1_048_576  # of Excel itself
_MOST_DIGITS = 10**15  # of which Excel keeps fifteen; the others have become zeros
_DAMAGED = f"This Excel workbook is damaged. {SAVE_AS}"


def workbook_lines(file: IO[bytes], notice: Callable[[str], None]) -> "Iterator[Part]":
    """Row numbers stay those of the sheet: an empty row is an empty line. Closes `file` in the end.

    `notice` is called with sentences. Raises FileProblem for a workbook that is damaged, too large, or protected by a
    password.
    """
    with file:
        refuse_what_cannot_be_held(file)
        sheet = _first_visible_sheet(file)
        told = max(1, sheet.max_row or 1)
        last, hidden = 0, []
        for number, row, is_hidden in _rows(sheet):
            if number > _MOST_ROWS:
                yield b"\n" * (_MOST_ROWS - last), 1.0
                raise FileProblem(f"This Excel workbook is damaged: it has more rows than Excel knows. {SAVE_AS}")
            if number <= last:
                raise FileProblem(f"In this Excel workbook row {number} comes after row {last}. {SAVE_AS}")
            line = _line(row)
            if is_hidden and line.strip():
                hidden.append(number)
            yield b"\n" * (number - last - 1) + line, min(1.0, number / told)
            last = number
        if hidden:
            notice(_hidden_rows(hidden))


def _hidden_rows(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Row {numbers[0]} is hidden in the workbook, and was read like the others."
    return f"{len(numbers):,} rows, the first of them row {numbers[0]}, are hidden in the workbook, and were read, too."


def _first_visible_sheet(file: IO[bytes]) -> Any:
    from openpyxl.chartsheet import Chartsheet  # only workbooks pay for it
    from openpyxl.reader.excel import ExcelReader

    class Reader(ExcelReader):
        def read_chartsheet(self, sheet: Any, _: Any) -> None:
            """Nothing of it but that it is there: names in the workbook count sheets."""
            book: Any = self.wb
            chart: Any = Chartsheet()
            chart._parent, chart.title = book, sheet.name
            book._add_sheet(chart)

    warnings.filterwarnings("ignore", module=r"openpyxl\.")  # of styles and the like, which nobody here looks at
    try:
        reader = Reader(file, read_only=True, keep_vba=False, data_only=True, keep_links=False)
        reader.read()
        book = reader.wb
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # openpyxl raises what its many parsers raise
        raise FileProblem(f"This Excel workbook cannot be read. {SAVE_AS}") from error
    if not book.worksheets:  # among others, one saved as “Strict Open XML”
        raise FileProblem(f"This Excel workbook cannot be read. {SAVE_AS}")
    if not sheets:
        raise FileProblem(f"This Excel workbook has no visible sheet. {SAVE_AS}")
    return sheets[0]


def _rows(sheet: Any) -> Iterator[tuple[int, list[str], bool]]:
    """Number, texts, and whether it is hidden. openpyxl's own rows leave out those whose numbers go back."""
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    try:
        with sheet._get_source() as source:
            parser = WorkSheetParser(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)
            for number, cells in parser.parse():
                said = parser.row_dimensions.pop(str(number), {})  # would grow with the file
                texts = [""] * (cells[-1]["column"] if cells else 0)
                for cell in cells:
                    if cell["column"] <= len(texts):
                        texts[cell["column"] - 1] = _text(ReadOnlyCell(sheet, **cell))
                yield number, texts, said.get("hidden") in ("1", "true")
    except Exception as error:  # a sheet that is damaged in the middle
        raise FileProblem(_DAMAGED) from error


def _line(texts: list[str]) -> bytes:
    while texts and not texts[-1]:
        texts.pop()
    written = io.StringIO()
    csv.writer(written).writerow(texts)
    return written.getvalue().encode()


def _text(cell: Any) -> str:
    """A cell as its reader sees it. What Excel made a date of is told as Excel shows it, and found by its looks."""
    value = cell.value
    if value is None or isinstance(value, str):
        return _unescaped(value or "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return _whole_number(int(value), cell.number_format)
    if isinstance(value, (datetime, date)):
        return f"{value.day}-{value:%b}"
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)


def _unescaped(text: str) -> str:
    """Excel writes what XML cannot hold as `_x000D_`."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return str(unescape(text)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole_number(value: int, shown_as: str) -> str:
    """A format such as `00000` is how ids get their leading zeros."""
    if abs(value) >= _MOST_DIGITS:
        return f"{value:.5E}"
    return f"{value:0{len(shown_as)}}" if shown_as.strip("0") == "" else str(value)
