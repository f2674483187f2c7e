"""How far the sheets of an old Excel workbook (.xls) reach, told by its records as they stand in the file.

The format is a small file system (OLE, [MS-CFB]) with a stream of records (BIFF, [MS-XLS]). A record of a few bytes may
say that a sheet has a billion cells, or that a long text stands in each of them.
"""

import struct
from collections.abc import Iterator
from itertools import takewhile
from typing import IO, NamedTuple

from homeroom.domain.imports.spreadsheet.ole_streams import OleFile
from homeroom.domain.imports.spreadsheet.sheet_extent import Extents, SheetExtent, TooLarge
from homeroom.domain.imports.spreadsheet.xls_strings import string_lengths

STREAMS = ("Workbook", "Book")

_BOF, _SHEET, _CONTINUE, _STRINGS, _LOCKED = 0x0809, 0x0085, 0x003C, 0x00FC, 0x002F
_CODE_PAGE, _END = 0x0042, 0x000A
_EXCEL_97 = b"\x00\x06"
_OLDER_BOFS = (0x0009, 0x0209, 0x0409)
_DIMENSIONS, _ROW = 0x0200, 0x0208
_SHARED, _MANY_NUMBERS, _FORMULA, _BOOLEAN_OR_ERROR = 0x00FD, 0x00BD, 0x0006, 0x0205
_CELLS = frozenset(
    (_SHARED, _MANY_NUMBERS, _FORMULA, 0x0406, 0x0206, _BOOLEAN_OR_ERROR, 0x0203, 0x0204, 0x027E, 0x00D6)
)
_MOST_DECLARED = 6_000_000  # cells: the reader asks for room for all that a sheet says it has
_IS_HIDDEN = 0x20
_DIMENSIONS_BYTES = 14  # fewer before Excel 97


class Locked(Exception):
    """Protected by a password."""


class _Record(NamedTuple):
    at: int
    kind: int
    data: bytes


def extents_of(file: IO[bytes]) -> list[SheetExtent]:
    """Of each sheet, in the order of their names. Raises TooLarge and Locked; ValueError, IndexError or struct.error
    for what is damaged.
    """
    ole = OleFile(file)
    found = [_extents(ole.read(stream)) for stream in STREAMS if stream in ole.names]
    return found[0]


def place_of_code_page(stream: bytes) -> int | None:
    """Where the number of the code page stands, if it is a workbook of Excel 97 or later and names one."""
    if stream[4:6] != _EXCEL_97:
        return None
    head = takewhile(lambda record: record.kind != _END, _records(stream))
    return next((record.at + 4 for record in head if record.kind == _CODE_PAGE), None)


def _extents(stream: bytes) -> list[SheetExtent]:
    extents, by_offset, offsets = Extents(), dict[int, SheetExtent](), list[int]()
    lengths: list[int] = []
    for record in _records(stream):
        kind, data = record.kind, record.data
        if kind == _LOCKED:
            raise Locked
        if kind == _SHEET:
            offsets.append(struct.unpack_from("<I", data)[0])
        elif kind == _STRINGS:
            lengths = string_lengths(data, _continued(stream, record))
        elif kind == _BOF or kind in _OLDER_BOFS:
            by_offset[record.at] = extents.begin_sheet()
        elif extents.sheets:
            _look_at(kind, data, extents, lengths)
    return [by_offset.get(offset, SheetExtent()) for offset in offsets]


def _look_at(kind: int, data: bytes, extents: Extents, lengths: list[int]) -> None:
    sheet = extents.sheets[-1]
    if kind == _DIMENSIONS:
        layout = "<IIHH" if len(data) >= _DIMENSIONS_BYTES else "<HHHH"
        _, rows, _, columns = struct.unpack_from(layout, data)
        if rows * columns > _MOST_DECLARED:
            raise TooLarge
    elif kind == _ROW:
        row, flags = struct.unpack_from("<H10xH", data)
        if flags & _IS_HIDDEN:
            sheet.hide(row, 1)
    elif kind in _CELLS:
        row, column = struct.unpack_from("<HH", data)
        last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == _MANY_NUMBERS else column
        extents.reach(row + 1, max(column, last) + 1)
        sheet.errors += _is_error(kind, data)
        extents.add_text(_length(kind, data, lengths))


def _is_error(kind: int, data: bytes) -> bool:
    if kind == _BOOLEAN_OR_ERROR:
        return data[7] == 1
    return kind == _FORMULA and data[6] == 2 and data[12:14] == b"\xff\xff"


def _length(kind: int, data: bytes, lengths: list[int]) -> int:
    """Of the text of a cell; of one that is shared by several each time."""
    if kind != _SHARED:
        return len(data)
    (number,) = struct.unpack_from("<I", data, 6)
    return lengths[number] if number < len(lengths) else 0


def _records(stream: bytes, at: int = 0) -> Iterator[_Record]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield _Record(at, kind, stream[at + 4 : at + 4 + length])
        at += 4 + length


def _continued(stream: bytes, record: _Record) -> Iterator[bytes]:
    """The records that go on with this one."""
    for following in _records(stream, record.at + 4 + len(record.data)):
        if following.kind != _CONTINUE:
            return
        yield following.data
