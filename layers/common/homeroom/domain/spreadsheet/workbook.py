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
_SAVE_AS = "Open it in Excel, save it as “CSV UTF-8” and drop that file."


def workbook_lines(file: IO[bytes]) -> "Iterator[Part]":
    """Row numbers stay those of the sheet: an empty row is an empty line. Closes `file` in the end.

    Raises FileProblem for a workbook that is damaged, too large, or protected by a password.
    """
    with file:
        _check(file)
        sheet = _first_visible_sheet(file)
        most = max(1, sheet.max_row or 1)
        for number, row in enumerate(_readable(sheet.iter_rows(values_only=True)), start=1):
            texts = [_text(value) for value in row]
            while texts and not texts[-1]:
                texts.pop()
            yield _line(texts), min(1.0, number / most)


def _check(file: IO[bytes]) -> None:
    """Sound in all its parts, and never unpacked beyond a bound, whatever the file says of itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise FileProblem(f"This Excel workbook unpacks to more than 500 MB. {_SAVE_AS}")
            sound = archive.testzip() is None
    except FileProblem:
        raise
    except Exception as error:  # zipfile raises what its many ways of packing raise
        raise FileProblem(f"This Excel workbook is damaged or protected by a password. {_SAVE_AS}") from error
    if not sound:
        raise FileProblem(f"This Excel workbook is damaged. {_SAVE_AS}")
    file.seek(0)


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


def _text(value: Any) -> str:
    """A cell as its reader sees it. What Excel made a date of is told as Excel shows it, and found by its looks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return f"{value.day}-{value:%b}"
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)
