"""An OpenDocument spreadsheet (.ods), read as the CSV file that LibreOffice would save of its first visible table: the
cells as they are shown, leading zeros and all.

A cell or a row says how often it is repeated, so a few bytes may stand for millions of cells: they are counted. Nothing
is held but one row.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO
from xml.parsers.expat import ExpatError

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.ods_tables import OdsTables
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.sheet_extent import TooLarge
from homeroom.domain.imports.spreadsheet.sheet_lines import Row, sheet_lines
from homeroom.domain.kernel.message import Message

_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_IN_A_TAG = 7 * 1024 * 1024
_CHUNK_BYTES = 256 * 1024
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),  # also for a password
    *(ExpatError, ValueError, KeyError),
)


def open_document(file: IO[bytes], notice: Callable[[Message], None]) -> Iterator[Part]:
    """Closes `file` in the end. Raises FileProblem for what is damaged, too large or protected."""
    tables = OdsTables()
    with file:
        try:
            for line, _ in sheet_lines(_rows(file, tables), 1, notice):
                yield line, tables.share
        except TooLarge as error:
            raise wrong_file(WrongFile.OPEN_DOCUMENT_TOO_LARGE) from error
        except _DAMAGED as error:
            raise wrong_file(WrongFile.OPEN_DOCUMENT) from error
    if not tables.is_found:
        raise wrong_file(WrongFile.WORKBOOK_WITHOUT_SHEET)


def _rows(file: IO[bytes], tables: OdsTables) -> Iterator[Row]:
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo("content.xml").file_size
        if size > _MOST_UNPACKED:
            raise TooLarge
        since_tag, read = 0, 0
        with archive.open("content.xml") as content:
            for chunk in iter(partial(content.read, _CHUNK_BYTES), b""):
                at = chunk.rfind(b"<")
                since_tag = since_tag + len(chunk) if at < 0 else len(chunk) - at
                if since_tag > _MOST_IN_A_TAG:
                    raise TooLarge
                read += len(chunk)
                tables.share = min(1.0, read / max(1, size))
                yield from tables.rows_in(chunk)
        yield from tables.rows_in(b"", is_last=True)
