"""Names in which a program wrote `?` for a letter that it did not have, such as `Nguy?n` and `?ukasz`, or two signs for
one letter, such as `JosÃ©`.
"""

import re
from collections.abc import Iterator, Sequence

from homeroom.domain.imports.spreadsheet.doubts import Doubt
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

_LONGEST_SHOWN = 40
_REPLACEMENT = "?"

# UTF-8 that was read as Windows-1252 once and saved again: `Ã©` for `é`, `â€™` for `’`.
_TAIL = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
READ_WRONG_ONCE = re.compile(f"[ÂÃÄÅÐØà-å](?:(?<=[ÂÃÄÅÐØ]){_TAIL}|{_TAIL}{{2}})")


def is_read_wrong_once(text: str) -> bool:
    """Whether a letter in it seems to be UTF-8 that was taken for Windows-1252."""
    return not text.isascii() and bool(READ_WRONG_ONCE.search(text))


class LostLetters:
    """Looks at the names among the texts of a row; `wanted` is what the texts are called."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._names = [at for at, name in enumerate(wanted) if name.endswith("_name")]

    def doubts(self, texts: Sequence[str]) -> Iterator[Message]:
        for text in dict.fromkeys(texts[at] for at in self._names):
            if _REPLACEMENT in text or is_read_wrong_once(text):
                yield message(Doubt.LOST_LETTER, text=one_line(text, _LONGEST_SHOWN))
