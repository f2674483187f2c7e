"""From the texts of a row to what it says of a student or a homeroom."""

from typing import Protocol

from homeroom.domain.imports.spreadsheet import cells as rules
from homeroom.domain.imports.spreadsheet.parsed_row import NOBODY_ELSE, HomeroomEntry, NamedParent, Placement
from homeroom.domain.imports.spreadsheet.row_values import HOMEROOM_TEXTS
from homeroom.domain.kernel.text import sort_key

_REMEMBERED = 10_000
_new = tuple.__new__
"""Makes a named tuple of values in its order: twice as quick as calling it."""


class Entry(Protocol):
    def __call__(self, texts: tuple[str, ...], /) -> Placement | HomeroomEntry:
        """Raises Refused at the first text that is wrong."""


class PlacementOf:
    """Takes STUDENT_TEXTS."""

    def __init__(self, of_columns: rules.CellRules) -> None:
        self._years = _Remembering(of_columns["year"])
        self._codes = _Remembering(of_columns["class_code"])
        self._grades = _Remembering(of_columns["grade"])
        self._short = _Remembering(rules.short_text)
        self._names = _Remembering(rules.name)
        self._student_id = of_columns["student_id"]
        self._last, self._first = of_columns["student_last_name"], of_columns["student_first_name"]

    def __call__(self, texts: tuple[str, ...], /) -> Placement:
        year, code, grade, student_id, last, first, email, p_first, p_last, *others = texts
        email2, p2_first, p2_last, relationship, language = others
        names, address = self._names, rules.email
        return self.plain(
            (
                *(year, code, grade, self._student_id(student_id), self._last(last), self._first(first)),
                *(address(email), names[p_first], names[p_last]),
                *(address(email2), names[p2_first], names[p2_last]),
                *(relationship, language),
            )
        )

    def plain(self, texts: tuple[str, ...]) -> Placement:
        """Of texts whose names, addresses and id are good. Raises like the call."""
        (year, code, grade, student_id, last, first, email, p_first, p_last, email2, p2_first, p2_last,
         relationship, language) = texts  # fmt: skip
        parents: tuple[NamedParent, ...] = (_new(NamedParent, (email, p_first, p_last, NOBODY_ELSE)),) if email else ()
        if email2:
            parents = _with_second(parents, NamedParent(email2, p2_first, p2_last))
        placement = (
            *(self._years[year], self._codes[code], self._grades[grade], student_id, first, last, parents),
            relationship and self._short[relationship],
            language and self._short[language],
            *(None, ()),
        )
        return _new(Placement, placement)


class HomeroomOf:
    """Takes HOMEROOM_TEXTS."""

    def __init__(self, of_columns: rules.CellRules) -> None:
        self._rules = [of_columns[name] for name in HOMEROOM_TEXTS]

    def __call__(self, texts: tuple[str, ...], /) -> HomeroomEntry:
        year, code, grade, room, first, last = (rule(text) for rule, text in zip(self._rules, texts, strict=True))
        return HomeroomEntry(year, code, grade, room, f"{first} {last}".strip())


def _with_second(parents: tuple[NamedParent, ...], second: NamedParent) -> tuple[NamedParent, ...]:
    """Two parents may share a mailbox: then one mail is enough, and has a link for each."""
    if not parents or parents[0].key != second.key:
        return (*parents, second)
    first = parents[0]
    if not first.name:
        return (second._replace(email=first.email),)
    same = sort_key(first.name) == sort_key(second.name)
    return (first if same else first._replace(also=(second.first_name, second.last_name)),)


class _Remembering(dict[str, str]):
    """The values of texts that come again and again, such as homerooms. Bounded, whatever the size of the file."""

    def __init__(self, rule: rules.CellRule) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, text: str) -> str:
        value = self._rule(text)
        if len(self) < _REMEMBERED:
            self[text] = value
        return value
