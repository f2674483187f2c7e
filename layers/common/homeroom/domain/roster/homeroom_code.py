"""The code of a homeroom, such as `3-A`."""

import re
import unicodedata
from functools import lru_cache

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.text import clean, has_control_characters

LONGEST_CODE = 40
_DASH = re.compile(r" ?[-\u2010-\u2015\u2212] ?")


class InvalidClassCode(HomeroomError):
    """The text cannot be a homeroom's code; `str()` is the sentence for the person who typed it."""


def parse_class_code(text: str) -> str:
    """The code as it is shown. Raises InvalidClassCode."""
    if has_control_characters(text):
        raise InvalidClassCode(
            "This homeroom code holds an invisible character: delete the cell and type the code again"
        )
    code = clean(text)
    if not code:
        raise InvalidClassCode("A homeroom code is needed, such as 3-A")
    if len(code) > LONGEST_CODE:
        raise InvalidClassCode(f"A homeroom code has at most {LONGEST_CODE} characters")
    if "/" in code:
        raise InvalidClassCode(f"A homeroom code cannot contain a slash: type {code.replace('/', '-')} instead")
    return code


@lru_cache(maxsize=1024)
def class_code_key(code: str) -> str:
    """Identity of a code: `3-a`, `3 - A` and `3–A` are the same homeroom. Accents count."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean(code)).casefold())
    return _DASH.sub("-", " ".join(folded.split()))
