"""From bytes in whatever encoding to a stream of text, a chunk at a time.

UTF-8 is believed first, Windows-1252 last (it "reads" nearly anything); whether its letters are proved is told by
`letters.py`, when all of them were seen. As long as a file is plain ASCII all read the same, so the choice waits for
the first other byte, however late it comes. Once made it stays: bytes that do not fit later become LOST, which is a
problem of their cell and never a wrong letter.
"""

import codecs
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from homeroom.domain.imports.spreadsheet.code_pages import MAC_ROMAN, PAGES, WINDOWS_1252, decoded_1252
from homeroom.domain.imports.spreadsheet.file_source import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

UTF_8 = "UTF-8"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_UTF_8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_USUAL_LETTER = re.compile(rb"[\xc3-\xc5]|\xe2\x80")  # the first bytes of those of European languages, and of `’`
_SOUND_FOR_EACH_DAMAGED = 9
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_BEGIN_ODD_LETTERS = (b"\xc2", b"\xc5", b"\xc6", b"\xcb", b"\xe2")
"""In UTF-8, of all from U+0080 to U+00BF, Latin letters that French, German and Spanish do without, and punctuation."""
_LONE_CR = re.compile(rb"\r(?!\n)")


class TextSource:
    """`text` gives lines as they are (`newline=""`: LF, CRLF and lone CR end a line, nothing else does)."""

    def __init__(self, source: Source, page: str = "") -> None:
        """`page`, one of PAGES, is how the file is written if it is no Unicode; empty: as its bytes look."""
        self._bytes = _Utf8(source, page)
        self.text = io.TextIOWrapper(
            io.BufferedReader(self._bytes, 65_536), encoding="utf-8", errors="replace", newline=""
        )

    @property
    def encoding(self) -> str:
        """The encoding's name; UTF-8 while nothing but ASCII was seen."""
        return self._bytes.encoding

    @property
    def guess(self) -> str:
        """The code page that was chosen by the looks of the bytes; empty where it was not."""
        return self._bytes.guess

    @property
    def has_odd_letters(self) -> bool:
        """Whether anything was read so far that stands in no plain Western European text in UTF-8."""
        return self._bytes.has_odd_letters


class _Utf8(io.RawIOBase):
    """The bytes of `source`, as UTF-8."""

    def __init__(self, source: Source, page: str) -> None:
        super().__init__()
        self._source = source
        self._page = page
        self._left = b""
        self._decode: Callable[[bytes], str] | None = None
        self._decided = False
        self.encoding = UTF_8
        self.guess = ""
        self.has_odd_letters = False
        for mark, codec, name in _BYTE_ORDER_MARKS:
            if source.head.startswith(mark):
                self._decide(codec, name)
                self._left = self._as_utf_8(source.chunk()[len(mark) :])
                break

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        target = memoryview(buffer).cast("B")
        while not self._left:
            chunk = self._source.chunk()
            self._left = self._as_utf_8(chunk)
            if not chunk:
                break
        given, self._left = self._left[: len(target)], self._left[len(target) :]
        target[: len(given)] = given
        return len(given)

    def _as_utf_8(self, chunk: bytes) -> bytes:
        if not self._decided and not chunk.isascii():
            chunk = self._judge(chunk)
        if self._decode:
            chunk = self._decode(chunk).encode()
        self.has_odd_letters = self.has_odd_letters or any(map(chunk.__contains__, _BEGIN_ODD_LETTERS))
        return chunk

    def _judge(self, chunk: bytes) -> bytes:
        """Decide by the first chunk that is not plain ASCII (and the next one, where a letter may be cut in two)."""
        last = b""
        if not chunk[-3:].isascii():
            last = self._source.chunk()
        if _reads_as_utf_8(chunk + last, whole=not last):
            self._decide("utf-8", UTF_8)
        elif self._page:
            self._decide(self._page, PAGES[self._page])
        else:
            self.guess = MAC_ROMAN if _is_of_a_classic_mac(self._source.head) else WINDOWS_1252
            self._decide(self.guess, PAGES[self.guess])
        return chunk + last

    def _decide(self, codec: str, name: str) -> None:
        self._decided, self.encoding = True, name
        self.has_odd_letters = self.has_odd_letters or codec != "utf-8"
        if self.guess == WINDOWS_1252:
            self._decode = decoded_1252
        elif codec != "utf-8":
            decoder = codecs.getincrementaldecoder(codec)(errors="replace")
            self._decode = lambda chunk: decoder.decode(chunk, final=not chunk)


def _reads_as_utf_8(chunk: bytes, *, whole: bool) -> bool:
    """Also when a byte here and there is damaged: sound UTF-8 letters hardly occur in another encoding, but for a few
    in Asian ones.
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(chunk, final=whole)
    except UnicodeDecodeError as refusal:
        letters = _UTF_8_LETTER.findall(chunk)
        if letters and refusal.reason == "unexpected end of data":
            return True  # sound up to where the file was cut off
        others = len(_NOT_ASCII.findall(chunk)) - sum(map(len, letters))
        return len(letters) > others * (1 if all(map(_USUAL_LETTER.match, letters)) else _SOUND_FOR_EACH_DAMAGED)
    return True


def _is_of_a_classic_mac(head: bytes) -> bool:
    """By its line ends: nothing but Excel's “CSV (Macintosh)” still has lone CRs. A line break within a cell may be an
    LF all the same.
    """
    return len(_LONE_CR.findall(head)) > head.count(b"\n")
