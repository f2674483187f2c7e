"""An Excel workbook (.xlsx), read as the CSV file that Excel would save of its first visible sheet."""

import warnings
from collections.abc import Callable, Iterator
from typing import IO, Any

from homeroom.domain.imports.spreadsheet.codes import ColumnName, FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.formulas import Formulas
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.sheet_lines import Row, cell_text, sheet_lines
from homeroom.domain.imports.spreadsheet.workbook_check import is_never_calculated, refuse_what_cannot_be_held
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

_LONGEST_TITLE = 40
_SHOWN = 10


def workbook_lines(file: IO[bytes], notice: Callable[[Message], None]) -> Iterator[Part]:
    """Row numbers stay those of the sheet: an empty row is an empty line. Closes `file` in the end.

    `notice` is called with what somebody should know. Raises FileProblem for a workbook that is damaged, too large, or
    protected by a password, and at its end for one with formulas that were never calculated.
    """
    with file:
        refuse_what_cannot_be_held(file)
        formulas = Formulas(may_be_new=is_never_calculated(file))
        sheet, *others = _visible_sheets(file)
        row_count = max(1, sheet.max_row or 1)
        yield from sheet_lines(_rows(sheet, formulas), row_count, notice)
        formulas.refuse_those_never_calculated()
        if titles := [one_line(other.title, _LONGEST_TITLE) for other in others if other.max_row != 1]:
            more = [message(ColumnName.MORE, count=len(titles) - _SHOWN)] if len(titles) > _SHOWN else []
            notice(message(FileNotice.OTHER_SHEETS, count=len(titles), sheets=(*titles[:_SHOWN], *more)))


def _visible_sheets(file: IO[bytes]) -> list[Any]:
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
    return sheets


def _rows(sheet: Any, formulas: Formulas) -> Iterator[Row]:
    """Openpyxl's own rows leave out those whose numbers go back."""
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
                formulas.note_header(number, texts)
                yield number, texts, dimensions.get("hidden") in ("1", "true")
    except Exception as error:  # a sheet that is damaged in the middle
        raise wrong_file(WrongFile.WORKBOOK_DAMAGED) from error


def _text(cell: Any) -> str:
    text = cell_text(cell.value, cell.number_format)
    return _unescaped(text) if isinstance(cell.value, str) else text


def _unescaped(text: str) -> str:
    """Excel writes what XML cannot hold as `_x000D_`."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return str(unescape(text)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
