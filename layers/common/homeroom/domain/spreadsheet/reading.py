"""From the cells of a row to its placement. Positions and rules are settled once for the file, not for each row."""

from homeroom.domain.errors import HomeroomError
from homeroom.domain.spreadsheet import cells as rules
from homeroom.domain.spreadsheet.columns import ALIASES
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
        found_at = {name: positions[0] for name, positions in header.columns.items()}
        # A column that is not there is read from one empty cell, which is put after the others.
        self._plan = tuple(
            (name, found_at.get(name, self._width), rule) for name, rule in _rules(default_year).items()
        )

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
            values = [rule(cells[at]) for _, at, rule in self._plan]
        except HomeroomError:
            return SheetRow(number, as_found, None, self._cell_problems(cells))
        return SheetRow(number, as_found, _placement(*values))

    def read_broken(self, number: int, broken: Broken) -> SheetRow:
        """A record that could not be taken apart is a row that failed."""
        return self._refused(number, broken.cells, broken.message)

    def _cell_problems(self, cells: list[str]) -> tuple[CellProblem, ...]:
        """All of them: the first one stopped the quick reading."""
        problems = []
        for name, at, rule in self._plan:
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


def _rules(default_year: str) -> dict[str, rules.CellRule]:
    """Column -> rule, in the order of the columns' table."""
    rule_of: dict[str, rules.CellRule] = {
        "year": _remembered(rules.school_year(default_year)),
        "class_code": _remembered(rules.class_code),
        "grade": _remembered(rules.grade),
        "student_id": rules.student_id,
        "student_last_name": _remembered(rules.needed_name),
        "student_first_name": _remembered(rules.needed_name),
        "parent_email": rules.email,
        "parent2_email": rules.email,
        "relationship": _remembered(rules.short_text),
        "language": _remembered(rules.short_text),
    }
    return {name: rule_of.get(name) or _remembered(rules.name) for name in ALIASES}


def _remembered(rule: rules.CellRule) -> rules.CellRule:
    return _Remembering(rule).__getitem__


def _placement(
    year: str,
    class_code: str,
    grade: str,
    student_id: str,
    last_name: str,
    first_name: str,
    *parents_and_rest: str,
) -> Placement:
    email, first, last, email_2, first_2, last_2, relationship, language = parents_and_rest
    parents = (NamedParent(email, first, last),) if email else ()
    if email_2:
        second = NamedParent(email_2, first_2, last_2)
        if not parents or second.key != parents[0].key:  # two parents may share a mailbox: one mail is enough
            parents = (*parents, second)
    return Placement(
        year, class_code, grade, student_id, first_name, last_name, parents, relationship, language
    )
