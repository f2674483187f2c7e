"""A process of its own in which an old workbook is read: see `workbook_reader`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, NamedTuple

_READER = "homeroom.domain.imports.spreadsheet.workbook_reader"
_START = "import runpy, sys; _, reader, *sys.path = sys.argv; runpy.run_module(reader, run_name='__main__')"


_MOST_SECONDS = 300
"""A damaged file must not keep the reader busy until the function itself is stopped, which has three times as long."""


class ReaderStopped(Exception):
    """The file is damaged, or takes more memory or time than there is for it."""


class SheetRead(NamedTuple):
    """`number` is its place among the sheets, -1 where none is visible; rows begin with the column `first_column`."""

    number: int
    row_count: int
    first_column: int


@contextmanager
def rows_read_apart(file: IO[bytes]) -> Iterator[tuple[SheetRead, Iterator[list[str]]]]:
    """The first visible sheet of a workbook, and the texts of its rows from its first row on; they can be read within
    the context. Raises ReaderStopped.
    """
    file.flush()
    handle = file.fileno()
    os.lseek(handle, 0, os.SEEK_SET)
    with TemporaryFile() as lines:
        try:
            subprocess.run(  # noqa: S603  a module of ours
                [sys.executable, "-c", _START, _READER, *filter(None, sys.path)],
                stdin=handle,
                stdout=lines,
                stderr=subprocess.DEVNULL,  # what a library says of a file is nobody's to keep
                timeout=_MOST_SECONDS,
                check=True,
            )
        except subprocess.SubprocessError as ended:
            raise ReaderStopped from ended
        lines.seek(0)
        sheet: list[int] = json.loads(next(lines))
        yield SheetRead(*sheet), map(json.loads, lines)
