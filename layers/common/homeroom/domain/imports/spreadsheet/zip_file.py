"""Files that are zip archives: a workbook, a zip of tables, or something else. They are read from their end, so they
are copied first, to memory or disk; the body of an S3 answer can only be read forwards.
"""

import codecs
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.file_source import ByteSource, Part, refuse_what_is_too_large
from homeroom.domain.imports.spreadsheet.problems import FileProblem, wrong_file
from homeroom.domain.kernel.message import Message

_IN_MEMORY = 4 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
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


def open_archive(body: ByteSource, today: date) -> Archive | None:
    """The table within, as it is `today`; None when the archive is of no kind that is read.

    Raises FileProblem for an archive that is damaged, too large, or protected by a password.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  whoever reads it closes it
    try:
        _copy(body, file)
        return _opened(file, today)
    except FileProblem:
        file.close()
        raise


def _copy(body: ByteSource, file: IO[bytes]) -> None:
    size = 0
    while chunk := body.read(_CHUNK_BYTES):
        size += len(chunk)
        refuse_what_is_too_large(size)
        file.write(chunk)


def _opened(file: IO[bytes], today: date) -> Archive | None:
    # Slow to import, and only archives pay for them.
    from homeroom.domain.imports.spreadsheet.oneroster import roster_lines
    from homeroom.domain.imports.spreadsheet.roster_sets import roster_set_of
    from homeroom.domain.imports.spreadsheet.workbook import workbook_lines

    names = _names(file)
    file.seek(0)
    if any(part in names for part in _WORKBOOK_PARTS):
        return Archive(FileKind.WORKBOOK, partial(workbook_lines, file))
    if roster := roster_set_of(names):
        return Archive(roster.kind, partial(roster_lines, file, roster, today))
    file.close()
    return None


def _names(file: IO[bytes]) -> list[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise wrong_file(WrongFile.CUT_OFF) from error
