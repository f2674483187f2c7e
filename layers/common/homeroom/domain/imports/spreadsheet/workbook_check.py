"""Whether a workbook can be read within the memory that there is, whatever it says of its own size.

A few KB of a zip archive unpack to many MB, and those become many times as much once they are taken apart.
"""

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.problems import FileProblem, wrong_file

_MB = 1024 * 1024
_MOST_UNPACKED = 500 * _MB
_MOST_AT_ONCE = 16 * _MB  # of what is held while the rows are read: all texts, styles. It takes tenfold in memory
_MOST_IN_A_ROW = 7 * _MB  # and of what stands behind the rows, such as Excel's most links, one for each address
_CHUNK_BYTES = 256 * 1024
_SHEETS = "xl/worksheets/"
_PART = "xl/workbook.xml"
_ASKS_TO_BE_CALCULATED = re.compile(rb'fullCalcOnLoad="(?:1|true)"')
# Parts of what is packed in the same way -> what it is.
_OTHER_KINDS = {
    "word/document.xml": WrongFile.WORD,
    "ppt/presentation.xml": WrongFile.POWERPOINT,
    "xl/workbook.bin": WrongFile.BINARY_WORKBOOK,
}


def refuse_what_cannot_be_held(file: IO[bytes]) -> None:
    """Goes through all parts once. Raises FileProblem, also for parts that are damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at_sizes(archive.infolist())
            for part in archive.infolist():
                _unpack(archive, part)
    except FileProblem:
        raise
    except _Unsound as error:
        raise wrong_file(WrongFile.WORKBOOK_DAMAGED) from error
    except Exception as error:  # zipfile raises what its many ways of packing raise
        raise wrong_file(WrongFile.WORKBOOK_DAMAGED_OR_LOCKED) from error
    file.seek(0)


def is_never_calculated(file: IO[bytes]) -> bool:
    """Whether the workbook asks for it, as libraries do, or says nothing. A program that has calculated it says so."""
    with zipfile.ZipFile(file) as archive:
        book = archive.read(_PART)
    file.seek(0)
    return b"calcPr" not in book or bool(_ASKS_TO_BE_CALCULATED.search(book))


def _look_at_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise wrong_file(WrongFile.WORKBOOK_TOO_LARGE)
    if sum(part.file_size for part in parts if _is_read_at_once(part.filename)) > _MOST_AT_ONCE:
        raise wrong_file(WrongFile.WORKBOOK_TOO_MUCH_TEXT)
    names = {part.filename for part in parts}
    if _PART not in names:
        raise wrong_file(next((kind for part, kind in _OTHER_KINDS.items() if part in names), WrongFile.ZIP))


def _is_read_at_once(part: str) -> bool:
    """Sheets are read row by row; pictures and summaries not at all."""
    return part.endswith(".xml") and not part.startswith((_SHEETS, "xl/pivotCache/"))


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """To nowhere: its end tells whether it is sound, and a sheet is looked at on the way."""
    is_sheet, since_row = part.filename.startswith(_SHEETS), 0
    with archive.open(part) as unpacked:
        for chunk in _sound(unpacked):
            row = max(chunk.rfind(b"<row"), chunk.rfind(b":row"))
            since_row = since_row + len(chunk) if row < 0 else len(chunk) - row
            if is_sheet and since_row > _MOST_IN_A_ROW:
                raise wrong_file(WrongFile.WORKBOOK_LONG_ROW)


class _Unsound(Exception):
    """A part is not what was packed."""


def _sound(unpacked: IO[bytes]) -> Iterator[bytes]:
    try:
        yield from iter(partial(unpacked.read, _CHUNK_BYTES), b"")
    except zipfile.BadZipFile as error:
        raise _Unsound from error
