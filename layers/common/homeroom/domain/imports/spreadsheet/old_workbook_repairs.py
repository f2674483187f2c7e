"""Old workbooks that the formats allow and their reader does not, written anew as it reads them."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from homeroom.domain.imports.spreadsheet.ole_streams import OleFile
from homeroom.domain.imports.spreadsheet.xls_extent import place_of_code_page

_UNICODE = (1200).to_bytes(2, "little")
_INDENT = re.compile(rb">\s+(?=</?(?:table:|text:p\b))")
_CHUNK_BYTES = 256 * 1024
_IN_MEMORY = 8 * 1024 * 1024


def saying_unicode(ole: OleFile, stream: str) -> IO[bytes]:
    """An .xls whose `stream` says that its letters are Unicode, as they are from Excel 97 on. Some writers name another
    code page in it, as Perl's Spreadsheet::WriteExcel does, and the reader would believe that.
    """
    place = place_of_code_page(ole.read(stream))
    return io.BytesIO(ole.data if place is None else ole.with_bytes(stream, place, _UNICODE))


def without_indents(file: IO[bytes]) -> IO[bytes]:
    """An .ods without the white space between its rows and cells, which Gnumeric and SheetJS write."""
    file.seek(0)
    new: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  whoever reads it closes it
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as changed:
        for part in archive.infolist():
            with archive.open(part) as before, changed.open(part.filename, "w") as after:
                for chunk in _unindented(before) if part.filename == "content.xml" else _chunks(before):
                    after.write(chunk)
    new.seek(0)
    return new


def _unindented(content: IO[bytes]) -> Iterator[bytes]:
    """Cut where a tag begins, so that no chunk ends within white space that may have to go."""
    left = b""
    for chunk in _chunks(content):
        text = _INDENT.sub(b">", left + chunk)
        at = text.rfind(b">")
        yield text[: max(at, 0)]
        left = text[max(at, 0) :]
    yield left


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(content.read, _CHUNK_BYTES), b"")
