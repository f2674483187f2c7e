"""An Excel workbook (.xlsx), read as the CSV file that Excel would save of its first visible sheet."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, Any

from homeroom.domain.spreadsheet.problems import FileProblem

if TYPE_CHECKING:
    from homeroom.domain.spreadsheet.archives import Part

_MOST_UNPACKED = 500 * 1024 * 1024
_MOST_AT_ONCE = 64 * 1024 * 1024  # of what is held in memory while the rows are read: all texts, styles
_MOST_ROWS = 1_048_576  # of Excel itself
_PART = "xl/workbook.xml"
_SAVE_AS = "Open it in Excel, save it as “CSV UTF-8” and drop that file."
# Parts of what is packed in the same way -> what it is, and what to do.
_OTHER_KINDS = {
    "word/document.xml": "a Word document. Copy its table into a spreadsheet program, save that as CSV and drop it.",
    "ppt/presentation.xml": "a PowerPoint presentation. Drop the table itself, saved as CSV.",
    "xl/workbook.bin": f"an Excel binary workbook (.xlsb). {_SAVE_AS}",
}
_OTHER_ZIP = "a zip archive. Unpack it and drop the CSV file inside."


def workbook_lines(file: IO[bytes]) -> "Iterator[Part]":
    """Row numbers stay those of the sheet: an empty row is an empty line. Closes `file` in the end.

    Raises FileProblem for a workbook that is damaged, too large, or protected by a password.
    """
    with file:
        _check(file)
        sheet = _first_visible_sheet(file)
        told = max(1, sheet.max_row or 1)
        sheet.reset_dimensions()  # what a sheet says of its size may be wrong, and would cut off rows
        for number, row in enumerate(_readable(sheet.iter_rows()), start=1):
            if number > _MOST_ROWS:
                raise FileProblem(f"This Excel workbook is damaged: it has more rows than Excel knows. {_SAVE_AS}")
            texts = [_text(cell) for cell in row]
            while texts and not texts[-1]:
                texts.pop()
            yield _line(texts), min(1.0, number / told)


def _check(file: IO[bytes]) -> None:
    """Sound in all its parts, and never unpacked beyond a bound, whatever the file says of itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise FileProblem(f"This Excel workbook unpacks to more than 500 MB. {_SAVE_AS}")
            if sum(part.file_size for part in parts if _is_read_at_once(part.filename)) > _MOST_AT_ONCE:
                raise FileProblem(f"This Excel workbook holds more text than can be read from one. {_SAVE_AS}")
            names = {part.filename for part in parts}
            if _PART not in names:
                kind = next((told for part, told in _OTHER_KINDS.items() if part in names), _OTHER_ZIP)
                raise FileProblem(f"A CSV file is needed, and this is {kind}")
            sound = archive.testzip() is None
    except FileProblem:
        raise
    except Exception as error:  # zipfile raises what its many ways of packing raise
        raise FileProblem(f"This Excel workbook is damaged or protected by a password. {_SAVE_AS}") from error
    if not sound:
        raise FileProblem(f"This Excel workbook is damaged. {_SAVE_AS}")
    file.seek(0)


def _is_read_at_once(part: str) -> bool:
    """Sheets are read row by row; pictures and summaries not at all."""
    return part.endswith(".xml") and not part.startswith(("xl/worksheets/", "xl/pivotCache/"))


def _first_visible_sheet(file: IO[bytes]) -> Any:
    from openpyxl import load_workbook  # only workbooks pay for it

    warnings.filterwarnings("ignore", module=r"openpyxl\.")  # of styles and the like, which nobody here looks at
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # openpyxl raises what its many parsers raise
        raise FileProblem(f"This Excel workbook cannot be read. {_SAVE_AS}") from error
    if not book.worksheets:  # among others, one saved as “Strict Open XML”
        raise FileProblem(f"This Excel workbook cannot be read. {_SAVE_AS}")
    if not sheets:
        raise FileProblem(f"This Excel workbook has no visible sheet. {_SAVE_AS}")
    return sheets[0]


def _line(texts: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(texts)
    return written.getvalue().encode()


def _readable(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    try:
        yield from rows
    except Exception as error:  # a sheet that is damaged in the middle
        raise FileProblem(f"This Excel workbook is damaged. {_SAVE_AS}") from error


def _text(cell: Any) -> str:
    """A cell as its reader sees it. What Excel made a date of is told as Excel shows it, and found by its looks."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return _whole_number(int(value), cell.number_format)
    if isinstance(value, (datetime, date)):
        return f"{value.day}-{value:%b}"
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)


def _whole_number(value: int, shown_as: str) -> str:
    """A format such as `00000` is how ids get their leading zeros."""
    return f"{value:0{len(shown_as)}}" if shown_as.strip("0") == "" else str(value)
