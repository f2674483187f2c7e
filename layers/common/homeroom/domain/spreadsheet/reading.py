"""From the cells of a row to its placement. Positions and rules are settled once for the file, not for each row."""

from operator import itemgetter

from homeroom.domain.email_address import is_ordinary
from homeroom.domain.errors import HomeroomError
from homeroom.domain.spreadsheet import cells as rules
from homeroom.domain.spreadsheet.header import Header
from homeroom.domain.spreadsheet.problems import CellProblem
from homeroom.domain.spreadsheet.records import Broken
from homeroom.domain.spreadsheet.rows import NamedParent, Placement, SheetRow

_REMEMBERED = 10_000
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


class RowReader:
    """Reads the rows below `header`; `default_year` stands in for an empty or missing year."""

    def __init__(self, header: Header, default_year: str) -> None:
        self._header = header
        self._width = len(header.cells)
        self._rules = rules.rules_of_columns(default_year)
        # A column that is not there is read from one empty cell, which is put after the others.
        self._positions = [header.columns.get(name, (self._width,))[0] for name in self._rules]
        self._in_order = itemgetter(*self._positions)
        self._years = _Remembering(self._rules["year"])
        self._codes = _Remembering(self._rules["class_code"])
        self._grades = _Remembering(self._rules["grade"])
        self._names = _Remembering(rules.name)
        self._short = _Remembering(rules.short_text)

    def read(self, number: int, cells: list[str]) -> SheetRow:
        width = self._width
        if len(cells) != width:
            if any(cell.strip() for cell in cells[width:]):
                return self._refused(number, cells, self._surplus_message(cells[width:]))
            cells = cells[:width] + [""] * (width - len(cells))
        as_found = tuple(cells)
        if as_found == self._header.cells:
            return self._refused(number, cells, "This row repeats the header. Take it out.")
        cells.append("")
        try:
            return SheetRow(number, as_found, self._placement(self._in_order(cells)))
        except HomeroomError:
            return SheetRow(number, as_found, None, self._cell_problems(cells))

    def _placement(self, texts: tuple[str, ...]) -> Placement:
        """`texts` in the order of the columns' table. Raises HomeroomError at the first cell that is wrong."""
        year, code, grade, student_id, last, first = texts[:6]
        email, p_first, p_last, email2, p2_first, p2_last, relationship, language = texts[6:]
        if not rules.are_plain_names(last, first, p_first, p_last, p2_first, p2_last):
            names = self._names
            last, first = rules.needed(names[last]), rules.needed(names[first])
            p_first, p_last = names[p_first], names[p_last]
            p2_first, p2_last = names[p2_first], names[p2_last]
        parents: tuple[NamedParent, ...] = ()
        if email and (is_ordinary(email) or (email := rules.email(email))):
            parents = (NamedParent(email, p_first, p_last),)
        if email2 and (is_ordinary(email2) or (email2 := rules.email(email2))):
            parents = _with_second(parents, NamedParent(email2, p2_first, p2_last))
        return Placement(
            self._years[year],
            self._codes[code],
            self._grades[grade],
            student_id and rules.student_id(student_id),
            first,
            last,
            parents,
            self._short[relationship],
            self._short[language],
        )

    def read_broken(self, number: int, broken: Broken) -> SheetRow:
        """A record that could not be taken apart is a row that failed."""
        return self._refused(number, broken.cells, broken.message)

    def _cell_problems(self, cells: list[str]) -> tuple[CellProblem, ...]:
        """All of them: the first one stopped the quick reading."""
        problems = []
        for (name, rule), at in zip(self._rules.items(), self._positions, strict=True):
            try:
                rule(cells[at])
            except HomeroomError as refusal:
                problems.append(CellProblem(name, str(refusal)))
        return tuple(problems)

    def _refused(self, number: int, cells: list[str], message: str) -> SheetRow:
        width = self._width
        padded = (*cells[:width], *[""] * (width - len(cells)))
        surplus = cells[width:]
        while surplus and not surplus[-1].strip():
            surplus.pop()
        return SheetRow(number, padded, None, (CellProblem(None, message),), tuple(surplus))

    def _surplus_message(self, surplus: list[str]) -> str:
        first = next(cell for cell in surplus if cell.strip()).strip()
        delimiter = _DELIMITER_NAMES.get(self._header.delimiter, "separator")
        return (
            f"This row has more cells than the header: “{first[:40]}” is too many. "
            f"Perhaps a {delimiter} stands in one of the texts; put that text in quotes."
        )


def _with_second(parents: tuple[NamedParent, ...], second: NamedParent) -> tuple[NamedParent, ...]:
    """Two parents may share a mailbox: then one mail, to the first, is enough."""
    if parents and parents[0].key == second.key:
        return parents
    return (*parents, second)


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
