"""The tables of a zip such as OneRoster's, put into SQLite as they are."""

import csv
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import IO

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.cell_repairs import CellKind, CellRepairs, Halves, Repaired
from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.encoding import TextSource
from homeroom.domain.imports.spreadsheet.file_source import Source
from homeroom.domain.imports.spreadsheet.problems import wrong_file

MOST_UNPACKED = 500 * 1024 * 1024
# Table -> the columns that are read of it. Bulk files leave some blank, and the formats differ in what they have.
_TABLES: Mapping[str, tuple[str, ...]] = {
    "users": (
        "sourcedId",
        "status",
        "enabledUser",
        "role",
        "givenName",
        "familyName",
        "identifier",
        "email",
        "grades",
        "agentSourcedIds",
    ),
    "classes": ("sourcedId", "status", "title", "classCode", "classType", "grades", "termSourcedIds"),
    "enrollments": ("status", "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"),
    "roles": ("status", "userSourcedId", "role", "grade", "endDate"),
    "academicSessions": ("sourcedId", "startDate", "endDate", "schoolYear"),
    "relationships": ("userSourcedId", "relationshipUserSourcedId", "relationshipRole"),
}
_KINDS: Mapping[str, CellKind] = {
    **dict.fromkeys(("sourcedId", "userSourcedId", "classSourcedId", "termSourcedIds", "identifier"), CellKind.ID),
    **dict.fromkeys(("agentSourcedIds", "relationshipUserSourcedId"), CellKind.PARENT_IDS),
    **dict.fromkeys(("classCode", "title"), CellKind.CLASS_CODE),
    "email": CellKind.ADDRESS,
}
"""What is not listed, and is no name, is any text."""
_ALSO_CALLED = {"sessionsourcedids": "termsourcedids"}
_NEEDED = ("users", "enrollments", "classes")


def kind_of_archive(names: Iterable[str]) -> FileKind | None:
    """What an archive with these file names holds; None when it is no roster."""
    tables = {_table(name) for name in names}
    if not set(_NEEDED).issubset(tables):
        return None
    if "relationships" in tables:
        return FileKind.SDS_2_1
    return FileKind.ONE_ROSTER_1_2 if "roles" in tables else FileKind.ONE_ROSTER_1_1


def _table(name: str) -> str:
    path = PurePosixPath(name)
    known = {table.lower(): table for table in _TABLES}
    return known.get(path.stem.lower(), "") if path.suffix.lower() == ".csv" else ""


def load_tables(archive: zipfile.ZipFile, db: sqlite3.Connection, repaired: Repaired) -> None:
    """`repaired` gets to know what was done to cells."""
    for table, columns in _TABLES.items():
        listed = ", ".join(f"{column} text not null" for column in columns)
        db.execute(f"create table {table} ({listed})")  # names of ours
    db.execute("create table agent (one text, other text)")
    parts = _parts(archive)
    if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
        raise wrong_file(WrongFile.ZIP_TOO_LARGE)
    for table, part in parts.items():
        with archive.open(part) as file:
            try:
                _fill(db, table, file, part.filename, repaired)
            except csv.Error as error:
                raise wrong_file(WrongFile.TABLE_STRAY_QUOTE, table=part.filename) from error
    for user, agents in db.execute("select sourcedId, agentSourcedIds from users where agentSourcedIds <> ''"):
        pairs = ((user, agent.strip()) for agent in agents.split(",") if agent.strip())
        db.executemany("insert into agent values (?, ?)", pairs)


def _parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Table -> its file. Raises FileProblem where there are two, of which only one would be read."""
    parts: dict[str, zipfile.ZipInfo] = {}
    for part in archive.infolist():
        if table := _table(part.filename):
            if table in parts:
                raise wrong_file(WrongFile.TABLE_TWICE, tables=(parts[table].filename, part.filename))
            parts[table] = part
    return parts


def _fill(db: sqlite3.Connection, table: str, file: IO[bytes], name: str, repaired: Repaired) -> None:
    rows = csv.reader(TextSource(Source(file)).text, strict=True)
    header = [folded(cell) for cell in next(rows, [])]
    spellings = [_ALSO_CALLED.get(spelling, spelling) for spelling in header]
    wanted = [folded(column) for column in _TABLES[table]]
    missing = tuple(c for c in _always(table) if folded(c) not in spellings)
    if missing:
        raise wrong_file(WrongFile.TABLE_COLUMNS, table=name, count=len(missing), missing=missing)
    at = [spellings.index(spelling) if spelling in spellings else -1 for spelling in wanted]
    places = ", ".join("?" * len(wanted))
    texts = ([row[n].strip() if 0 <= n < len(row) else "" for n in at] for row in rows)
    db.executemany(f"insert into {table} values ({places})", map(_repairs(table, repaired), texts))  # noqa: S608  a name of ours


def _repairs(table: str, repaired: Repaired) -> Callable[[list[str]], list[str]]:
    columns = _TABLES[table]
    kinds = {at: _KINDS.get(c, CellKind.TEXT) for at, c in enumerate(columns) if c not in ("givenName", "familyName")}
    names = [Halves(columns.index("familyName"), columns.index("givenName"), needed=True)] if table == "users" else []
    return CellRepairs(kinds, names, (), repaired).repair


def refuse_ids_that_name_nobody(db: sqlite3.Connection) -> None:
    """One that is blank or stands twice would lose people. Raises FileProblem."""
    query = "select sourcedId, count(*) from users where lower(status) <> 'tobedeleted' group by sourcedId"
    for user, times in db.execute(f"{query} having sourcedId = '' or count(*) > 1 limit 1"):
        if not user:
            raise wrong_file(WrongFile.USER_WITHOUT_ID)
        raise wrong_file(WrongFile.USER_ID_TWICE, user=user[:40], times=times)


def _always(table: str) -> tuple[str, ...]:
    """The columns without which a table says nothing."""
    return {
        "users": ("sourcedId", "givenName", "familyName"),
        "classes": ("sourcedId", "title"),
        "enrollments": ("classSourcedId", "userSourcedId", "role"),
        "roles": ("userSourcedId", "role"),
        "relationships": ("userSourcedId", "relationshipUserSourcedId"),
    }.get(table, ("sourcedId",))
