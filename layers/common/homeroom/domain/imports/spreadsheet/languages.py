"""Which letters stand together in a word of one language, and where they cannot stand: how a wrong reading is known.

About words with letters beyond ASCII, in lower case. A rule that is missing here makes a file wait; one that lets too
much through would let a wrong name go out.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from homeroom.domain.imports.spreadsheet.code_pages import WINDOWS_1252

# Written in Windows-1252, as far as nothing else is likely: Icelandic and Turkish share their bytes.
_WESTERN = (
    "áéíóúüñ",  # Spanish
    "áàâãçéêíóôõúü",  # Portuguese
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüßé",  # German
    "àèéìíòóùú",  # Italian
    "àçèéíïòóúü",  # Catalan
    "áéèêëíïóöúü",  # Dutch
    "æøåéóäöü",  # Danish, Norwegian
    "åäöéüá",  # Swedish, Finnish
    "áéíóú",  # Irish
    "àáâãèéêìíòóôõùú",  # what is left of Vietnamese
)
_NEVER_WESTERN = r"""à[aeiou] | ^ã | ã(?!os?$|oz|e|s?$) | oá(?!n$) | eá(?![nl]$) | (?:[ae][iu])á
      | ^ç(?![aeiouöü]) | (?<!^)ç(?![aouáâãóôõú]|$) | (?<![no])ç$
      | [aeyéáí]è | (?<![gqs])uè | iè$ | è(?![bcdfghjklmnpqrstvwxyz]|$)
      | (?<![gq])[aeiou]ê | ê[aeioubdfgkpwz] | ês(?!$) | êc(?!h) | êt[aoyk]
      | (?<![aeiou])ë | [aeioy]ì | ì(?!$|nh$) | (?<![aou])î(?!l) | (?<![aeouâ])ï | ï[aou]
      | ñ(?![aeiouáéíóúü]) | [aeiouáéí]ò | ò[aeiou] | (?<!^v)õ(?!e)
      | [aeiouyø]ø | ø[aiouáéíø] | ^øe | øe(?!$|ds?$|nd?$|rs?$|s$) | ù(?!ng$|y$|i$) | (?<!o)(?<!br)(?<!fl)û
      | [aeiouyáéíóöø]æ | æ[aeiouyáéíóöø] | ^æ[wmk] | œ(?!u) | úu | (?<![aeou])ÿ | ö[aou] | ö\w*ez$ | (?<![aeiouyäöü])ß
      | ß[nrtz]$ | ßr | ^í(?![anrstvñdgk]) | ^ís[^i]
      | (?!ç[ãõáóúâô]|[óúíáé]ñ|ñ[áéíóú]|[äöü]ß|ää|öö|éé)[^\x00-\x7f][^\x00-\x7f]"""


class _Language(NamedTuple):
    """Its letters beyond ASCII, and a pattern of where they and others do not stand."""

    letters: str
    never: str


_VOWELS = "aeiouyáéíóúýäöüâăîąęěůőűåæøāēīūėų"
_C = f"[^{_VOWELS}]"
_POLISH = _Language(
    "ąćęłńóśźż", r"[ąęńśźć]ę|ę$|ę[lłmn]|[ćńśź][aeiouyąęó]|ś[sz]|^[ąęń]|ć[rlnm]|[bcdfghkmnpstwz]ć|ęs$|[qvx]"
)
_CZECH = _Language(
    "áčďéěíňóřšťúůýž",
    rf"(?<={_C})ř(?={_C})|^ř{_C}|(?<={_C})ř$|{_C}ň|^ň|ď[bcdfghlmnprstvz]|č[bcdfgklmnpqrstvz]{{1,2}}e[sz]?$|čs$"
    r"|[čř][yý]|ů(?:ng|[aeiouy])"
    r"|[qwx]",
)
_SLOVAK = _Language("áäčďéíľňóôšťúýž", rf"čy|{_C}ň|^ň|ď[bcdfghlmnprstvz]|č[bcdfgklmnpqrstvz]{{1,2}}e[sz]?$|čs$|[qwx]")
_HUNGARIAN = _Language("áéíóöőúüű", r"ő[aeo]|ű[aeo]|[aeiou]ű|^vő$")
_ROMANIAN = _Language("ăâîşţșț", r"ă[aeoăâî]|[qwy]")
_CROATIAN = _Language("čćđšž", r"č[bcdfgklmnpqrstvz]{1,2}e[sz]?$|čs$|ć[rlnm]|[bcdfgkmpstvz]ć|[qwxy]")
_TURKISH = _Language("çğıöşüâîû", r"^ğ|[^aeıioöuü]ğ|[qwx]")
_LITHUANIAN = _Language(
    "ąčęėįšųūž",
    r"(?<!^)į|^į(?![dgkstz])|č[bcdfgklmnpqrstvz]{1,2}e[sz]?$|č[ys]|[aeiou]ė|^ę|ą$|ų(?!$)|[^aseėiouyųū]$|[qwx]",
)
_LATVIAN = _Language(
    "āčēģīķļņšūž",
    r"[aeiouāēīū][āēīū]|[āēīū][aeouāēīū]|ia$|[^aeiousšāēīū]$"
    r"|ķ(?![eiuīē]|$)|ļ(?![aeiouāēīūkv]|$)|ē$|^.ā$|č[bcdfgklmnpqrstvz]{1,2}e$|čs|[qwxy]",
)
_ESTONIAN = _Language("äõöüšž", r"[qwxyc]")
_ALBANIAN = _Language("ëç", r"[aeiou]ë")
_VIETNAMESE = _Language(
    "ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
    r"[fjwz]|[bdklqrsvx]$|ă[aeiou]|^vơ$|[aeiouyăâêôơư]{3}[aeiouy]",
)
_ICELANDIC = _Language("áðéíóúýþæö", r"[aeiou]æ|þ(?![aeiouáéíóúýöjr])|[qwzc]")

_CENTRAL = (_POLISH, _CZECH, _SLOVAK, _HUNGARIAN, _ROMANIAN, _CROATIAN, _ALBANIAN)
_OTHERS: Mapping[str, Sequence[_Language]] = {
    WINDOWS_1252: (_ICELANDIC, _ESTONIAN, _ALBANIAN),
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": (_TURKISH,),
    "cp1258": (_VIETNAMESE,),
    "cp1257": (_LITHUANIAN, _LATVIAN, _ESTONIAN),
}
"""Code page -> what else is written in it. One that is not listed has the Western ones at most."""

# What may stand before a capital within a word.
_PREFIX = re.compile(r"mc|mac|o|d|l|de|del|della|di|da|du|des|la|le|el|van|von|fitz", re.IGNORECASE)
# Upper() of programs that know ASCII only; no other letter that is small among capitals can be trusted.
_SMALL_AMONG_CAPITALS = "ñíó"


def is_western(word: str) -> bool:
    """Whether a word, all of letters, some of them beyond ASCII, is one of a Western European language."""
    return has_usual_case(word) and _is_western(word.lower())


def is_of_page(word: str, page: str) -> bool:
    """Whether it is a word of a language that is written in Latin letters in that code page."""
    low = word.lower()
    return has_usual_case(word) and (_is_western(low) or any(_is_of(low, other) for other in _OTHERS.get(page, ())))


def has_usual_case(word: str) -> bool:
    """`García`, `GARCÍA`, `DeAndré`, `McÉwan`, `MUñOZ`; not `GarcÌa`, nor `álvarez`, which may be another letter."""
    if not word[0].isascii() and word[0].islower():
        return False
    if len(word) == 2 and word[0].isascii() and word[1].isupper():
        return False  # `Lê`, of which another page makes `LÍ`
    if word.isupper() or word[1:].islower() or len(word) == 1:
        return True
    if word[0].isupper() and not word[1:-1].islower() and _is_small_among_capitals(word):
        return True
    at = next((n for n, (one, two) in enumerate(pairwise(word), start=1) if one.islower() and two.isupper()), 0)
    if not at or not word[at - 1].isascii() or not (word[at].isascii() or _PREFIX.fullmatch(word[:at])):
        return False
    return all(has_usual_case(part) for part in (word[:at], word[at:]))


def _is_small_among_capitals(word: str) -> bool:
    small = [c for c in word if c.islower()]
    return len(word) - len(small) > 1 and all(c in _SMALL_AMONG_CAPITALS for c in small) and not word[-1].islower()


def _is_western(low: str) -> bool:
    beyond = {c for c in low if not c.isascii()}
    return any(beyond.issubset(letters) for letters in _WESTERN) and not _never_western().search(low)


def _is_of(low: str, language: _Language) -> bool:
    if any(not c.isascii() and c not in language.letters for c in low):
        return False
    return not _compiled(language.never).search(low)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _never_western() -> re.Pattern[str]:
    return re.compile(_NEVER_WESTERN, re.VERBOSE)
