"""One language's texts: the sentences of codes, and the texts of templates.

Standard gettext catalogues. The id of a template's text is its English; the id of a code is the code, and its English
stands in the English catalogue like any translation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter

from homeroom.domain.kernel.message import Message, Value
from homeroom.messages import formats

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "homeroom"
_RIGHT_TO_LEFT = frozenset({"ar"})


class Catalogue:
    """`language` is a BCP 47 tag, as in `<html lang>`."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self.direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
        self._translations = translations
        self._pieces: dict[str, _Pieces] = {}

    # ---------------------------------------------------------------- texts of templates
    def gettext(self, text: str) -> str:
        return self._translations.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._translations.ngettext(one, many, number)

    def pgettext(self, context: str, text: str) -> str:
        return self._translations.pgettext(context, text)

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        return self._translations.npgettext(context, one, many, number)

    # ---------------------------------------------------------------- codes
    def say(self, message: Message) -> str:
        """The sentence. What the values hold is put in as it is: the page or the email escapes it.

        Raises KeyError where the sentence wants a value that the message does not have.
        """
        count = message.values.get("count")
        if isinstance(count, int):
            pieces = _pieces(self._translations.ngettext(message.id, message.id, count))
        else:
            pieces = self._pieces.get(message.id) or self._learned(message.id)
        sentence = ""
        for text, name, spec in pieces:
            sentence += text if name is None else text + self._written(message.values[name], spec)
        return sentence

    def _learned(self, message_id: str) -> "_Pieces":
        """The results of an import say the same few sentences for each of its rows."""
        pieces = self._pieces[message_id] = _pieces(self._translations.gettext(message_id))
        return pieces

    def _written(self, value: Value, spec: str | None) -> str:
        """A list reads `a, b, and c`, with `{near:or}` it reads `a, b, or c`, and with `{columns:quoted}` its texts
        stand in quotation marks. `{row:d}` is a number that is a name, such as a row's: 1000.
        """
        if isinstance(value, str):
            return value
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, int):
            return str(value) if spec == "d" else self.number(value)
        texts = [self._item(item, spec) for item in value]
        return self.choices(texts) if spec == "or" else self.names(texts)

    def _item(self, item: str | Message, spec: str | None) -> str:
        if isinstance(item, Message):
            return self.say(item)
        return self.quoted(item) if spec == "quoted" else item

    def say_all(self, messages: Sequence[Message], between: str = " ") -> str:
        return between.join(map(self.say, messages))

    # ---------------------------------------------------------------- dates, numbers, lists
    def number(self, number: int) -> str:
        return formats.number(number)

    def day(self, moment: datetime) -> str:
        return formats.day(moment)

    def short_day(self, moment: datetime) -> str:
        return formats.short_day(moment)

    def day_and_time(self, moment: datetime) -> str:
        return formats.day_and_time(moment)

    def span(self, span: timedelta) -> str:
        """`less than a minute`, `about 3 minutes`, `about 2 hours`: rounded, never to nothing."""
        minutes = round(span / timedelta(minutes=1))
        if minutes < 1:
            return self.gettext("less than a minute")
        if minutes < formats.MINUTES_UNTIL_HOURS:
            return self.ngettext("about %(num)s minute", "about %(num)s minutes", minutes) % {"num": minutes}
        hours = round(minutes / 60)
        return self.ngettext("about %(num)s hour", "about %(num)s hours", hours) % {"num": hours}

    def names(self, names: Sequence[str]) -> str:
        """`Noé`, `Noé and Ana`, `Noé, Ana, and Li`."""
        if len(names) < 3:
            return self._listed(names, self.gettext("%(others)s and %(last)s"))
        return self._listed(names, self.gettext("%(others)s, and %(last)s"))

    def children(self, number: int) -> str:
        """`3 children`: for a subject that has no room for their names."""
        return self.ngettext("%(num)s child", "%(num)s children", number) % {"num": self.number(number)}

    def choices(self, names: Sequence[str]) -> str:
        """`3-A`, `3-A or 3-B`, `3-A, 3-B, or 3-C`."""
        if len(names) < 3:
            return self._listed(names, self.gettext("%(others)s or %(last)s"))
        return self._listed(names, self.gettext("%(others)s, or %(last)s"))

    def quoted(self, text: str) -> str:
        """In the quotation marks of the language."""
        return self.gettext("“%(text)s”") % {"text": text}

    @staticmethod
    def _listed(names: Sequence[str], pattern: str) -> str:
        *others, last = names or [""]
        return pattern % {"others": ", ".join(others), "last": last} if others else last


_Pieces = tuple[tuple[str, str | None, str | None], ...]
"""Literal text, then the name of a value and how it is written; both None after the last text."""


def _pieces(pattern: str) -> _Pieces:
    return tuple((text, name, spec) for text, name, spec, _ in Formatter().parse(pattern))


@cache
def catalogue(language: str = "en") -> Catalogue:
    """Read once for each language. Raises FileNotFoundError where it was not compiled (`make` does)."""
    with (LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        return Catalogue(language, GNUTranslations(compiled))
