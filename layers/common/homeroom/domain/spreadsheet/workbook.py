"""An Excel workbook (.xlsx), read as the CSV file that Excel would save of its first visible sheet."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import IO, Any

from homeroom.domain.spreadsheet.problems import FileProblem

KIND = "Excel workbook"
_MOST_UNPACKED = 500 * 1024 * 1024
_SAVE_AS = "Open it in Excel, save it as “CSV UTF-8” and drop that file."


class WorkbookAsCsv:
    """A source of UTF-8 bytes. Row numbers stay those of the sheet: an empty row is an empty line."""

    def __init__(self, file: IO[bytes]) -> None:
        """Closes `file` when it is read. Raises FileProblem for a workbook that is damaged, too large, or protected."""
        _check(file)
        self._lines = _lines(_first_visible_rows(file), file)
        self._left = b"\xef\xbb\xbf" + next(self._lines, b"")

    def read(self, size: int = -1, /) -> bytes:
        while size < 0 or len(self._left) < size:
            line = next(self._lines, None)
            if line is None:
                break
            self._left += line
        size = len(self._left) if size < 0 else size
        given, self._left = self._left[:size], self._left[size:]
        return given


def _check(file: IO[bytes]) -> None:
    """Sound in all its parts, and never unpacked beyond a bound, whatever the file says of itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise FileProblem(f"This Excel workbook unpacks to more than 500 MB. {_SAVE_AS}")
            sound = archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileProblem(f"This Excel workbook is damaged or protected by a password. {_SAVE_AS}") from error
    if not sound:
        raise FileProblem(f"This Excel workbook is damaged. {_SAVE_AS}")
    file.seek(0)


def _first_visible_rows(file: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook  # only workbooks pay for it

    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # openpyxl raises what its many parsers raise
        raise FileProblem(f"This Excel workbook cannot be read. {_SAVE_AS}") from error
    if not sheets:
        raise FileProblem(f"This Excel workbook has no visible sheet. {_SAVE_AS}")
    rows: Iterator[tuple[Any, ...]] = sheets[0].iter_rows(values_only=True)
    return rows


def _lines(rows: Iterable[tuple[Any, ...]], file: IO[bytes]) -> Iterator[bytes]:
    with file:
        for row in _readable(rows):
            texts = [_text(value) for value in row]
            while texts and not texts[-1]:
                texts.pop()
            yield _line(texts)


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
