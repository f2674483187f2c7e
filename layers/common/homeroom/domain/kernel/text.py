"""Text as people type it: tidied for showing, and folded for sorting and comparing."""

import re
import unicodedata
from functools import cache

# Nothing to see and nothing meant: soft hyphen, zero-width space, word joiner, byte-order mark, blank letters,
# and the marks that turn the direction of writing (in a mail they can make one name look like another).
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0]"
)
# Joiners belong to the spelling of Persian and Indian names and to nothing else.
_STRAY_JOINER = re.compile("(?<![\u0600-\u0fff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0fff])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What stands before a dot and two letters in names, such as `St.Li` or `van.de Berg`, and is no web address.
_IN_NAMES = (
    "st|ste|mt|ft|dr|mr|mrs|ms|jr|sr|prof|rev|hr|fr|wm|van|von|der|den|ten|ter|de|del|della|di|da|do|dos|das|du|des"
    "|la|le|el|al|ul|bin|ibn|abu|ben|bat|mc|mac|y|e|i"
)
_WEB_ADDRESS = rf"""://|\bwww\.|\b(?:javascript|data|mailto):
      | [a-z0-9-]{{2,}}\.(?:com|net|org|edu|gov|info|biz|xyz|top|site|online|shop|club|click|link|app|dev|pro|live
                            |store|page|website|space|icu|vip|fun|win|work|tech|cloud|name|mobi|today|world)\b
      | \b(?!(?:{_IN_NAMES})\.)\w[\w-]+\.(?!(?:jr|sr|ii|iv)\b)[a-z]{{2}}\b
      | [a-z0-9-]+\.[a-z]{{2,}}/"""
_WITHIN_A_WORD = str.maketrans(dict.fromkeys("'’‘ʼʻʹ′`´\u200c\u200d"))
# Letters that Unicode does not take apart into a letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
    }
)
# Accents, and the optional vowel points of Hebrew and Arabic. Marks of other scripts are letters to their readers.
_ACCENT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_NOT_PLAIN = re.compile("[^a-z0-9]+")


def clean(text: str) -> str:
    """Trimmed, with single spaces and no invisible characters, in Unicode's composed form (NFC)."""
    if text.isascii():
        return " ".join(text.split())
    visible = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def has_control_characters(text: str) -> bool:
    """A tab, a line break or another control character between the first and the last visible one."""
    return bool(_CONTROL.search(text.strip()))


def looks_like_web_address(text: str) -> bool:
    """Something that a mail program might turn into a link."""
    return bool(_web_address().search(unicodedata.normalize("NFKC", text).replace("。", ".")))


@cache
def _web_address() -> re.Pattern[str]:
    """Compiled with the first name that is checked: it takes longer than all others, and most pages check none."""
    return re.compile(_WEB_ADDRESS, re.VERBOSE | re.IGNORECASE)


def sort_key(text: str) -> str:
    """Letters and digits only, case and accents aside: `García-López` -> `garcia lopez`, `O'Brien` -> `obrien`."""
    text = text.translate(_WITHIN_A_WORD)
    if text.isascii():
        return _NOT_PLAIN.sub(" ", text.lower()).strip()
    folded = _decomposed(_decomposed(clean(text)).casefold())
    plain = _ACCENT.sub("", folded).translate(_PLAIN_LETTERS)
    spaced = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in plain)
    return " ".join(unicodedata.normalize("NFKC", spaced).split())


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def words(text: str) -> tuple[str, ...]:
    """The words of the sort key."""
    return tuple(sort_key(text).split())


def initials(text: str) -> str:
    """Of its first two words: `Lincoln School` is LS."""
    return "".join(word[:1].upper()[:1] for word in text.split()[:2])


def full_name(first_name: str, last_name: str) -> str:
    """`Noé García`: in sentences, emails, forms and on a profile. One of the names may be empty."""
    return f"{first_name} {last_name}".strip()


def listed_name(first_name: str, last_name: str) -> str:
    """`García, Noé`: in lists, which go by the last name. One of the names may be empty."""
    return ", ".join(name for name in (last_name, first_name) if name)


def one_line(text: str, limit: int) -> str:
    """Fit for a header such as a subject: one line of at most `limit` characters, `…` where it was cut."""
    line = clean(_CONTROL.sub(" ", text))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
