"""Names in which a program wrote `?` for a letter that it did not have, such as `Nguy?n` and `?ukasz`, or two letters
for one that it read wrong, such as `JosÃ©`.
"""

from collections.abc import Iterator, Sequence

from homeroom.domain.imports.spreadsheet.doubts import Doubt
from homeroom.domain.imports.spreadsheet.encoding_warnings import is_read_wrong_once
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

_LONGEST_SHOWN = 40
_REPLACEMENT = "?"


class LostLetters:
    """Looks at the names among the texts of a row; `wanted` is what the texts are called."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._names = [at for at, name in enumerate(wanted) if name.endswith("_name")]

    def doubts(self, texts: Sequence[str]) -> Iterator[Message]:
        for text in dict.fromkeys(texts[at] for at in self._names):
            if _REPLACEMENT in text or is_read_wrong_once(text):
                yield message(Doubt.LOST_LETTER, text=one_line(text, _LONGEST_SHOWN))
