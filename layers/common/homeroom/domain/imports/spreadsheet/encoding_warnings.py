"""What a person should look at before trusting the letters of a file: one notice of each kind, with a sample."""

import re
from collections.abc import Sequence

from homeroom.domain.imports.spreadsheet.codes import FileNotice
from homeroom.domain.imports.spreadsheet.encoding import MAC_ROMAN, WINDOWS_1252, TextSource
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

_LONGEST_SAMPLE = 40

# UTF-8 that was read as Windows-1252 once and saved again: `Ã©` for `é`, `â€™` for `’`.
_TAIL = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_READ_WRONG_ONCE = re.compile(f"[ÂÃÄÅÐØà-å](?:(?<=[ÂÃÄÅÐØ]){_TAIL}|{_TAIL}{{2}})")


class LetterWatch:
    """Collects at most one notice of each kind into `notices`."""

    def __init__(self, notices: list[Message], text: TextSource) -> None:
        self._notices = notices
        self._text = text
        self._is_first = True
        self._damage_noticed = False

    def look(self, cells: Sequence[str], joined: str) -> None:
        """At the cells of a row in which something is not ASCII; `joined` are all of them together. The encoding is
        settled by the first such row.
        """
        if self._is_first and (encoding := self._text.encoding) in (WINDOWS_1252, MAC_ROMAN):
            sample = next(cell for cell in cells if not cell.isascii())
            self._notice(FileNotice.ENCODING, sample, encoding=encoding)
        self._is_first = False
        if self._damage_noticed or not _READ_WRONG_ONCE.search(joined):
            return
        if sample := next((cell for cell in cells if _READ_WRONG_ONCE.search(cell)), ""):
            self._damage_noticed = True
            self._notice(FileNotice.DAMAGED_LETTERS, sample)

    def _notice(self, code: FileNotice, sample: str, **values: str) -> None:
        self._notices.append(message(code, sample=one_line(sample, _LONGEST_SAMPLE), **values))
