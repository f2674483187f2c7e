"""The streams of an OLE file ([MS-CFB]), in which old Office programs keep what they save."""

import struct
from collections.abc import Iterator
from typing import IO

from homeroom.domain.imports.spreadsheet.sheet_extent import TooLarge

MOST_BYTES = 24 * 1024 * 1024
_END = 0xFFFFFFFA  # and above: no sector
_IN_HEADER = 109  # sectors of the table of sectors that the header itself lists
_ROOT = 5
_ENTRY_BYTES = 128


class OleFile:
    """`names` are those of its streams. Raises TooLarge; ValueError, IndexError or struct.error for a damaged one."""

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        self._data = file.read(MOST_BYTES + 1)
        if len(self._data) > MOST_BYTES:
            raise TooLarge
        header = self._data[:512]
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("no such sectors")
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        self._next = self._numbers(self._table_sectors(header))
        directory, self._cutoff, minis = struct.unpack_from("<I4xII", header, 48)
        self._mini_next = self._numbers(self._chain(minis, self._next))
        self.names: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._read_directory(b"".join(map(self._sector_at, self._chain(directory, self._next))))

    def read(self, name: str) -> bytes:
        start, size = self.names[name]
        if size >= self._cutoff:
            return b"".join(map(self._sector_at, self._chain(start, self._next)))[:size]
        width = self._mini_sector
        return b"".join(self._mini[n * width : (n + 1) * width] for n in self._chain(start, self._mini_next))[:size]

    def place_of(self, name: str, at: int) -> int | None:
        """Where in the file the byte `at` of a stream stands; None of one that is too small for sectors of its own."""
        start, size = self.names[name]
        if size < self._cutoff:
            return None
        number, within = divmod(at, self._sector)
        return int((list(self._chain(start, self._next))[number] + 1) * self._sector + within)

    def _read_directory(self, directory: bytes) -> None:
        for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind == _ROOT:
                self._mini = b"".join(map(self._sector_at, self._chain(start, self._next)))
            elif kind:
                name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
                self.names.setdefault(name, (start, size))

    def _table_sectors(self, header: bytes) -> Iterator[int]:
        yield from (n for n in struct.unpack_from(f"<{_IN_HEADER}I", header, 76) if n < _END)
        more, _ = struct.unpack_from("<II", header, 68)
        for _ in range(len(self._data) // self._sector + 1):
            if more >= _END:
                return
            *sectors, more = struct.unpack(f"<{self._sector // 4}I", self._sector_at(more))
            yield from (n for n in sectors if n < _END)
        raise ValueError("a list without end")

    def _numbers(self, sectors: Iterator[int]) -> list[int]:
        return [n for at in sectors for n in struct.unpack(f"<{self._sector // 4}I", self._sector_at(at))]

    def _chain(self, start: int, following: list[int]) -> Iterator[int]:
        for _ in range(len(self._data) // self._mini_sector + 1):
            if start >= _END:
                return
            yield start
            start = following[start]
        raise ValueError("a list without end")

    def _sector_at(self, number: int) -> bytes:
        begin = (number + 1) * self._sector
        sector = self._data[begin : begin + self._sector]
        if not sector:
            raise ValueError("a sector behind the end")
        return sector.ljust(self._sector, b"\0")
