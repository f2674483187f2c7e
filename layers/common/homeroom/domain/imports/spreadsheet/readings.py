"""How plausible it is that a file is written in this way or that, and by which of its names a person can tell."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from homeroom.domain.imports.spreadsheet.languages import has_usual_case, is_of_page

_SHOWN = 3
_LONGEST_SHOWN = 40
_WORD = re.compile(r"[^\W\d_]+")
_CONSONANTS = re.compile("[бвгджзклмнпрстфхцчшщ]{5}|[βγδζθκλμνξπρστφχψς]{4}", re.IGNORECASE)
_VOWEL = re.compile("[аеёиоуыэюяіїєўαεηιουωάέήίόύώϊϋΐΰaeiouy]", re.IGNORECASE)


class Reading(NamedTuple):
    """The cells of a sample, each read by the code page."""

    page: str
    cells: list[str]


def _of_script(letters: str, *, cased: bool = False) -> Callable[[str], bool]:
    pattern = re.compile(f"[{letters}]+")

    def fits(word: str) -> bool:
        if not pattern.fullmatch(word):
            return False
        return not cased or (has_usual_case(word) and not word.islower() and _can_be_spoken(word))

    return fits


def _can_be_spoken(word: str) -> bool:
    return len(word) == 1 or (bool(_VOWEL.search(word)) and not _CONSONANTS.search(word))


_JAPANESE = re.compile("[々〆ぁ-ゖァ-ヺー一-鿿]+")
_HAN = re.compile("[一-鿿]+")


# The letters and signs of names: of the Asian pages those that are common, which come first there.
_SCRIPTS: Mapping[str, Callable[[str], bool]] = {
    "cp1251": _of_script("Ѐ-ӿ", cased=True),
    "cp1253": _of_script("Ͱ-Ͽἀ-῿", cased=True),
    "cp1255": _of_script("֐-׿"),
    "cp1256": _of_script("؀-ۿ\u200c\u200d"),
    "cp932": lambda word: bool(_JAPANESE.fullmatch(word)) and _among(word, "cp932", 0x81, 0x97),
    "gbk": lambda word: bool(_HAN.fullmatch(word)) and _among(word, "gbk", 0xB0, 0xD7, least_second=0xA1),
    "big5": lambda word: bool(_HAN.fullmatch(word)) and _among(word, "big5", 0xA4, 0xC6),
    "cp949": _of_script("가-힣"),
}


def _among(word: str, page: str, first: int, last: int, *, least_second: int = 0) -> bool:
    raw = word.encode(page, "ignore")
    return all(first <= lead <= last for lead in raw[::2]) and all(second >= least_second for second in raw[1::2])


def plausible_share(reading: Reading) -> float:
    """Of the cells with letters beyond ASCII, 0 to 1."""
    fits = sum(_is_plausible(cell, reading.page) for cell in reading.cells)
    return fits / len(reading.cells)


def is_all_plausible(reading: Reading) -> bool:
    return all(_is_plausible(cell, reading.page) for cell in reading.cells)


def _is_plausible(cell: str, page: str) -> bool:
    beyond = [word for word in _WORD.findall(cell) if not word.isascii()]
    if not beyond or not _no_symbol_touches(cell):
        return False
    script = _SCRIPTS.get(page)
    return all(is_of_page(word, page) or (script is not None and script(word)) for word in beyond)


def _no_symbol_touches(cell: str) -> bool:
    """No sign but an apostrophe or a hyphen stands within a word, nor at its ends."""
    return not re.search(r"[^\W\d_][^\w\s'’.,;:()/&\"-]|[^\w\s'’.,;:()/&\"-][^\W\d_]", cell)


def told_apart(readings: Sequence[Reading], most: int) -> list[tuple[Reading, tuple[str, ...]]]:
    """At most that many, in their order, each with the names that show it. Those that give the same ones are one."""
    chosen = _telling(readings[:most])
    shown: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        shown.setdefault(tuple(reading.cells[at][:_LONGEST_SHOWN] for at in chosen), reading)
    return [(reading, names) for names, reading in shown.items()][:most]


def _telling(readings: Sequence[Reading]) -> list[int]:
    """The cells that tell most of the readings apart, one after the other."""
    columns = list(zip(*(reading.cells for reading in readings), strict=True))
    groups: list[tuple[str, ...]] = [()] * len(readings)
    chosen: list[int] = []
    for _ in range(min(_SHOWN, len(columns))):
        left = [at for at in range(len(columns)) if at not in chosen]
        best = max(left, key=lambda at: (len(set(zip(groups, columns[at], strict=True))), len(set(columns[at]))))
        chosen.append(best)
        groups = [(*group, text) for group, text in zip(groups, columns[best], strict=True)]
    return sorted(chosen)
