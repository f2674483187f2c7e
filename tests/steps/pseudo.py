"""A language that nobody speaks: each text stands in brackets, is 40 % longer, and reads from right to left.

Whatever a page or an email shows outside brackets did not go through its catalogue.
"""

import re
from gettext import NullTranslations

from homeroom.messages.catalogue import Catalogue, catalogue

OPEN, CLOSE = "⟦", "⟧"
_PLACEHOLDER = re.compile(r"(%\(\w+\)s|\{\w+(?::\w+)?\})")


def stretched(text: str) -> str:
    """`Log in` -> `⟦Log in··⟧`; placeholders stay as they are."""
    visible = _PLACEHOLDER.sub("", text)
    return f"{OPEN}{text}{'·' * max(1, round(0.4 * len(visible)))}{CLOSE}"


class _Pseudo(NullTranslations):
    def __init__(self, english: Catalogue) -> None:
        super().__init__()
        self._english = english

    def gettext(self, message: str) -> str:
        return stretched(self._english.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(self._english.ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return stretched(self._english.pgettext(context, message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(self._english.npgettext(context, msgid1, msgid2, n))


def pseudo_catalogue() -> Catalogue:
    """`ar`, so that direction is right to left."""
    return Catalogue("ar", _Pseudo(catalogue()))


def left_outside(text: str) -> str:
    """What of a shown text stands outside all brackets, which may stand in one another."""
    depth, outside = 0, []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        if depth == 0 and character != CLOSE:
            outside.append(character)
    return "".join(outside)
