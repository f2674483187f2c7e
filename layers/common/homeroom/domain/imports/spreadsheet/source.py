"""A body of bytes whose beginning can be looked at, and the files that are no tables at all."""

from typing import Protocol

from homeroom.domain.imports.spreadsheet.problems import FileProblem

MOST_BYTES = 100 * 1024 * 1024
HEAD_BYTES = 65_536
_CHUNK_BYTES = 65_536

_SAVE_AS = "Open it in your spreadsheet program, save it as “CSV UTF-8” and drop that file."
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# First bytes of what is dropped by mistake -> what it is, and what to do.
_SIGNATURES = (
    (b"\x1f\x8b", "a compressed file (gzip). Unpack it and drop the CSV file inside."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z). Unpack it and drop the CSV file inside."),
    (b"Rar!", "a compressed file (RAR). Unpack it and drop the CSV file inside."),
    (_OLD_CONTAINER, f"an old Excel workbook (.xls). {_SAVE_AS}"),
    (b"\x89PNG", "a picture (PNG). Drop the table itself, saved as CSV."),
    (b"\xff\xd8\xff", "a picture (JPEG). Drop the table itself, saved as CSV."),
    (b"GIF8", "a picture (GIF). Drop the table itself, saved as CSV."),
    (b"%PDF", "a PDF document. Drop the table it was made from, saved as CSV."),
    (b"{\\rtf", "a text document (RTF). Drop the table itself, saved as CSV."),
    (b"<!doctype", f"a web page. {_SAVE_AS}"),
    (b"<html", f"a web page. {_SAVE_AS}"),
    (b"<?xml", f"an XML file. {_SAVE_AS}"),
)
# What a zip archive has near its beginning -> what it is.
_IN_ZIPS = (
    (b"opendocument.spreadsheet", f"a LibreOffice table (.ods). {_SAVE_AS}"),
    (b"Index/Document.iwa", f"a Numbers table. {_SAVE_AS}"),
)
_OTHER_ZIP = "a zip archive. Unpack it and drop the CSV file inside."


class ByteSource(Protocol):
    """An open file, or the body of an S3 answer. Need not be seekable."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, perhaps fewer; none at the end."""
        ...


class Source:
    """Gives out `body` in chunks, after its first HEAD_BYTES (fewer if it is shorter) were looked at as `head`."""

    def __init__(self, body: ByteSource) -> None:
        self._body = body
        self.head = b""
        while len(self.head) < HEAD_BYTES and (chunk := body.read(HEAD_BYTES - len(self.head))):
            self.head += chunk
        self.whole = len(self.head) < HEAD_BYTES
        self._waiting = self.head

    def chunk(self) -> bytes:
        """The next bytes; none at the end."""
        waiting, self._waiting = self._waiting, b""
        if waiting or self.whole:
            return waiting
        return self._body.read(_CHUNK_BYTES)

    def read(self, size: int = -1, /) -> bytes:  # noqa: ARG002
        """For whoever reads something else than text; in chunks of a size of its own."""
        return self.chunk()


def refuse_what_is_too_large(size: int) -> None:
    """Raise FileProblem for a file of more than MOST_BYTES."""
    if size > MOST_BYTES:
        raise FileProblem("This file is larger than 100 MB. Split it into several files and drop those.")


def is_archive(head: bytes) -> bool:
    """A zip archive, whatever its name says; workbooks are such."""
    return head.startswith(b"PK\x03\x04")


def refuse_what_is_no_table(head: bytes) -> None:
    """Raise FileProblem when the first bytes of a file are those of something that is no text."""
    if not head.strip():
        raise FileProblem("The file is empty. Drop a CSV file with a header and one row for each student.")
    if head.startswith(_OLD_CONTAINER) and _ENCRYPTED in head:
        raise FileProblem(
            f"A CSV file is needed, and this is an Excel workbook that is protected by a password. {_SAVE_AS}"
        )
    if found := _other_kind(head):
        raise FileProblem(f"A CSV file is needed, and this is {found}")
    if head.count(0) * 10 > len(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileProblem(f"A CSV file is needed, and this is no text. {_SAVE_AS}")


def _other_kind(head: bytes) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _IN_ZIPS if mark in head), _OTHER_ZIP)
    if head.startswith(b"PK\x05\x06"):
        return _OTHER_ZIP
    if head[4:8] == b"ftyp":
        return "a picture or a film. Drop the table itself, saved as CSV."
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:16]
    if beginning[:1] == b"<":
        beginning = beginning.lower()
    return next((kind for mark, kind in _SIGNATURES if beginning.startswith(mark)), None)
