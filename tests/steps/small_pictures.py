"""Small pictures made by hand: a PNG that every browser shows, and the frame of a JPEG."""

from struct import pack
from zlib import compress, crc32


def a_png(width: int = 3, height: int = 2, *more: tuple[bytes, bytes]) -> bytes:
    """A blue one. `more` are further chunks, as kind and content."""
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = compress((b"\0" + b"\x1d\x4e\xd8" * width) * height)
    chunks = ((b"IHDR", header), *more, (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    kind, content = chunk
    return pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))


def a_jpeg(width: int = 3, height: int = 2, *more: tuple[int, bytes], frame: int = 0xC0) -> bytes:
    """What stands around the points of a JPEG, and no points that could be shown. `more` are further segments."""
    size = pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    segments = ((0xE0, b"JFIF\0"), *more, (frame, size), (0xDA, b"\1\1\0\0\x3f\0"))
    return b"\xff\xd8" + b"".join(map(_segment, segments)) + b"points\xff\xd9"


def _segment(segment: tuple[int, bytes]) -> bytes:
    marker, content = segment
    return pack(">BBH", 0xFF, marker, len(content) + 2) + content
