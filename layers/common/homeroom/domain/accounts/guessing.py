"""Which passwords are guessed first: by known words in any script, by repetition, and by what zxcvbn knows of English.

Letters of no script count against a password: only what it is made of does.
"""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from zxcvbn import zxcvbn

from homeroom.domain.kernel.text import words

_COMMON_WORDS = Path(__file__).with_name("common_words.txt")
_FEW_LETTERS = 3
"""As many letters beside known words make no password of them."""
_EASY_SCORE = 1
"""zxcvbn's score of what is guessed within a million tries."""
_SCORED = 32
"""Characters that zxcvbn sees: with 72, the most it takes, a generated password may cost it seconds."""
_NO_DIGITS = re.compile(r"\D{2,}")
_READ_AS_LETTERS = [str.maketrans("013457", "oieast"), str.maketrans("013457", "oleast")]


def common_words() -> frozenset[str]:
    """Folded, of all languages that families are offered."""
    lines = _COMMON_WORDS.read_text(encoding="utf-8").splitlines()
    return folded(line for line in lines if not line.startswith("#"))


def folded(texts: Iterable[str]) -> frozenset[str]:
    """The words of all texts, each also without its digits; case and accents aside. Single letters are none."""
    found = {word for text in texts for word in words(text)}
    found |= {letters for word in found for letters in _NO_DIGITS.findall(word)}
    return frozenset(word for word in found if len(word) > 1 and not word.isdecimal())


def consists_of(password: str, known: Collection[str]) -> bool:
    """Whether it is known words, as `folded` returns them, with no more than digits and signs around and between them.
    `1` may stand for `l`, `3` for `e`, and so on.
    """
    text = "".join(words(password))
    letters = sum(map(str.isalpha, text))
    left = _letters_left(text, known)
    return left < letters and left <= _FEW_LETTERS


def _letters_left(text: str, known: Collection[str]) -> int:
    """Letters in none of the known words, where the words are laid so that the fewest are left."""
    readings = [text, *(text.translate(table) for table in _READ_AS_LETTERS)]
    likely = [word for word in known if any(word in reading for reading in readings)]
    fewest = [0]
    for end in range(1, len(text) + 1):
        words_here = (word for word in likely if any(reading.endswith(word, 0, end) for reading in readings))
        before = [fewest[end - len(word)] for word in words_here]
        fewest.append(min([*before, fewest[-1] + text[end - 1].isalpha()]))
    return fewest[-1]


def is_repetition(password: str, shortest: int) -> bool:
    """Whether it is one text again and again that is shorter than `shortest` by itself."""
    text = "".join(password.casefold().split())
    return (text + text).find(text, 1) < min(len(text), shortest)


def easy_parts(password: str) -> set[str]:
    """The kinds of parts, such as `dictionary` and `date`, by which zxcvbn guesses it early; none if it does not.

    The person's words are not handed to zxcvbn, which would keep them in a global dictionary until its next call.
    """
    result = zxcvbn(password[:_SCORED])
    return {part["pattern"] for part in result["sequence"]} if result["score"] <= _EASY_SCORE else set()
