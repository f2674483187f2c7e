"""What a person should look at before trusting the letters of a file: one notice of each kind, with a sample, and a
doubt where they cannot be proved.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from homeroom.domain.imports.spreadsheet.code_pages import LOST, PAGES, with_lost
from homeroom.domain.imports.spreadsheet.codes import FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.encoding import UTF_8, TextSource
from homeroom.domain.imports.spreadsheet.lost_letters import READ_WRONG_ONCE
from homeroom.domain.imports.spreadsheet.problems import SpoiltFile
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

if TYPE_CHECKING:
    from homeroom.domain.imports.spreadsheet.letters import LetterProof

_LONGEST_SAMPLE = 40
_FEW_LOST = 3  # rows with a letter that is damaged, whatever the others are


class LetterWatch:
    """Collects at most one notice of each kind into `notices`. `positions` are the columns that are read."""

    def __init__(self, notices: list[Message], text: TextSource, positions: Sequence[int]) -> None:
        self._notices = notices
        self._text = text
        self._positions = positions
        self._proof: LetterProof | None = None
        self._is_first = True
        self._damage_noticed = False
        self._sound, self._lost = 0, 0

    def look(self, cells: list[str], joined: str) -> list[str]:
        """At the cells of a row in which something is not ASCII; `joined` are all of them together. The encoding is
        settled by the first such row. Returns them with LOST for each byte that is no letter.
        """
        if LOST in joined:
            self._lost += 1
        else:
            self._sound += 1
        if guess := self._text.guess:
            self._proof = self._proof or _proof_of(guess)
            self._proof.look(cells[at] for at in self._positions if at < len(cells))
            cells = [with_lost(cell) for cell in cells]
        if self._text.has_odd_letters:
            self._look_at_odd_letters(cells, joined)
        return cells

    def doubts(self) -> tuple[Message, ...]:
        """When all rows were looked at."""
        doubt = self._proof.doubt() if self._proof else None
        return (doubt,) if doubt else ()

    def refuse_two_encodings(self) -> None:
        """When all rows were looked at. Raises SpoiltFile for one that begins in UTF-8, perhaps by chance, and does
        not go on so.
        """
        if self._text.encoding == UTF_8 and self._lost > _FEW_LOST + 2 * self._sound:
            raise SpoiltFile(message(WrongFile.TWO_ENCODINGS))

    def _look_at_odd_letters(self, cells: Sequence[str], joined: str) -> None:
        if self._is_first and self._text.encoding in PAGES.values():
            sample = next(cell for cell in cells if not cell.isascii())
            self._notice(FileNotice.ENCODING, sample, encoding=self._text.encoding)
        self._is_first = False
        if self._damage_noticed or not READ_WRONG_ONCE.search(joined):
            return
        if sample := next((cell for cell in cells if READ_WRONG_ONCE.search(cell)), ""):
            self._damage_noticed = True
            self._notice(FileNotice.DAMAGED_LETTERS, sample)

    def _notice(self, code: FileNotice, sample: str, **values: str) -> None:
        self._notices.append(message(code, sample=one_line(sample, _LONGEST_SAMPLE), **values))


def _proof_of(page: str) -> "LetterProof":
    from homeroom.domain.imports.spreadsheet.letters import LetterProof  # only files that are no Unicode pay for it

    return LetterProof(page)
