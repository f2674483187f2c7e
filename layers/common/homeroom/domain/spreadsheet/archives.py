"""Files that are zip archives: a workbook, a zip of tables, or something else. They are read from their end, so they
are copied first, to memory or disk; the body of an S3 answer can only be read forwards.
"""

import zipfile
from tempfile import SpooledTemporaryFile
from typing import IO

from homeroom.domain.spreadsheet.problems import FileProblem
from homeroom.domain.spreadsheet.source import ByteSource

MOST_PACKED = 100 * 1024 * 1024
_IN_MEMORY = 4 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_WORKBOOK_PARTS = ("xl/workbook.xml", "[Content_Types].xml")


def open_archive(body: ByteSource) -> tuple[ByteSource, str] | None:
    """The table within, as the bytes of a CSV file, and the archive's kind; None when it is of no kind that is read.

    Raises FileProblem for an archive that is damaged, too large, or protected by a password.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  whoever reads it closes it
    try:
        _copy(body, file)
        return _opened(file)
    except FileProblem:
        file.close()
        raise


def _copy(body: ByteSource, file: IO[bytes]) -> None:
    size = 0
    while chunk := body.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > MOST_PACKED:
            raise FileProblem("This file is larger than 100 MB. Split it into several files and drop those.")
        file.write(chunk)


def _opened(file: IO[bytes]) -> tuple[ByteSource, str] | None:
    # Slow to import, and only archives pay for them.
    from homeroom.domain.spreadsheet.relational import RelationalAsCsv, kind_of_archive
    from homeroom.domain.spreadsheet.workbook import KIND, WorkbookAsCsv

    names = _names(file)
    file.seek(0)
    if any(part in names for part in _WORKBOOK_PARTS):
        return WorkbookAsCsv(file), KIND
    if kind := kind_of_archive(names):
        return RelationalAsCsv(file), kind
    file.close()
    return None


def _names(file: IO[bytes]) -> list[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileProblem("This file is damaged or was cut off on the way. Save it once more and drop that.") from error
