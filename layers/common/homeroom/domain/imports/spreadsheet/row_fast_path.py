"""A whole row at one look: most rows of most files hold nothing that has to be mended or refused."""

import re
from collections.abc import Collection, Mapping

from homeroom.domain.imports.spreadsheet.cells import PLAIN_ID, PLAIN_NAME
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.kernel.email_address import ORDINARY_LINE

# Markup, words for an empty cell, and codes that may have been written as numbers, are looked at more closely.
_NO_WORD = r"(?![nNuU](?i:ull|an|a|/a|one|il|ndefined)$)"
_ANYTHING = r"[^\n]*+"
_NO_REPAIR = rf"(?![^\w\n]|\d+[.,]\d){_NO_WORD}[^\n&<]*+"
_NAMES = ("student_last_name", "student_first_name", "parent_last_name", "parent_first_name")
_NAMES_2 = ("parent2_last_name", "parent2_first_name")
_LOOKED_AT = {
    **dict.fromkeys((*_NAMES, *_NAMES_2), _NO_WORD + PLAIN_NAME),
    **dict.fromkeys(("parent_email", "parent2_email"), ORDINARY_LINE),
    **dict.fromkeys(("year", "class_code", "grade", "relationship", "language"), _NO_REPAIR),
    "student_id": PLAIN_ID,
}


def plain_row(header: Header, required: Collection[str], others: Mapping[int, str]) -> re.Pattern[str]:
    """Matches the cells of a row, joined by line feeds, where each name, address and id is one as it stands. What it
    does not match may be just as good. `others` are the patterns of further cells, by position; whatever else is in
    the row is not looked at.
    """
    of_cells = [_ANYTHING] * len(header.cells)
    for name, pattern in _LOOKED_AT.items():
        if name in header.columns:
            of_cells[header.columns[name][0]] = pattern if name in required else f"(?:{pattern})?"
    for at, pattern in others.items():
        of_cells[at] = f"(?:{pattern})?"
    return re.compile(r"\n".join(of_cells), re.MULTILINE)
