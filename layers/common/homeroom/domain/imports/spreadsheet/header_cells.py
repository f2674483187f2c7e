"""What a header cell may mean: its own words, without remarks such as `(required)`, or with the person put in front."""

import re
from collections.abc import Iterator

from homeroom.domain.imports.spreadsheet.columns import folded

_BRACKETS = re.compile(r"^(.*?)\s*[(\[{]([^()\[\]{}]*)[)\]}]\W*$", re.DOTALL)
_REMARK_BEHIND = re.compile(r"^(.*\w)\s*[-\u2013\u2014:,;/]\s*([^-\u2013\u2014:,;/]+)$", re.DOTALL)
# Words that say how to fill a column in, and nothing of what it holds.
_REMARK = re.compile(
    r"\W*(?:(?:is\s+)?(?:required|mandatory|optional|needed|recommended|obligatory)(?:\s+(?:field|column))?"
    r"|if\s+(?:any|known|available|applicable|different)|please\b.*|e\.?\s?g\b.*|i\.?\s?e\b.*|for\s+example\b.*|example\b.*"
    r"|such\s+as\b.*|max(?:imum)?\b.*|up\s+to\b.*|format\b.*|text(?:\s+only)?|one\s+per\s+(?:row|cell|line)"
    r"|must\b.*|unique|lower\s?case|no\s+spaces|yyyy\W.*|req\.?|opt\.?|new|\*+)\W*",
    re.IGNORECASE | re.DOTALL,
)
_NO = re.compile(r"\b(?:not|never|don.?t|emergency)\b", re.IGNORECASE)


def meanings(cell: str) -> Iterator[str]:
    """Folded, the likeliest first."""
    yield folded(cell)
    if not (found := _BRACKETS.match(cell) or _REMARK_BEHIND.match(cell)):
        return
    name, said = found.groups()
    if _REMARK.fullmatch(said) and not _NO.search(said):
        yield from meanings(name)
    else:  # `Email (Parent 2)` is not just anybody's
        yield folded(f"{said} {name}")
