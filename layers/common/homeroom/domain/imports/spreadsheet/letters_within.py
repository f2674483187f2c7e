"""Whether the letters of a table are proved that comes within another file, where nobody is asked how it is written."""

from collections.abc import Iterable

from homeroom.domain.imports.spreadsheet.encoding import TextSource
from homeroom.domain.imports.spreadsheet.letters import LetterProof


class LettersWithin:
    """Of the cells of one table, as they are read from `text`."""

    def __init__(self, text: TextSource) -> None:
        self._text = text
        self._proof: LetterProof | None = None

    def look(self, cells: Iterable[str]) -> None:
        """At the cells of a row that are read."""
        if guess := self._text.guess:
            self._proof = self._proof or LetterProof(guess)
            self._proof.look(cells)

    @property
    def are_proved(self) -> bool:
        """When all rows were looked at."""
        return not self._proof or self._proof.doubt() is None
