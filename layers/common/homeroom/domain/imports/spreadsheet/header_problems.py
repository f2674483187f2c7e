"""What is wrong with a header, all of it at once, in sentences that say what was needed and what was found."""

import re
from collections.abc import Iterator, Sequence

from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.header import Finding, Header
from homeroom.domain.imports.spreadsheet.problems import FileProblem
from homeroom.domain.imports.spreadsheet.records import Broken
from homeroom.domain.kernel.text import one_line

MOST_COLUMNS = 100
_SHOWN = 12  # columns that a sentence lists
_DELIMITERS = re.compile(r"[,;\t|]")
_EMPTY = "The file is empty. Drop a CSV file with a header and one row for each student."


def usable_header(finding: Finding, *, needs_year: bool) -> Header:
    """The header if a file with it can be read; `needs_year`: the site says none. Raises FileProblem."""
    header = finding.header
    if header is None:
        raise FileProblem(_EMPTY)
    if isinstance(header, Broken):
        raise FileProblem(f"Row 1 should be the header, and it cannot be read. {header.message}")
    missing = (*(["year"] if needs_year and "year" not in header.columns else []), *header.missing)
    problems = tuple(_problems(header, finding.better, missing))
    if problems:
        raise FileProblem(*problems)
    return header


def _problems(header: Header, better: Header | None, missing: Sequence[str]) -> Iterator[str]:
    named = sum(bool(cell.strip()) for cell in header.cells)
    if named > MOST_COLUMNS:
        yield f"At most {MOST_COLUMNS} columns can be read, and the file has {named:,}. Take out those not needed."
        return
    if better and missing:
        yield (
            f"Row 1 should be the header, and it seems to be in row {better.number}. "
            "Take out the rows above it and drop the file again."
        )
        return
    if missing and _is_in_one_cell(header):
        yield (
            "Every row stands in one cell, in quotes. Split it into columns in your spreadsheet program "
            "(in Excel: Data, Text to Columns), save the file as “CSV UTF-8” and drop it again."
        )
        return
    near = _did_you_mean(header) if missing else {}
    if not header.columns and not near:
        yield (
            f"Row 1 should be the header. Needed are the columns {_listed(missing)}; "
            f"found in row {header.number}: {_quoted(header.cells)}."
        )
        return
    if missing:
        hints = [name + (f" (did you mean “{near[name]}”?)" if name in near else "") for name in missing]
        yield (
            f"Needed and missing: {_listed(hints)}. Columns found: {_quoted(header.cells)}. "
            "Name the columns in row 1 as they are written here."
        )
    yield from _doubles(header)


def _did_you_mean(header: Header) -> dict[str, str]:
    """Canonical name -> the unknown header cell that comes nearest to one of its spellings."""
    from difflib import get_close_matches  # slow to import, and seldom needed

    near: dict[str, str] = {}
    for at, cell in enumerate(header.cells):
        if at not in _known_positions(header):
            for spelling in get_close_matches(folded(cell), header.format.columns, n=1, cutoff=0.75):
                near.setdefault(header.format.columns[spelling], one_line(cell, 40))
    return near


def _is_in_one_cell(header: Header) -> bool:
    cells = [cell for cell in header.cells if cell.strip()]
    return len(cells) == 1 and sum(folded(part) in header.format.columns for part in _DELIMITERS.split(cells[0])) > 1


def _doubles(header: Header) -> Iterator[str]:
    for name, positions in header.columns.items():
        if len(positions) > 1:
            both = " and ".join(f"{column_letter(at)} {_quoted([header.cells[at]])}" for at in positions)
            yield f"The columns {both} mean the same ({name}). Keep one of them."


def ignored_notice(header: Header) -> str:
    """The notice that names the columns which are not ours; empty when there are none."""
    known = _known_positions(header)
    ignored = [
        cell if cell.strip() else f"column {column_letter(at)}, which has no name"
        for at, cell in enumerate(header.cells)
        if at not in known
    ]
    return f"Ignored: {_quoted(ignored)}." if ignored else ""


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


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _quoted(cells: Sequence[str]) -> str:
    shown = [f"“{one_line(cell, 40)}”" for cell in cells if cell.strip()]
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more
