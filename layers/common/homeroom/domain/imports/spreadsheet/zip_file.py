"""Files that cannot be read forwards, as the body of an S3 answer only can be: workbooks, old and new, and zips of
tables. They are copied first, to memory or disk.
"""

import codecs
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.file_source import (
    HEAD_BYTES,
    ByteSource,
    Part,
    is_old_container,
    is_web_page,
    refuse_what_is_too_large,
)
from homeroom.domain.imports.spreadsheet.problems import FileProblem, wrong_file
from homeroom.domain.imports.spreadsheet.table_alone import is_users_table
from homeroom.domain.imports.spreadsheet.table_letters import TableLetters
from homeroom.domain.kernel.message import Message

_IN_MEMORY = 4 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_WORKBOOK_PARTS = ("xl/workbook.xml", "[Content_Types].xml")


class Archive:
    """The table within an archive, as the bytes of a CSV file in UTF-8. `share` of it, 0 to 1, was given out.

    Where it is damaged it ends, and `problem` says so. `notices` are settled when it was read.
    """

    def __init__(self, kind: FileKind, parts_of: Callable[[Callable[[Message], None]], Iterator[Part]]) -> None:
        """Begins to read the parts, so that what is wrong from the start is raised from here."""
        self.kind = kind
        self.problem: FileProblem | None = None
        self.notices: list[Message] = []
        self._parts = parts_of(self.notices.append)
        first, self.share = next(self._parts, (b"", 1.0))
        self._left, self._given = codecs.BOM_UTF8 + first, 0

    def read(self, size: int, /) -> bytes:
        if len(self._left) - self._given < size:
            self._left, self._given = self._with_more(self._left[self._given :], size), 0
        begin, self._given = self._given, self._given + size
        return self._left[begin : self._given]

    def _with_more(self, left: bytes, size: int) -> bytes:
        """What is left, and as many parts behind it as make up that size."""
        pieces, held = [left], len(left)
        try:
            while held < size and (part := next(self._parts, None)):
                pieces.append(part[0])
                held += len(part[0])
                self.share = part[1]
        except FileProblem as problem:
            self.problem = problem
        return b"".join(pieces)


def open_archive(body: ByteSource, today: date, letters: TableLetters) -> Archive | None:
    """The table within, as it is `today`; `letters` gets to know how tables are written. None when the archive is of
    no kind that is read.

    Raises FileProblem for an archive that is damaged, too large, or protected by a password.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  whoever reads it closes it
    try:
        _copy(body, file)
        file.seek(0)
        return _opened(file, today, letters)
    except FileProblem:
        file.close()
        raise


def _copy(body: ByteSource, file: IO[bytes]) -> None:
    size = 0
    while chunk := body.read(_CHUNK_BYTES):
        size += len(chunk)
        refuse_what_is_too_large(size)
        file.write(chunk)


def _is_open_document(archive: zipfile.ZipFile) -> bool:
    """Known by a first part of its own."""
    if "content.xml" not in archive.namelist() or "mimetype" not in archive.namelist():
        return False
    with archive.open("mimetype") as file:
        return file.read(len(_OPEN_DOCUMENT)) == _OPEN_DOCUMENT


def _opened(file: IO[bytes], today: date, letters: TableLetters) -> Archive | None:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if archive := _not_zipped(file, head, today, letters) or _zipped(file, today, letters):
        return archive
    file.close()
    return None


# What reads a kind of file is slow to import, and only such files pay for it.
def _not_zipped(file: IO[bytes], head: bytes, today: date, letters: TableLetters) -> Archive | None:
    if is_web_page(head):
        from homeroom.domain.imports.spreadsheet.web_page import web_page_lines

        return Archive(FileKind.WEB_PAGE, partial(web_page_lines, file))
    if is_old_container(head):
        from homeroom.domain.imports.spreadsheet.old_workbook import old_workbook

        return Archive(FileKind.OLD_WORKBOOK, partial(old_workbook, file))
    if is_users_table(head):
        from homeroom.domain.imports.spreadsheet.oneroster import users_lines

        return Archive(FileKind.ONE_ROSTER_USERS, partial(users_lines, file, today, letters))
    return None


def _zipped(file: IO[bytes], today: date, letters: TableLetters) -> Archive | None:
    names, is_table = _names(file)
    file.seek(0)
    if is_table:
        from homeroom.domain.imports.spreadsheet.open_document import open_document

        return Archive(FileKind.OPEN_DOCUMENT, partial(open_document, file))
    if any(part in names for part in _WORKBOOK_PARTS):
        from homeroom.domain.imports.spreadsheet.workbook import workbook_lines

        return Archive(FileKind.WORKBOOK, partial(workbook_lines, file))
    from homeroom.domain.imports.spreadsheet.oneroster import roster_lines
    from homeroom.domain.imports.spreadsheet.roster_set_of import roster_set_of

    roster = roster_set_of(names)
    return Archive(roster.kind, partial(roster_lines, file, roster, today, letters)) if roster else None


def _names(file: IO[bytes]) -> tuple[list[str], bool]:
    """Of its parts; and whether it is an OpenDocument table."""
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist(), _is_open_document(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise wrong_file(WrongFile.CUT_OFF) from error
