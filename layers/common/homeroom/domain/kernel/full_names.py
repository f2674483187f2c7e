"""A whole name in one cell, taken apart: `Lopez, Maria`, `King, Jr., Martin`, `Maria Lopez`.

The halves stay as they were typed, but that a suffix goes with the last name, wherever it stands.
"""

import re

_SUFFIX = r"(?:[js]r\.?|ii\.?|iii\.?|iv\.?)"
_IS_SUFFIX = re.compile(_SUFFIX, re.IGNORECASE)
_IS_FIFTH = re.compile(r"v\.?", re.IGNORECASE)  # only between others: elsewhere it is a given name's first letter
_AT_END = re.compile(rf"(.*\S)\s+({_SUFFIX})", re.IGNORECASE)


def halves(name: str) -> tuple[str, str]:
    """Last and first name. One word is a first name; of several words without a comma the last one is the last name."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 1:
        base, suffix = _apart(parts[0])
        first, _, last = base.rpartition(" ")
        return (f"{last} {suffix}".strip(), first.strip()) if first else ("", name.strip())
    suffixes = [part for part in parts if _IS_SUFFIX.fullmatch(part) or (_IS_FIFTH.fullmatch(part) and len(parts) > 2)]
    last, *others = [part for part in parts if part not in suffixes] or [""]
    if suffixes and not others:  # `Martin King, Jr.`
        first, _, last = last.rpartition(" ")
    else:
        first, suffix = _apart(", ".join(filter(None, others)))
        suffixes += filter(None, [suffix])
    return " ".join(filter(None, (last, *suffixes))), first


def words_without_suffix(name: str) -> int:
    """How many words a name without a comma has."""
    return len(_apart(name.strip())[0].split())


def _apart(name: str) -> tuple[str, str]:
    """A name and the suffix at its end, which may be empty."""
    found = _AT_END.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")
