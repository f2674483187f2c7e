"""From the cells of a row, in any format, to the texts that are read: always the same ones in the same order.

Here full names are taken apart, and what a system leaves out of a row is filled in from where it stands.
"""

from collections.abc import Callable
from operator import itemgetter

from homeroom.domain.imports.spreadsheet.columns import FULL_NAMES, LAST_FIRST, folded
from homeroom.domain.imports.spreadsheet.formats import CLEVER, CLEVER_WITHOUT_NUMBER, POWERSCHOOL
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.markup import is_json
from homeroom.domain.kernel.full_names import halves, words_without_suffix

STUDENT_TEXTS = (
    *("year", "class_code", "grade", "student_id", "student_last_name", "student_first_name"),
    *("parent_email", "parent_first_name", "parent_last_name"),
    *("parent2_email", "parent2_first_name", "parent2_last_name"),
    *("relationship", "language"),
)
HOMEROOM_TEXTS = ("year", "class_code", "grade", "class_room", "teacher_first_name", "teacher_last_name")

Texts = Callable[[list[str]], tuple[str, ...]]
"""Takes the cells of a row, as many as the header has and an empty one, which stands for columns that are missing."""

_Named = dict[str, str]

_REMEMBERED = 10_000


def texts_of(header: Header, wanted: tuple[str, ...]) -> Texts:
    """How to come by the wanted texts; one look for each row wherever a file has just our own columns."""
    columns = header.columns
    names = (*wanted, *(name for name in columns if name not in wanted))
    in_order = itemgetter(*(columns.get(name, (len(header.cells),))[0] for name in names))
    steps: list[Callable[[_Named], None]] = [
        _SplitName(full, header) for full in dict.fromkeys(FULL_NAMES.values()) if full in columns
    ]
    if header.format in (CLEVER, CLEVER_WITHOUT_NUMBER):
        steps.append(_with_an_id)
    elif header.format is POWERSCHOOL:
        steps.append(_AddressesByContact())
    if not steps:
        return in_order if len(names) == len(wanted) else lambda cells: in_order(cells)[: len(wanted)]

    def texts(cells: list[str]) -> tuple[str, ...]:
        named = dict(zip(names, in_order(cells), strict=True))
        for step in steps:
            step(named)
        return tuple(named[name] for name in wanted)

    return texts


def are_as_in_file(header: Header) -> bool:
    """Whether each text that is read is just a cell of the file: no name to take apart, nothing to fill in."""
    in_need = header.format in (CLEVER, CLEVER_WITHOUT_NUMBER, POWERSCHOOL)
    return not (in_need or any(full in header.columns for full in FULL_NAMES.values()))


class _SplitName:
    """Fills the empty halves of a name from the whole: `Lopez, Maria`, or `Maria Lopez`.

    A student is told apart by the name, so `Maria de la Cruz` is left to who typed it; for a parent's salutation it
    does no harm.
    """

    def __init__(self, full: str, header: Header) -> None:
        self._last_comes_first = folded(header.cells[header.columns[full][0]]) in map(folded, LAST_FIRST)
        self._full, self._first, self._last = full, *(f"{full[:-5]}_{half}_name" for half in ("first", "last"))

    def __call__(self, named: _Named) -> None:
        if named[self._first].strip() or named[self._last].strip():
            return
        text = named[self._full].strip()
        is_whole = self._full != "student_name" or "," in text or is_json(text)
        if not is_whole and (self._last_comes_first or words_without_suffix(text) != 2):
            return
        named[self._last], named[self._first] = (text, text) if is_json(text) else halves(text)


def _with_an_id(named: _Named) -> None:
    """The system's own id stands in where the school has none for the student."""
    if not named["student_id"].strip():
        named["student_id"] = named.get("system_id", "")


class _AddressesByContact:
    """A person's address stands only on the first of the person's rows, so it is remembered for the others.

    Bounded: the rows of one person stand together.
    """

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}

    def __call__(self, named: _Named) -> None:
        """A row without a contact's id is nobody's but its own: its address is not theirs who have none either."""
        contact, address = named["contact_id"].strip(), named["parent_email"]
        if not contact:
            return
        if not address.strip():
            named["parent_email"] = self._addresses.get(contact, "")
            return
        if len(self._addresses) >= _REMEMBERED:
            del self._addresses[next(iter(self._addresses))]
        self._addresses[contact] = address
