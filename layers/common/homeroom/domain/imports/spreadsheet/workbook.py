"""An Excel workbook (.xlsx), read as the CSV file that Excel would save of its first visible sheet."""

import csv
import io
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import IO, Any

from homeroom.domain.imports.spreadsheet.codes import FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.formulas import Formulas
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.workbook_check import is_never_calculated, refuse_what_cannot_be_held
from homeroom.domain.kernel.message import Message, message

_MOST_ROWS = 1_048_576  # of Excel itself
_MOST_DIGITS = 10**15  # of which Excel keeps fifteen; the others have become zeros


def workbook_lines(file: IO[bytes], notice: Callable[[Message], None]) -> Iterator[Part]:
    """Row numbers stay those of the sheet: an empty row is an empty line. Closes `file` in the end.

    `notice` is called with what somebody should know. Raises FileProblem for a workbook that is damaged, too large, or
    protected by a password, and at its end for one with formulas that were never calculated.
    """
    with file:
        refuse_what_cannot_be_held(file)
        formulas = Formulas(may_be_new=is_never_calculated(file))
        sheet = _first_visible_sheet(file)
        row_count = max(1, sheet.max_row or 1)
        last, hidden = 0, []
        for number, row, is_hidden in _rows(sheet, formulas):
            if number > _MOST_ROWS:
                yield b"\n" * (_MOST_ROWS - last), 1.0
                raise wrong_file(WrongFile.WORKBOOK_TOO_MANY_ROWS)
            if number <= last:
                raise wrong_file(WrongFile.WORKBOOK_ROW_ORDER, row=number, last=last)
            formulas.note_header(number, row)
            line = _line(row)
            if is_hidden and line.strip():
                hidden.append(number)
            yield b"\n" * (number - last - 1) + line, min(1.0, number / row_count)
            last = number
        if hidden:
            notice(message(FileNotice.HIDDEN_ROWS, count=len(hidden), row=hidden[0]))
        formulas.refuse_those_never_calculated()


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
        raise wrong_file(WrongFile.WORKBOOK_UNREADABLE) from error
    if not book.worksheets:  # among others, one saved as “Strict Open XML”
        raise wrong_file(WrongFile.WORKBOOK_UNREADABLE)
    if not sheets:
        raise wrong_file(WrongFile.WORKBOOK_WITHOUT_SHEET)
    return sheets[0]


def _rows(sheet: Any, formulas: Formulas) -> Iterator[tuple[int, list[str], bool]]:
    """Number, texts, and whether it is hidden. openpyxl's own rows leave out those whose numbers go back."""
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if len(element) and element[0].tag == FORMULA_TAG:
                formulas.note(cell["column"], "" if element.get("t") == "str" else cell["value"])
            return cell

    book = sheet.parent
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    try:
        with sheet._get_source() as source:
            parser = Parser(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)
            for number, cells in parser.parse():
                dimensions = parser.row_dimensions.pop(str(number), {})  # would grow with the file
                texts = [""] * (cells[-1]["column"] if cells else 0)
                for cell in cells:
                    if cell["column"] <= len(texts):
                        texts[cell["column"] - 1] = _text(ReadOnlyCell(sheet, **cell))
                yield number, texts, dimensions.get("hidden") in ("1", "true")
    except Exception as error:  # a sheet that is damaged in the middle
        raise wrong_file(WrongFile.WORKBOOK_DAMAGED) from error


def _line(texts: list[str]) -> bytes:
    while texts and not texts[-1]:
        texts.pop()
    written = io.StringIO()
    csv.writer(written).writerow(texts)
    return written.getvalue().encode()


def _text(cell: Any) -> str:
    """A cell as its reader sees it. What Excel made a date of is written as Excel shows it, and known by its looks."""
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
