"""An old Excel workbook (.xls), read as the CSV file that Excel would save of its first visible sheet.

The reader holds a file as a whole, so how much that takes is found out before it is asked.
"""

import struct
from collections.abc import Callable, Iterator
from typing import IO

from homeroom.domain.imports.spreadsheet import xls_extent
from homeroom.domain.imports.spreadsheet.codes import FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.ole_streams import OleFile
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.sheet_extent import SheetExtent, TooLarge
from homeroom.domain.imports.spreadsheet.sheet_lines import sheet_lines
from homeroom.domain.imports.spreadsheet.workbook_process import ReaderStopped, rows_read_apart
from homeroom.domain.kernel.message import Message, message

Notice = Callable[[Message], None]
_UNICODE = (1200).to_bytes(2, "little")
_OTHER_KINDS = {"WordDocument": WrongFile.WORD, "PowerPoint Document": WrongFile.POWERPOINT}


def old_workbook(file: IO[bytes], notice: Notice) -> Iterator[Part]:
    """Closes `file` in the end. Raises FileProblem for what is no workbook, damaged, too large or protected."""
    with file:
        try:
            ole = OleFile(file)
            stream = next((stream for stream in xls_extent.STREAMS if stream in ole.names), None)
            if not stream:
                raise wrong_file(next((k for n, k in _OTHER_KINDS.items() if n in ole.names), WrongFile.NO_TEXT))
            extents = xls_extent.extents_of(file)
            _say_unicode(file, ole, stream)
        except TooLarge as error:
            raise wrong_file(WrongFile.OLD_WORKBOOK_TOO_LARGE) from error
        except xls_extent.Locked as error:
            raise wrong_file(WrongFile.LOCKED_WORKBOOK) from error
        except (ValueError, IndexError, struct.error) as error:
            raise wrong_file(WrongFile.OLD_WORKBOOK) from error
        yield from _lines(file, extents, notice)


def _say_unicode(file: IO[bytes], ole: OleFile, stream: str) -> None:
    """Letters are Unicode from Excel 97 on, whatever code page is named, as Perl's Spreadsheet::WriteExcel does: the
    reader would believe it. `file` is a copy of ours.
    """
    at = xls_extent.place_of_code_page(ole.read(stream))
    place = None if at is None else ole.place_of(stream, at)
    if place is not None:
        file.seek(place)
        file.write(_UNICODE)


def _lines(file: IO[bytes], extents: list[SheetExtent], notice: Notice) -> Iterator[Part]:
    try:
        with rows_read_apart(file) as (sheet, texts):
            if sheet.number < 0:
                raise wrong_file(WrongFile.WORKBOOK_WITHOUT_SHEET)
            extent = extents[sheet.number] if sheet.number < len(extents) else SheetExtent()
            rows = ((n + 1, [""] * sheet.first_column + row, extent.hides(n)) for n, row in enumerate(texts))
            yield from sheet_lines(rows, max(1, sheet.row_count), notice)
    except ReaderStopped as error:
        raise wrong_file(WrongFile.OLD_WORKBOOK) from error
    if extent.errors:
        notice(message(FileNotice.ERRORS_READ_AS_EMPTY, count=extent.errors))
