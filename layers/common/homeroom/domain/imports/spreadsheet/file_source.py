"""A body of bytes whose beginning can be looked at, and the files that are no tables at all."""

import codecs
import re
from collections import deque
from typing import Protocol

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.problems import FileProblem, wrong_file
from homeroom.domain.kernel.message import Message, message

MOST_BYTES = 100 * 1024 * 1024
HEAD_BYTES = 65_536
_CHUNK_BYTES = 65_536

_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# First bytes of what is dropped by mistake -> what it is.
_SIGNATURES = (
    (b"\x1f\x8b", message(WrongFile.COMPRESSED, format="gzip")),
    (b"7z\xbc\xaf\x27\x1c", message(WrongFile.COMPRESSED, format="7z")),
    (b"Rar!", message(WrongFile.COMPRESSED, format="RAR")),
    (b"\x89PNG", message(WrongFile.PICTURE, format="PNG")),
    (b"\xff\xd8\xff", message(WrongFile.PICTURE, format="JPEG")),
    (b"GIF8", message(WrongFile.PICTURE, format="GIF")),
    (b"%PDF", message(WrongFile.PDF)),
    (b"{\\rtf", message(WrongFile.RICH_TEXT)),
    (b"<?xml", message(WrongFile.XML)),
)
_WEB_PAGE = re.compile(
    rb"<(?:!--|\?xml|(?:!doctype|html|head|title|meta|link|style|script|body|div|span|p|font|center|form|h[1-6]|table)\b)",
    re.IGNORECASE,
)
_WHOLE_PAGE, _WITH_TABLE = (re.compile(tags, re.IGNORECASE) for tags in (rb"\A<!doctype html|<html\b", rb"<table[\s>]"))
# What a zip archive has near its beginning -> what it is.
_IN_ZIPS = (
    (b"opendocument.spreadsheet", message(WrongFile.OPEN_DOCUMENT)),
    (b"Index/Document.iwa", message(WrongFile.NUMBERS)),
)
_OTHER_ZIP = message(WrongFile.ZIP)

# Byte-order marks: whatever follows is meant as text. Results of ours begin with that of UTF-8.
_MARKS_OF_TEXT = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)

Part = tuple[bytes, float]
"""Lines of a CSV file that an archive gives, and the share of it, 0 to 1, that ends with them."""


class ByteSource(Protocol):
    """An open file, or the body of an S3 answer. Need not be seekable."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, perhaps fewer; none at the end."""
        ...


class Source:
    """Gives out `body` in chunks, after its first HEAD_BYTES (fewer if it is shorter) were looked at as `head`.

    Each chunk but the last has the same size, however the body comes: what is decided by one is decided again in the
    same way when the file is read again. With `remember`, what was given out can be given out once more.
    """

    def __init__(self, body: ByteSource, *, remember: bool = False) -> None:
        self._body = body
        self._given: list[bytes] | None = [] if remember else None
        self.head = self._filled(HEAD_BYTES)
        self.whole = len(self.head) < HEAD_BYTES
        self._waiting = deque([self.head])

    def chunk(self) -> bytes:
        """The next bytes; none at the end."""
        chunk = self._waiting.popleft() if self._waiting else self._next()
        if self._given is not None:
            self._given.append(chunk)
        return chunk

    def _next(self) -> bytes:
        return b"" if self.whole else self._filled(_CHUNK_BYTES)

    def begin_again(self) -> None:
        """From the first byte on, as if nothing was given out. Only for one that remembers, and only once."""
        self._waiting.extendleft(reversed(self._given or []))
        self._given = None

    def forget(self) -> None:
        """What was given out is not wanted any more."""
        self._given = None

    def _filled(self, size: int) -> bytes:
        pieces, left = [], size
        while left and (piece := self._body.read(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def read(self, size: int = -1, /) -> bytes:  # noqa: ARG002
        """For whoever reads something else than text; in chunks of a size of its own."""
        return self.chunk()


def refuse_what_is_too_large(size: int) -> None:
    """Raise FileProblem for a file of more than MOST_BYTES."""
    if size > MOST_BYTES:
        raise wrong_file(WrongFile.TOO_LARGE)


def is_archive(head: bytes) -> bool:
    """What is not read as it comes: a zip archive, whatever its name says, workbooks, old and new, and web pages."""
    return head.startswith(b"PK\x03\x04") or is_old_container(head) or is_web_page(head)


def is_web_page(head: bytes) -> bool:
    """Or a piece of one, with a table."""
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        beginning = beginning[2:].replace(b"\0", b"")
    if not _WEB_PAGE.match(beginning):
        return False
    return bool(_WHOLE_PAGE.search(beginning) or _WITH_TABLE.search(beginning))


def is_old_container(head: bytes) -> bool:
    """A file of old Office programs that no password encrypts as a whole."""
    return head.startswith(_OLD_CONTAINER) and _ENCRYPTED not in head


def refuse_what_is_no_table(head: bytes) -> None:
    """Raise FileProblem when the first bytes of a file are those of something that is no text."""
    if not head.strip():
        raise wrong_file(WrongFile.EMPTY)
    if head.startswith(_OLD_CONTAINER) and _ENCRYPTED in head:
        raise wrong_file(WrongFile.LOCKED_WORKBOOK)
    if other := _other_kind(head):
        raise FileProblem(other)
    if head.count(0) * 10 > len(head) and not head.startswith(_MARKS_OF_TEXT):
        raise wrong_file(WrongFile.NO_TEXT)


def _other_kind(head: bytes) -> Message | None:
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _IN_ZIPS if mark in head), _OTHER_ZIP)
    if head.startswith(b"PK\x05\x06"):
        return _OTHER_ZIP
    if head[4:8] == b"ftyp":
        return message(WrongFile.PICTURE_OR_FILM)
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:16]
    if beginning[:1] == b"<":
        beginning = beginning.lower()
    return next((kind for mark, kind in _SIGNATURES if beginning.startswith(mark)), None)
