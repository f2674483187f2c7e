"""The code of a homeroom, such as `3-A`."""

import re
import unicodedata
from functools import lru_cache

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.text import clean, has_control_characters

LONGEST_CODE = 40
_DASH = re.compile(r" ?[-\u2010-\u2015\u2212] ?")


class ClassCodeProblem(Code):
    """Why a text is no homeroom's code."""

    NEEDED = "class_code.needed"
    TOO_LONG = "class_code.too_long"
    INVISIBLE = "class_code.invisible"
    SLASH = "class_code.slash"


class InvalidClassCode(Refused):
    """The text cannot be a homeroom's code."""


def parse_class_code(text: str) -> str:
    """The code as it is shown. Raises InvalidClassCode."""
    if has_control_characters(text):
        raise InvalidClassCode(message(ClassCodeProblem.INVISIBLE))
    code = clean(text)
    if not code:
        raise InvalidClassCode(message(ClassCodeProblem.NEEDED))
    if len(code) > LONGEST_CODE:
        raise InvalidClassCode(message(ClassCodeProblem.TOO_LONG, most=LONGEST_CODE))
    if "/" in code:
        raise InvalidClassCode(message(ClassCodeProblem.SLASH, instead=code.replace("/", "-")))
    return code


@lru_cache(maxsize=1024)
def class_code_key(code: str) -> str:
    """Identity of a code: `3-a`, `3 - A` and `3–A` are the same homeroom. Accents count."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean(code)).casefold())
    return _DASH.sub("-", " ".join(folded.split()))
