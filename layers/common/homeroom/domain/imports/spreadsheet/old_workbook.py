"""An old Excel workbook (.xls) or an OpenDocument spreadsheet (.ods), read as the CSV file that Excel would save of its
first visible sheet.

The reader holds a file as a whole, so how much that takes is found out before it is asked.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import IO, Any
from xml.parsers.expat import ExpatError

from homeroom.domain.imports.spreadsheet import ods_extent, xls_extent
from homeroom.domain.imports.spreadsheet.codes import FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.ole_streams import OleFile
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.sheet_extent import SheetExtent, TooLarge
from homeroom.domain.imports.spreadsheet.sheet_lines import Row, cell_text, sheet_lines
from homeroom.domain.kernel.message import Message, message

Notice = Callable[[Message], None]
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ExpatError)
_OTHER_KINDS = {"WordDocument": WrongFile.WORD, "PowerPoint Document": WrongFile.POWERPOINT}


def old_workbook(file: IO[bytes], notice: Notice) -> Iterator[Part]:
    """Closes `file` in the end. Raises FileProblem for what is no workbook, damaged, too large or protected."""
    with file:
        try:
            names = OleFile(file).names
            if not any(stream in names for stream in xls_extent.STREAMS):
                raise wrong_file(next((k for n, k in _OTHER_KINDS.items() if n in names), WrongFile.NO_TEXT))
            extents = xls_extent.extents_of(file)
        except TooLarge as error:
            raise wrong_file(WrongFile.OLD_WORKBOOK_TOO_LARGE) from error
        except xls_extent.Locked as error:
            raise wrong_file(WrongFile.LOCKED_WORKBOOK) from error
        except (ValueError, IndexError, struct.error) as error:
            raise wrong_file(WrongFile.OLD_WORKBOOK) from error
        yield from _lines(file, extents, WrongFile.OLD_WORKBOOK, notice)


def open_document(file: IO[bytes], notice: Notice) -> Iterator[Part]:
    """Closes `file` in the end. Raises FileProblem for what is damaged, too large or protected."""
    with file:
        try:
            extents = ods_extent.extents_of(file)
        except TooLarge as error:
            raise wrong_file(WrongFile.OPEN_DOCUMENT_TOO_LARGE) from error
        except (*_DAMAGED, ValueError) as error:
            raise wrong_file(WrongFile.OPEN_DOCUMENT) from error
        yield from _lines(file, extents, WrongFile.OPEN_DOCUMENT, notice)


def _lines(file: IO[bytes], extents: list[SheetExtent], unreadable: WrongFile, notice: Notice) -> Iterator[Part]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # only they pay for it

    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            shown = (
                (number, extent)
                for number, (sheet, extent) in enumerate(zip_longest(book.sheets_metadata, extents))
                if sheet and sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
            )
            number, extent = next(shown, (-1, None))
            if number < 0:
                raise wrong_file(WrongFile.WORKBOOK_WITHOUT_SHEET)
            sheet = book.get_sheet_by_index(number)
    except CalamineError as error:
        raise wrong_file(unreadable) from error
    yield from sheet_lines(_rows(sheet, extent or SheetExtent()), max(1, sheet.total_height), notice)
    if extent and extent.errors:
        notice(message(FileNotice.ERRORS_READ_AS_EMPTY, count=extent.errors))


def _rows(sheet: Any, extent: SheetExtent) -> Iterator[Row]:
    """The reader begins with the first row of the sheet, and in it with the first column that holds anything."""
    _, first_column = sheet.start or (0, 0)
    for row, values in enumerate(sheet.iter_rows()):
        yield row + 1, [""] * first_column + [cell_text(value) for value in values], extent.hides(row)
