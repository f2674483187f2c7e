"""The tables of a zip such as OneRoster's, put into SQLite as they are."""

import csv
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import IO, NamedTuple, TextIO

from homeroom.domain.imports.detected_file import DELIMITERS
from homeroom.domain.imports.spreadsheet.cell_repairs import CellKind, CellRepairs, Halves, Repaired
from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.contact_columns import Says, contact_column
from homeroom.domain.imports.spreadsheet.contact_rules import Flag, flag_of
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.roster_sets import (
    FLAG,
    ONE_ROSTER_FILES,
    TABLES,
    Cells,
    Filled,
    RosterSet,
    table_name,
)
from homeroom.domain.imports.spreadsheet.table_letters import TableLetters

MOST_UNPACKED = 500 * 1024 * 1024
_KINDS: Mapping[str, CellKind] = {
    **dict.fromkeys(("sourcedId", "userSourcedId", "classSourcedId", "termSourcedIds", "identifier"), CellKind.ID),
    **dict.fromkeys(("schoolSourcedId", "courseSourcedId"), CellKind.ID),
    **dict.fromkeys(("agentSourcedIds", "relationshipUserSourcedId"), CellKind.PARENT_IDS),
    **dict.fromkeys(("classCode", "title"), CellKind.CLASS_CODE),
    **dict.fromkeys(("email", "username"), CellKind.ADDRESS),
}
"""What is not listed, and is no name, is any text."""


class Seen(NamedTuple):
    """What is noted while tables are read."""

    repaired: Repaired
    letters: TableLetters


def load_tables(archive: zipfile.ZipFile, roster: RosterSet, db: sqlite3.Connection, seen: Seen) -> None:
    """Besides its columns each table has the `file` and the `row` that a row comes from, as people find them there.

    `seen` gets to know what was done to cells, and their letters. Raises FileProblem.
    """
    make_tables(db)
    parts = _parts(archive, roster)
    if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
        raise wrong_file(WrongFile.ZIP_TOO_LARGE)
    for name, part in parts.items():
        for filled in roster.files[name]:
            with archive.open(part) as file:
                fill(db, filled, file, part.filename, seen)
    link_agents(db)


def load_users(file: IO[bytes], db: sqlite3.Connection, seen: Seen) -> None:
    """Like `load_tables`, of OneRoster's table of people alone."""
    make_tables(db)
    for filled in ONE_ROSTER_FILES["users"]:
        fill(db, filled, file, "users.csv", seen)
    link_agents(db)


def make_tables(db: sqlite3.Connection) -> None:
    for table, columns in TABLES.items():
        listed = ", ".join(f"{column} text not null" for column in columns)
        db.execute(f"create table {table} ({listed}, file text not null, row integer not null)")  # names of ours
    db.execute("create table agent (one text, other text)")


def link_agents(db: sqlite3.Connection) -> None:
    """Take apart the lists of those who belong together."""
    for user, agents in db.execute("select sourcedId, agentSourcedIds from users where agentSourcedIds <> ''"):
        pairs = ((user, agent.strip()) for agent in agents.split(",") if agent.strip())
        db.executemany("insert into agent values (?, ?)", pairs)


def _parts(archive: zipfile.ZipFile, roster: RosterSet) -> dict[str, zipfile.ZipInfo]:
    """Name of a file -> the part. Raises FileProblem where there are two, of which only one would be read."""
    parts: dict[str, zipfile.ZipInfo] = {}
    for part in archive.infolist():
        if (name := table_name(part.filename)) in roster.files:
            if name in parts:
                raise wrong_file(WrongFile.TABLE_TWICE, tables=(parts[name].filename, part.filename))
            parts[name] = part
    return parts


def fill(db: sqlite3.Connection, filled: Filled, file: IO[bytes], name: str, seen: Seen) -> None:
    """Put the rows of a file into the table that it fills. Raises FileProblem."""
    columns = TABLES[filled.table]
    places = ", ".join("?" * (len(columns) + 2))
    try:
        rows = _rows(filled, file, name, seen)
        db.executemany(f"insert into {filled.table} values ({places})", rows)  # noqa: S608  a name of ours
    except csv.Error as error:
        raise wrong_file(WrongFile.TABLE_STRAY_QUOTE, table=name) from error


def _rows(filled: Filled, file: IO[bytes], name: str, seen: Seen) -> Iterator[tuple[str | int, ...]]:
    cells_of_header, records = _read(filled, seen.letters.text_of(file))
    repair = _repairs(filled, seen.repaired)
    header = [folded(cell) for cell in cells_of_header]
    flags = _flags(cells_of_header) if FLAG in filled.more else []
    at = {column: _position(filled, column, header) for column in filled.read}
    if missing := tuple(column for column in filled.needed if at[column] < 0):
        spelt = tuple(filled.names(column)[0] for column in missing)
        raise wrong_file(WrongFile.TABLE_COLUMNS, table=name, count=len(spelt), missing=spelt)
    for number, record in enumerate(records, start=2):
        if any(map(str.strip, record)):
            read = [record[n].strip() if 0 <= n < len(record) else "" for n in at.values()]
            cells = repair(seen.letters.looked_at(read))
            flag = flag_of([(says, record[n].strip()) for n, says in flags if n < len(record)]) if flags else Flag.NONE
            if (kept := _changed(filled, cells, flag)) is not None:
                yield (*kept, name, number)


def _flags(header: Sequence[str]) -> list[tuple[int, Says]]:
    columns = ((at, contact_column(cell)) for at, cell in enumerate(header))
    return [(at, found.says) for at, found in columns if found and found.says not in (Says.RELATION, Says.TYPE)]


def _changed(filled: Filled, cells: list[str], flag: Flag) -> Sequence[str] | None:
    if not filled.change:
        return cells
    named: Cells = dict(zip(filled.read, cells, strict=True)) | {FLAG: flag.value}
    changed = filled.change(named)
    return None if changed is None else [changed[column] for column in TABLES[filled.table]]


def _read(filled: Filled, text: TextIO) -> tuple[list[str], Iterator[list[str]]]:
    """The header, by the delimiter that yields most of the columns; and the rows below it."""
    first = text.readline()
    known = {folded(name) for column in filled.read for name in filled.names(column)}
    headers = {d: [folded(cell) for cell in next(csv.reader([first], delimiter=d), [])] for d in DELIMITERS}
    delimiter = max(headers, key=lambda d: len(known.intersection(headers[d])))
    rows: Iterable[str] = chain([first], text)
    records = csv.reader(rows, delimiter=delimiter, strict=True)
    return next(records, []), records


def _position(filled: Filled, column: str, header: Sequence[str]) -> int:
    return next((header.index(folded(name)) for name in filled.names(column) if folded(name) in header), -1)


def _repairs(filled: Filled, repaired: Repaired) -> Callable[[list[str]], list[str]]:
    columns = filled.read
    kinds = {at: _KINDS.get(c, CellKind.TEXT) for at, c in enumerate(columns) if c not in ("givenName", "familyName")}
    is_user = filled.table == "users"
    names = [Halves(columns.index("familyName"), columns.index("givenName"), needed=True)] if is_user else []
    return CellRepairs(kinds, names, (), repaired).repair
