"""Whether the letters of a file are proved, or somebody has to say how it is written.

No detector decides: each is sure when it is wrong. A text that is no Unicode is read as Windows-1252 where every word
with a letter beyond ASCII can be one of a Western European language, and where no other code page would give other
words that are as good.
"""

import re
from collections.abc import Iterable, Sequence

from homeroom.domain.imports.spreadsheet.code_pages import (
    PAGES,
    WITHOUT_LETTER,
    as_bytes,
    read_as,
)
from homeroom.domain.imports.spreadsheet.doubts import Choice, Doubt
from homeroom.domain.imports.spreadsheet.languages import is_western
from homeroom.domain.imports.spreadsheet.readings import Reading, is_all_plausible, plausible_share, told_apart
from homeroom.domain.kernel.message import Message, message

_MOST_SEEN = 20_000  # different cells
_MOST_SAMPLES = 1_000  # half of them for those that seem to be read wrongly
_LONGEST_SAMPLE = 200
_MOST_CHOICES = 5
_SOUND_FOR_EACH_DAMAGED = 20  # words for each cell with a byte that is no letter

_ALLOWED = re.compile(
    r"""\b[MF]ª(?=[\W]|$) | (?<=\d)[ºª°] | \b[Nn][º°] | \b(?:[OoDdLl]|Mc)[’‘´](?=[A-ZÀ-ÖØ-Þ]) | ’s\b
      | (?<=[sS])[’´](?=\W|$) | (?<=[a-zà-öø-ÿ])’(?=[A-ZÀ-ÖØ-Þ])
      | [–—](?=[A-ZÀ-ÖØ-Þ][A-Za-zà-öø-ÿ]) | (?<=\s)[–—](?=\s|$)
      | (?<=\d)[½¼¾€] | £(?=\d) | \xa0(?=[A-ZÀ-ÖØ-Þ\d(]|$) | l·l""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"“([\w\s.]+)”")
_PARTICLE = re.compile(r"\xa0(?=(?:de|del|la|las|los|da|do|dos|das|di|du|van|von|der|den|y|e|al|el|le|ten|ter)\b)")
_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")


class LetterProof:
    """Of the cells of a file that was read as `page`, WINDOWS_1252 or MAC_ROMAN. Memory is bounded."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._seen: set[str] = set()
        self._samples: list[str] = []
        self._damaged: list[str] = []
        self._words = 0
        self._is_wrong = False

    def look(self, cells: Iterable[str]) -> None:
        if self._is_wrong and len(self._samples) >= _MOST_SAMPLES:
            return
        for cell in cells:
            if cell.isascii() or cell in self._seen:
                continue
            if len(self._seen) < _MOST_SEEN:
                self._seen.add(cell)
            if not WITHOUT_LETTER.isdisjoint(cell):
                _keep(self._damaged, cell, _MOST_SAMPLES // 2)
                continue
            is_sound = self._is_sound(cell)
            self._is_wrong = self._is_wrong or not is_sound
            _keep(self._samples, cell, _MOST_SAMPLES // 2 if is_sound else _MOST_SAMPLES)

    def doubt(self) -> Message | None:
        """None where the letters are proved. A cell that is damaged is wrong by itself, and tells nothing unless there
        are more of them.
        """
        few_damaged = len(self._damaged) <= max(1, self._words // _SOUND_FOR_EACH_DAMAGED)
        if few_damaged and not self._is_wrong and not self._has_rival():
            return None
        readings = self._readings([*self._samples, *self._damaged])
        likely = sorted(readings, key=plausible_share, reverse=True)  # of two that are as plausible, the first one
        choices = [
            message(Choice.READ_AS, answer=reading.page, names=names)
            for reading, names in told_apart(likely, _MOST_CHOICES)
        ]
        return message(Doubt.LETTERS, choices=tuple(choices))

    def _is_sound(self, cell: str) -> bool:
        text = _PARTICLE.sub(" ", _ALLOWED.sub(" ", _QUOTED.sub(r"\1", cell)))
        words = _WORD.findall(text)
        self._words += len(words)
        return all(map(is_western, words)) and _WORD.sub("", text).isascii()

    def _has_rival(self) -> bool:
        """Whether another reading is as good, with other letters."""
        readings = self._readings(self._samples) if self._samples else []
        return any(r.page != self._page and r.cells != self._samples and is_all_plausible(r) for r in readings)

    def _readings(self, cells: Sequence[str]) -> list[Reading]:
        """All that can be; as it was read comes first."""
        order = [self._page, *(page for page in PAGES if page != self._page)]
        raw = [as_bytes(cell, self._page) for cell in cells]
        return [Reading(page, texts) for page in order if (texts := _all_read(raw, page))]


def _keep(samples: list[str], cell: str, most: int) -> None:
    if len(samples) < most:
        samples.append(cell[:_LONGEST_SAMPLE])


def _all_read(raw: list[bytes], page: str) -> list[str] | None:
    cells = [read_as(one, page) for one in raw]
    return None if None in cells else [cell for cell in cells if cell is not None]
