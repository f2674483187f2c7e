"""Words that programs write where they know nothing, such as `NULL` and `#N/A`, and how they differ from names."""

import re

_WORDS = ("null", "nan", "na", "n/a", "none", "nil", "undefined")
_IN_BRACKETS = (f"{left}{word}{right}" for word in _WORDS for left, right in ("()", "<>", "[]"))
_NOTHING = frozenset((*_WORDS, *_IN_BRACKETS, "#n/a", "#n/d", "#nv", "\\n", "-", "--", "---", "–", "—"))
_ZEROS = ("0", "0.0")
_NAMES = ("Null", "Na", "Nan", "Nil")
"""People are called so. No program writes these words with just one capital letter, but `None` is Python's own."""
_NAME_OR_CODE = (*_NAMES, "NA")  # homerooms are called by a teacher's initials
# Never a name in a full one: `LE THI NA` is somebody's, and so is `Nil`.
_NEVER_A_NAME = _NOTHING - {"na", "nan", "nil", "null", "-", "--", "---", "–", "—"}
_SPLIT = re.compile(r"[,\s]+")

FORMULA_ERROR = r"\#(?:N/A|N/D|NV|[¡¿]?[^\W\d_][\w/]{1,11}[!?])"
"""A pattern of what Excel and others show where a formula failed, in any language."""
_FORMULA_ERROR = re.compile(FORMULA_ERROR, re.IGNORECASE)


def says_nothing(text: str) -> bool:
    """Whether this is a word for an empty cell; in what case does not matter."""
    return text.strip().casefold() in _NOTHING


def says_no_address(text: str) -> bool:
    """A zero is what a formula makes of an empty cell."""
    return says_nobody(text) or is_formula_error(text)


def is_formula_error(text: str) -> bool:
    return bool(_FORMULA_ERROR.fullmatch(text.strip()))


def says_nobody(text: str) -> bool:
    """Of a person's name, or of the id of somebody's parent."""
    return says_nothing(text) or text.strip() in _ZEROS


def says_no_homeroom(code: str) -> bool:
    """What may be a homeroom's code is left to whether there is one: see `may_say_no_homeroom`."""
    return says_nothing(code) and code.strip() not in _NAME_OR_CODE


def may_say_no_homeroom(code: str) -> bool:
    """A word for an empty cell that may be the code of a homeroom, such as `NA`."""
    return code.strip() in _NAME_OR_CODE


def says_no_name(half: str, other: str) -> bool:
    """Of a first or last name beside the other half: `Null` is a name beside one that is surely one."""
    if not says_nobody(half):
        return False
    return half.strip() not in _NAMES or not other.strip() or says_nobody(other)


def may_be_a_name(word: str) -> bool:
    """Whether this word for an empty cell, in another case, is somebody's name."""
    return word.strip().capitalize() in _NAMES


def without_nothing(full_name: str) -> tuple[str, list[str]]:
    """A full name without the words for an empty half, and those words: `Lopez None` -> `Lopez`, `nan nan` -> ``."""
    words = [word for word in _SPLIT.split(full_name) if word]
    if all(map(says_nobody, words)) or is_formula_error(full_name):
        return "", words
    nothing = [word for word in words if _is_no_part(word)]
    if not nothing:
        return full_name, []
    return ",".join(" ".join(w for w in part.split() if not _is_no_part(w)) for part in full_name.split(",")), nothing


def _is_no_part(word: str) -> bool:
    return word in ("nan", "NaN", "null", "NULL") or word.casefold() in _NEVER_A_NAME
