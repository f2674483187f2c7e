"""The ways in which a text that is no Unicode may be written: each gives the upper half of the bytes other letters."""

import codecs
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

WINDOWS_1252, MAC_ROMAN = "cp1252", "mac_roman"

PAGES: Mapping[str, str] = MappingProxyType(
    {
        WINDOWS_1252: "Windows-1252",
        "cp1250": "Windows-1250",
        "cp1251": "Windows-1251",
        "cp1253": "Windows-1253",
        "cp1254": "Windows-1254",
        "cp1255": "Windows-1255",
        "cp1256": "Windows-1256",
        "cp1257": "Windows-1257",
        "cp1258": "Windows-1258",
        "cp932": "Shift-JIS",
        "gbk": "GBK",
        "big5": "Big5",
        "cp949": "CP949",
        MAC_ROMAN: "Mac Roman",
        "iso8859_2": "ISO 8859-2",
        "cp850": "CP850",
        "cp437": "CP437",
    }
)
"""Python's name of each -> the one that people know. Of two that are as plausible, the first one is shown first."""

_BYTES = bytes(range(256))
_LETTERS_1252 = "".join(
    character if (character := _BYTES[n : n + 1].decode(WINDOWS_1252, "ignore")) else chr(n) for n in range(256)
)
_BYTES_1252 = codecs.charmap_build(_LETTERS_1252)
WITHOUT_LETTER = frozenset(c for n, c in enumerate(_LETTERS_1252) if n == ord(c) and 0x80 <= n < 0xA0)
"""What stands for the five bytes for which Windows-1252 has nothing, as in browsers: so no byte is lost."""


LOST = "\ufffd"
_WITH_LOST = {ord(character): LOST for character in WITHOUT_LETTER}


def with_lost(text: str) -> str:
    """With LOST for each of them."""
    return text.translate(_WITH_LOST)


def decoded_1252(chunk: bytes) -> str:
    return codecs.charmap_decode(chunk, "strict", _LETTERS_1252)[0]


def as_bytes(text: str, page: str) -> bytes:
    """What was read as `text` by that page: WINDOWS_1252 or MAC_ROMAN."""
    if page == WINDOWS_1252:
        return codecs.charmap_encode(text, "strict", _BYTES_1252)[0]
    return text.encode(page)


def read_as(raw: bytes, page: str) -> str | None:
    """In Unicode's composed form; None where it cannot be written so. A control character is no letter."""
    try:
        text = raw.decode(page)
    except UnicodeDecodeError:
        return None
    return None if any("\x7f" <= c < "\xa0" for c in text) else unicodedata.normalize("NFC", text)
