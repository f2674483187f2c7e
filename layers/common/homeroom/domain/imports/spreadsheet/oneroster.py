"""Tables that refer to each other, such as OneRoster's, read as a file of ours.

The tables are put into SQLite, on disk, so that memory does not grow with them; one query then tells each student's
homeroom and parents. Nothing is unpacked but the tables that are needed, and none beyond a bound.
"""

import csv
import io
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from tempfile import NamedTemporaryFile
from typing import IO

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.cell_repairs import Repaired
from homeroom.domain.imports.spreadsheet.codes import FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.formats import PLACE, SOURCE_ID
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.roster_queries import IN_SEVERAL, PARENTS, PEOPLE, SEVERAL_PEOPLE, STUDENTS
from homeroom.domain.imports.spreadsheet.roster_rooms import find_places
from homeroom.domain.imports.spreadsheet.roster_sets import RosterSet
from homeroom.domain.imports.spreadsheet.roster_tables import Seen, load_tables, load_users
from homeroom.domain.imports.spreadsheet.row_place import place_text
from homeroom.domain.imports.spreadsheet.sessions import school_years
from homeroom.domain.imports.spreadsheet.table_letters import TableLetters
from homeroom.domain.kernel.message import Message, message

_PARENTS_A_ROW = 2

_HEADER = (
    *("year", "class_code", "grade", "student_id", "student_last_name", "student_first_name"),
    *("parent_email", "parent_first_name", "parent_last_name", "relationship"),
    *("parent2_email", "parent2_first_name", "parent2_last_name", "parent2_relationship"),
    *(SOURCE_ID, "status", "enabledUser", "endDate", PLACE),
)
_BEFORE_SOURCE_ID = _HEADER.index(SOURCE_ID)


Load = Callable[[IO[bytes], sqlite3.Connection, Seen], None]
"""Puts what is in a file into tables, and what was done to cells into the other."""


def roster_lines(
    file: IO[bytes], roster: RosterSet, today: date, letters: TableLetters, notice: Callable[[Message], None]
) -> Iterator[Part]:
    """Of a zip with this set of tables: see `_lines_of`. Raises FileProblem for one that is damaged, too large, or
    protected by a password.
    """

    def load(file: IO[bytes], db: sqlite3.Connection, seen: Seen) -> None:
        try:
            with zipfile.ZipFile(file) as archive:
                load_tables(archive, roster, db, seen)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise wrong_file(WrongFile.ZIP_DAMAGED_OR_LOCKED) from error

    yield from _lines_of(file, load, today, letters, notice, only_users=roster.kind is FileKind.ONE_ROSTER_USERS)


def users_lines(
    file: IO[bytes], today: date, letters: TableLetters, notice: Callable[[Message], None]
) -> Iterator[Part]:
    """Of OneRoster's `users.csv` itself: see `_lines_of`."""
    yield from _lines_of(file, load_users, today, letters, notice, only_users=True)


def _lines_of(
    file: IO[bytes],
    load: Load,
    today: date,
    letters: TableLetters,
    notice: Callable[[Message], None],
    *,
    only_users: bool,
) -> Iterator[Part]:
    """A row for each student, and a further one for each two parents more. Closes `file` in the end. The homeroom is
    the one of `today`; `only_users` do not tell any. `notice` is called with what somebody should know.
    """
    with file, NamedTemporaryFile(suffix=".sqlite") as database, closing(sqlite3.connect(database.name)) as db:
        repaired = Repaired()
        db.executescript("pragma journal_mode = off; pragma synchronous = off; pragma temp_store = file;")
        letters.answered_for(_HEADER)
        load(file, db, Seen(repaired, letters))
        db.executescript(PEOPLE)
        _refuse_ids_that_name_nobody(db)
        find_places(db, today)
        (students,) = db.execute("select count(*) from student").fetchone()
        if not students:
            raise wrong_file(WrongFile.USERS_WITHOUT_ROLES if only_users else WrongFile.TABLES_WITHOUT_STUDENTS)
        yield _lines([_HEADER]), 0.0
        for done in (*repaired.notices, *([message(FileNotice.USERS_ALONE)] if only_users else [])):
            notice(done)
        if several := db.execute(IN_SEVERAL).fetchall():
            notice(message(FileNotice.SEVERAL_HOMEROOMS, count=len(several), student=" ".join(several[0])))
        for number, rows in enumerate(_rows(db, school_years(db)), start=1):
            yield _lines(rows), number / students


def _refuse_ids_that_name_nobody(db: sqlite3.Connection) -> None:
    """One that is blank, or two people's, would lose somebody. Raises FileProblem."""
    for user, times in db.execute(SEVERAL_PEOPLE):
        if not user:
            raise wrong_file(WrongFile.USER_WITHOUT_ID)
        raise wrong_file(WrongFile.USER_ID_TWICE, user=user[:40], times=times)


def _rows(db: sqlite3.Connection, years: Mapping[str, str]) -> Iterator[list[Sequence[str]]]:
    """Those of one student after the other."""
    for key, student_id, last, first, code, grades, terms, file, row, *leaving in db.execute(STUDENTS):
        year = next((years[term.strip()] for term in terms.split(",") if term.strip() in years), years.get("", ""))
        student = [year, code, _grade(grades), student_id, last, first]
        parents = db.execute(PARENTS, (key,)).fetchall()
        rows: list[Sequence[str]] = []
        for n in range(0, max(1, len(parents)), _PARENTS_A_ROW):
            cells, here = list(student), parents[n : n + _PARENTS_A_ROW]
            for email, p_first, p_last, relationship, *_ in here:
                cells += [email, p_first, p_last, relationship]
            place = place_text([(file, row), *((p_file, p_row) for *_, p_file, p_row in here)])
            rows.append([*cells, *[""] * (_BEFORE_SOURCE_ID - len(cells)), key, *leaving, place])
        yield rows


def _grade(grades: str) -> str:
    """`03` -> `3`, `KG` -> `K`; a class of several grades tells none."""
    if "," in grades:
        return ""
    return {"KG": "K"}.get(grades.upper(), grades.lstrip("0") or grades)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()
