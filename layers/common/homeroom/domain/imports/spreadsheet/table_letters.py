"""How the tables of a zip are written: each in its own way, and all of it one doubt. See also `letters_within.py`."""

from typing import IO, TYPE_CHECKING, TextIO

from homeroom.domain.imports.spreadsheet.code_pages import PAGES, with_lost
from homeroom.domain.imports.spreadsheet.doubts import AnswersFor, Doubt, header_key, no_answers
from homeroom.domain.imports.spreadsheet.encoding import TextSource
from homeroom.domain.imports.spreadsheet.file_source import Source
from homeroom.domain.kernel.message import Message

if TYPE_CHECKING:
    from homeroom.domain.imports.spreadsheet.letters import LetterProof


class TableLetters:
    """`answers_for` is that of `open_sheet`, for the header of what is made of the tables."""

    def __init__(self, answers_for: AnswersFor = no_answers) -> None:
        self._answers_for = answers_for
        self._page = ""
        self._text: TextSource | None = None
        self._proofs: dict[str, LetterProof] = {}

    def answered_for(self, header: tuple[str, ...]) -> None:
        """Before the first table is read."""
        page = self._answers_for(header_key(header)).get(Doubt.LETTERS, "")
        self._page = page if page in PAGES else ""

    def text_of(self, file: IO[bytes]) -> TextIO:
        self._text = TextSource(Source(file), self._page)
        return self._text.text

    def looked_at(self, cells: list[str]) -> list[str]:
        """The cells of a row of the table whose text was asked for last, with LOST for each byte that is no letter."""
        if not self._text or not (guess := self._text.guess):
            return cells
        from homeroom.domain.imports.spreadsheet.letters import LetterProof  # only such files pay for it

        self._proofs.setdefault(guess, LetterProof(guess)).look(cells)
        return [with_lost(cell) for cell in cells]

    def doubts(self) -> tuple[Message, ...]:
        """One at most, when all tables are read."""
        return tuple(doubt for proof in self._proofs.values() if (doubt := proof.doubt()))[:1]
