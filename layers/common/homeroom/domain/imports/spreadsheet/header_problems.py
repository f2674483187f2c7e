"""What is wrong with a header, all of it at once: what was needed, and what is there."""

import re
from collections.abc import Iterator, Sequence

from homeroom.domain.imports.spreadsheet.codes import ColumnName, FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.columns import HOMEROOM_COLUMNS, STUDENT_COLUMNS, by_spelling, folded
from homeroom.domain.imports.spreadsheet.contact_columns import said_of_contacts
from homeroom.domain.imports.spreadsheet.csv_records import Broken
from homeroom.domain.imports.spreadsheet.formats import STUDENTS, may_be_parents_names
from homeroom.domain.imports.spreadsheet.header import Finding, Header
from homeroom.domain.imports.spreadsheet.leavers import leaver_positions
from homeroom.domain.imports.spreadsheet.problems import FileProblem, wrong_file
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

MOST_COLUMNS = 100
_SHOWN = 12  # columns that a sentence lists
_LONGEST_SHOWN = 40
_OF_HOMEROOMS = by_spelling(HOMEROOM_COLUMNS).keys() - by_spelling(STUDENT_COLUMNS).keys()
_DELIMITERS = re.compile(r"[,;\t|]")


def usable_header(finding: Finding, *, needs_year: bool) -> Header:
    """The header if a file with it can be read; `needs_year`: the site says none. Raises FileProblem."""
    header = finding.header
    if header is None:
        raise wrong_file(WrongFile.EMPTY)
    if isinstance(header, Broken):
        raise wrong_file(WrongFile.BROKEN_HEADER, problem=header.message)
    missing = (*(["year"] if needs_year and "year" not in header.columns else []), *header.missing)
    problems = tuple(_problems(header, finding.better, missing))
    if problems:
        raise FileProblem(*problems)
    return header


def _problems(header: Header, better: Header | None, missing: Sequence[str]) -> Iterator[Message]:
    named = sum(bool(cell.strip()) for cell in header.cells)
    if named > MOST_COLUMNS:
        yield message(WrongFile.TOO_MANY_COLUMNS, columns=named, most=MOST_COLUMNS)
        return
    if better and missing:
        yield message(WrongFile.HEADER_BELOW, row=better.number)
        return
    if missing and _is_in_one_cell(header):
        yield message(WrongFile.ONE_CELL)
        return
    near = _did_you_mean(header) if missing else {}
    if not header.columns and not near:
        yield message(WrongFile.NO_HEADER, needed=tuple(missing), row=header.number, columns=_shown(header.cells))
        return
    if missing:
        columns = tuple(_with_hint(name, near) for name in missing)
        yield message(WrongFile.MISSING_COLUMNS, count=len(columns), missing=columns, columns=_shown(header.cells))
    elif header.format is STUDENTS and may_be_parents_names(frozenset(map(folded, header.cells))):
        yield message(WrongFile.WHOSE_NAMES, columns=_shown(header.cells))
    yield from _repeated(header)


def _did_you_mean(header: Header) -> dict[str, str]:
    """Canonical name -> the unknown header cell that comes nearest to one of its spellings."""
    from difflib import get_close_matches  # slow to import, and seldom needed

    near: dict[str, str] = {}
    for at, cell in enumerate(header.cells):
        if at not in _known_positions(header):
            for spelling in get_close_matches(folded(cell), header.format.columns, n=1, cutoff=0.75):
                near.setdefault(header.format.columns[spelling], one_line(cell, _LONGEST_SHOWN))
    return near


def _with_hint(name: str, near: dict[str, str]) -> str | Message:
    return message(ColumnName.MISSING_PERHAPS, column=name, cell=near[name]) if name in near else name


def _is_in_one_cell(header: Header) -> bool:
    cells = [cell for cell in header.cells if cell.strip()]
    return len(cells) == 1 and sum(folded(part) in header.format.columns for part in _DELIMITERS.split(cells[0])) > 1


def _repeated(header: Header) -> Iterator[Message]:
    for name, positions in header.columns.items():
        if len(positions) > 1:
            cells = [one_line(header.cells[at], _LONGEST_SHOWN) for at in positions]
            letters = map(column_letter, positions)
            columns = tuple(
                message(ColumnName.WITH_LETTER, letter=letter, cell=cell)
                for letter, cell in zip(letters, cells, strict=True)
            )
            yield message(WrongFile.REPEATED_COLUMN, columns=columns, meaning=name)


def ignored_notices(header: Header) -> list[Message]:
    """The notice that names the columns which are not ours, if there are any; and where rooms and teachers belong."""
    known = _known_positions(header) | leaver_positions(header).keys() | said_of_contacts(header)
    ignored: list[str | Message] = [
        cell if cell.strip() else message(ColumnName.WITHOUT_NAME, letter=column_letter(at))
        for at, cell in enumerate(header.cells)
        if at not in known
    ]
    if not ignored:
        return []
    notice = message(FileNotice.IGNORED_COLUMNS, count=len(ignored), columns=_shown(ignored))
    rooms = header.format == STUDENTS and any(
        isinstance(name, str) and folded(name) in _OF_HOMEROOMS for name in ignored
    )
    return [notice, message(FileNotice.IGNORED_ROOMS)] if rooms else [notice]


def column_letter(position: int) -> str:
    """0 -> `A`, 26 -> `AA`: how a spreadsheet program calls the column."""
    letters = ""
    while position >= 0:
        position, letter = divmod(position, 26)
        letters = chr(ord("A") + letter) + letters
        position -= 1
    return letters


def _known_positions(header: Header) -> frozenset[int]:
    return frozenset(at for positions in header.columns.values() for at in positions)


def _shown(cells: Sequence[str | Message]) -> tuple[str | Message, ...]:
    """The first ones of those that say anything, each shortened, and how many more there are."""
    shown = [one_line(cell, _LONGEST_SHOWN) if isinstance(cell, str) else cell for cell in cells if _is_filled(cell)]
    more = [message(ColumnName.MORE, count=len(shown) - _SHOWN)] if len(shown) > _SHOWN else []
    return (*shown[:_SHOWN], *more)


def _is_filled(cell: str | Message) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())
