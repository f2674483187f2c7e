"""What a school may say in its own words in an email, and what it may call itself as a sender."""

import re
import unicodedata
from functools import cache

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.text import clean, has_control_characters, looks_like_web_address

MOST_CHARACTERS = 600
LANGUAGE = "en"
"""What emails are written in, and so the language in which a paragraph of one's own is typed."""

_NOT_SEEN = ("Mn", "Me", "Cf")
_LINE_BREAKS = re.compile(r"[\r\n\u2028\u2029]+")
# A tag, a comment or a character reference, finished or not. `a < b` and `AT&T` are none.
_HTML = re.compile(r"</?[a-z!?]|&(?:#x?[0-9a-f]+|[a-z]+);", re.IGNORECASE)
# More than `looks_like_web_address` sees, which has to let unusual names pass: any two words with a dot between them,
# anything around an at sign, and what begins as an address does. `a.m.`, `Ph.D.` and `3.30` are none.
_ADDRESS = r"""\S*://\S*
      | //\S+
      | (?<!\S)(?:https?|ftp|javascript|vbscript|data|mailto|tel|sms|file|skype|whatsapp|webcal):\S+
      | \S*\w@\S+
      | \bwww\.\S*
      | \b(?:\d{1,3}\.){3}\d{1,3}\b\S*
      | \w[\w-]*(?:\.[\w-]+)*\.[^\W\d_][\w-]+\S*"""
_PATH = r"(?:/[A-Za-z0-9_/-]*)?(?=[.,;:!?)]*(?:\s|$))"
"""Of the site's own address: nothing in it can lead elsewhere."""


class WordsProblem(Code):
    """Why a paragraph, or a sender's name, cannot go out."""

    TOO_LONG = "own_words.too_long"
    CHARACTERS = "own_words.characters"
    HTML = "own_words.html"
    ADDRESS = "own_words.address"
    SENDER = "own_words.sender"


def checked_words(typed: str) -> str:
    """One paragraph, cleaned: line breaks become spaces. It may be empty. Raises Refused."""
    text = clean(_LINE_BREAKS.sub(" ", typed))
    if has_control_characters(text):
        raise Refused(message(WordsProblem.CHARACTERS))
    if len(text) > MOST_CHARACTERS:
        raise Refused(message(WordsProblem.TOO_LONG, most=MOST_CHARACTERS, length=len(text)))
    if html := _HTML.search(_as_read(text)):
        raise Refused(message(WordsProblem.HTML, piece=html[0]))
    return text


def check_addresses(text: str, site_url: str) -> None:
    """Of a paragraph that is checked otherwise: it may name the site's own address and no other. Raises Refused."""
    if address := _address().search(_own_address(site_url).sub(" ", _as_read(text))):
        raise Refused(message(WordsProblem.ADDRESS, address=address[0], own=site_url))


def checked_sender_name(name: str) -> str:
    """A mail program shows it beside the address that emails come from: it must not look like another one, nor be
    written in the way in which headers hide one (`=?utf-8?b?YUBi?=`).

    Raises Refused.
    """
    if "@" in _as_read(name) or "=?" in name or looks_like_web_address(_as_read(name)):
        raise Refused(message(WordsProblem.SENDER))
    return name


def _as_read(text: str) -> str:
    """As mail programs may take it: full-width letters and signs are what they look like, and marks above a letter or
    signs that nobody sees part no address.
    """
    seen = (sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) not in _NOT_SEEN)
    return unicodedata.normalize("NFKC", "".join(seen)).replace("。", ".")


@cache
def _address() -> re.Pattern[str]:
    """Compiled by whoever checks a paragraph, which is seldom."""
    return re.compile(_ADDRESS, re.VERBOSE | re.IGNORECASE)


def _own_address(site_url: str) -> re.Pattern[str]:
    """With `https://` or without."""
    scheme, _, rest = site_url.partition("://")
    return re.compile(rf"(?<![^\s(])(?:{re.escape(scheme)}://)?{re.escape(rest)}{_PATH}", re.IGNORECASE)
