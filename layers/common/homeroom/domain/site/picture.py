"""Pictures from outside, checked by their bytes: PNG and JPEG, as browsers show them and no more than that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from struct import error as TooShort  # noqa: N812  that is what it means
from struct import unpack_from
from zlib import crc32

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Code, Message, message

MOST_BYTES = 200 * 1024
MOST_PIXELS = 1_000
"""On either side."""

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP")
_FRAMES = (0xC0, 0xC1, 0xC2)
"""The kinds of JPEG that browsers show: baseline, extended and progressive."""
_SCAN, _END = 0xDA, b"\xff\xd9"
_AFTER_POINTS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""In a scan a marker is what is no point, nor one of the marks between them."""
_JPEG_ADDED, _JPEG_KEPT = (*range(0xE0, 0xF0), 0xFE), (0xE0, 0xE2, 0xEE)
"""What programs add to a JPEG: kept are how to read the colors, dropped where and with what it was taken."""


class PictureProblem(Code):
    """Why a file can be no picture here, and what to do."""

    NO_PICTURE = "picture.no_picture"
    DRAWING = "picture.drawing"
    BROKEN = "picture.broken"
    TOO_LARGE = "picture.too_large"
    TOO_WIDE = "picture.too_wide"


class PictureRefused(HomeroomError):
    """`problem` says why."""

    def __init__(self, problem: Message) -> None:
        super().__init__("picture refused")
        self.problem = problem


@dataclass(frozen=True, repr=False)
class Picture:
    """`suffix` is `png` or `jpg`; `width` and `height` in pixels. `body` has nothing in it but the picture."""

    suffix: str
    width: int
    height: int
    body: bytes


def read_picture(body: bytes) -> Picture:
    """Whatever the file is called. Raises PictureRefused."""
    if len(body) > MOST_BYTES:
        raise PictureRefused(message(PictureProblem.TOO_LARGE, most=MOST_BYTES // 1024))
    if not body.startswith((_PNG, _JPEG)):
        drawing = b"<svg" in body[:2_000].lower()
        raise PictureRefused(message(PictureProblem.DRAWING if drawing else PictureProblem.NO_PICTURE))
    try:
        picture = _png(body) if body.startswith(_PNG) else _jpeg(body)
    except (TooShort, ValueError) as broken:
        raise PictureRefused(message(PictureProblem.BROKEN)) from broken
    if max(picture.width, picture.height) > MOST_PIXELS:
        size = message(PictureProblem.TOO_WIDE, most=MOST_PIXELS, width=picture.width, height=picture.height)
        raise PictureRefused(size)
    return picture


def _png(body: bytes) -> Picture:
    """Raises ValueError and struct.error for what is cut off or has been damaged."""
    chunks = list(_chunks(body))
    kinds = [chunk[4:8] for chunk in chunks]
    width, height = unpack_from(">II", chunks[0], 8)
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds or not width or not height:
        raise ValueError
    return Picture("png", width, height, _PNG + b"".join(c for c in chunks if c[4:8] in _PNG_KEPT))


def _chunks(body: bytes) -> Iterator[bytes]:
    """Each with its length, kind and checksum, up to the last; what follows that is no part of the picture."""
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = unpack_from(">I4s", body, at)
        end = at + 8 + length
        if unpack_from(">I", body, end)[0] != crc32(body[at + 4 : end]):
            raise ValueError
        yield body[at : end + 4]
        at = end + 4


def _jpeg(body: bytes) -> Picture:
    """Raises ValueError and struct.error for what is cut off, or is of a kind that browsers do not show."""
    kept, size, scans = _JPEG, (0, 0), 0
    for marker, segment in _segments(body):
        if marker in _FRAMES:
            size = unpack_from(">HH", segment, 5)
        if marker in _JPEG_KEPT or marker not in _JPEG_ADDED:
            kept += segment
        scans += marker == _SCAN
    height, width = size
    if not scans or not width or not height:
        raise ValueError
    return Picture("jpg", width, height, kept + _END)


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with its marker, a scan with its points, up to the first end: cameras put another picture behind it, which
    may say again where it was taken.
    """
    at = len(_JPEG)
    while body[at : at + 2] != _END:
        mark, marker, length = unpack_from(">BBH", body, at)
        if mark == marker == 0xFF:  # filled up
            at += 1
            continue
        if mark != 0xFF or length < 2:
            raise ValueError
        end = at + 2 + length
        if marker == _SCAN:
            after = _AFTER_POINTS.search(body, end)
            end = after.start() if after else len(body)
        yield marker, body[at:end]
        at = end
