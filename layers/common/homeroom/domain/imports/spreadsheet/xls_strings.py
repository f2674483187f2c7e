"""The lengths of the texts that the cells of an old Excel workbook share."""

import struct
from collections.abc import Iterator

_TWO_BYTES, _HAS_PHONETICS, _HAS_FORMATS = 0x01, 0x04, 0x08


class _Bytes:
    """Those of a record, and of those that go on with it."""

    def __init__(self, first: bytes, others: Iterator[bytes]) -> None:
        self._data, self._at, self._others = first, 8, others  # after two counts

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def next_record(self) -> bool:
        self._data, self._at = next(self._others, b""), 0
        return bool(self._data)

    def number(self, layout: str) -> int:
        (value,) = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return int(value)

    def skip(self, count: int) -> None:
        """Over what is just cut, wherever a record ends."""
        while count > self.left:
            count -= self.left
            if not self.next_record():
                return
        self._at += count

    def skip_letters(self, count: int, flags: int) -> None:
        """Each record begins with flags of its own: letters may have another width there."""
        while True:
            width = 2 if flags & _TWO_BYTES else 1
            here = min(count, self.left // width)
            self._at += here * width
            count -= here
            if not count or not self.next_record():
                return
            flags = self.number("<B")


def string_lengths(first: bytes, others: Iterator[bytes]) -> list[int]:
    """In characters, by the numbers that cells name. Raises struct.error for a table that is damaged."""
    (count,) = struct.unpack_from("<I", first, 4)
    texts, lengths = _Bytes(first, others), list[int]()
    while len(lengths) < count and (texts.left or texts.next_record()):
        length, flags = texts.number("<H"), texts.number("<B")
        formats = texts.number("<H") if flags & _HAS_FORMATS else 0
        phonetics = texts.number("<I") if flags & _HAS_PHONETICS else 0
        texts.skip_letters(length, flags)
        texts.skip(formats * 4 + phonetics)
        lengths.append(length)
    return lengths
