"""A zip of tables that refer to each other (OneRoster 1.1 and 1.2, Microsoft SDS 2.1), read as a file of ours.

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
from pathlib import PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING

from homeroom.domain.spreadsheet.columns import folded
from homeroom.domain.spreadsheet.encoding import TextSource
from homeroom.domain.spreadsheet.formats import SOURCE_ID
from homeroom.domain.spreadsheet.problems import FileProblem
from homeroom.domain.spreadsheet.source import Source

if TYPE_CHECKING:
    from homeroom.domain.spreadsheet.archives import Part

MOST_UNPACKED = 500 * 1024 * 1024
_PARENTS_A_ROW = 2

# Table -> the columns that are read of it. Bulk files leave some blank, and the formats differ in what they have.
_TABLES: Mapping[str, tuple[str, ...]] = {
    "users": (
        "sourcedId",
        "status",
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
    "roles": ("status", "userSourcedId", "role", "grade"),
    "academicSessions": ("sourcedId", "schoolYear"),
    "relationships": ("userSourcedId", "relationshipUserSourcedId", "relationshipRole"),
}
_ALSO_CALLED = {"sessionsourcedids": "termsourcedids"}
_NEEDED = ("users", "enrollments", "classes")
_HEADER = (
    *("year", "class_code", "grade", "student_id", "student_last_name", "student_first_name"),
    *("parent_email", "parent_first_name", "parent_last_name", "relationship"),
    *("parent2_email", "parent2_first_name", "parent2_last_name"),
    SOURCE_ID,
)

# A student's homeroom is the class that is called one, of several the one that they are in last; without any such, the
# only class there is. Where two are left it is none: nobody guesses.
_QUERIES = """
create table role as
  select userSourcedId as user, lower(role) as role, nullif(grade, '') as grade
    from roles where lower(status) <> 'tobedeleted'
  union select sourcedId, lower(role), null from users where role <> '';
create index role_user on role (user);
create table person as select * from users where lower(status) <> 'tobedeleted' group by sourcedId;
create unique index person_id on person (sourcedId);
create index class_id on classes (sourcedId);
create index session_id on academicSessions (sourcedId);

create table place as
  select student, is_homeroom, min(class) as class, count(distinct code) as classes from (
    select e.userSourcedId as student, c.rowid as class, coalesce(nullif(c.classCode, ''), c.title) as code,
           lower(c.classType) = 'homeroom' as is_homeroom,
           rank() over (partition by e.userSourcedId, lower(c.classType) = 'homeroom'
                        order by coalesce(nullif(e.endDate, ''), '9') desc, e.beginDate desc) as latest
    from enrollments e join classes c on c.sourcedId = e.classSourcedId
    where lower(e.role) = 'student' and lower(e.status) <> 'tobedeleted' and lower(c.status) <> 'tobedeleted'
  ) where latest = 1 or not is_homeroom group by student, is_homeroom;
create unique index place_student on place (student, is_homeroom);

create table parent (student text, parent text, relationship text);
create index parent_student on parent (student);
insert into parent
  select userSourcedId, relationshipUserSourcedId, relationshipRole from relationships
    where lower(relationshipRole) in ({parents}, '')
  union select one, other, '' from agent where other in (select user from role where role in ({parents}))
  union select other, one, '' from agent where one in (select user from role where role in ({parents}));

create index enrolled_user on enrollments (userSourcedId);
create view student as
  select p.* from person p
  where exists (select 1 from role r where r.user = p.sourcedId and r.role = 'student')
     or (not exists (select 1 from role r where r.user = p.sourcedId)
         and exists (select 1 from enrollments e where e.userSourcedId = p.sourcedId and lower(e.role) = 'student'));
""".replace("{parents}", "'parent', 'guardian', 'relative'")

_STUDENTS = """
select s.sourcedId, coalesce(nullif(s.identifier, ''), s.sourcedId), s.familyName, s.givenName,
       coalesce(nullif(c.classCode, ''), c.title, ''),
       coalesce(nullif(s.grades, ''), (select max(r.grade) from role r where r.user = s.sourcedId), c.grades, ''),
       coalesce(c.termSourcedIds, '')
from student s
left join place h on h.student = s.sourcedId and h.is_homeroom
left join place o on o.student = s.sourcedId and not o.is_homeroom and o.classes = 1
left join classes c on c.rowid = case when h.classes > 1 then null else coalesce(h.class, o.class) end
order by 5, s.familyName, s.givenName, s.sourcedId
"""
_IN_SEVERAL = """
select s.givenName, s.familyName from student s
join place h on h.student = s.sourcedId and h.is_homeroom and h.classes > 1 order by s.familyName, s.givenName
"""
_PARENTS = """
select p.email, p.givenName, p.familyName, max(a.relationship)
from parent a join person p on p.sourcedId = a.parent
where a.student = ? and p.email <> '' group by p.sourcedId order by p.sourcedId
"""


def roster_lines(file: IO[bytes], notice: Callable[[str], None]) -> "Iterator[Part]":
    """A row for each student, and a further one for each two parents more. Closes `file` in the end.

    `notice` is called with sentences. Raises FileProblem for an archive that is damaged, too large, or protected by a
    password.
    """
    with file, NamedTemporaryFile(suffix=".sqlite") as database, closing(sqlite3.connect(database.name)) as db:
        db.executescript("pragma journal_mode = off; pragma synchronous = off; pragma temp_store = file;")
        try:
            with zipfile.ZipFile(file) as archive:
                _load(archive, db)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise FileProblem(
                "This zip archive is damaged or protected by a password. Export it again and drop the new one."
            ) from error
        _refuse_ids_that_name_nobody(db)
        db.executescript(_QUERIES)
        yield _lines([_HEADER]), 0.0
        if several := db.execute(_IN_SEVERAL).fetchall():
            name = " ".join(several[0])
            notice(
                f"Students in several homerooms at once, such as {name}, are placed in none of them: {len(several)}."
            )
        (students,) = db.execute("select count(*) from student").fetchone()
        for number, rows in enumerate(_rows(db, _school_years(db)), start=1):
            yield _lines(rows), number / students


def kind_of_archive(names: Iterable[str]) -> str:
    """What an archive with these file names holds, as it is told back; empty when it is no roster."""
    tables = {_table(name) for name in names}
    if not set(_NEEDED).issubset(tables):
        return ""
    if "relationships" in tables:
        return "Microsoft SDS 2.1"
    return "OneRoster 1.2" if "roles" in tables else "OneRoster 1.1"


def _table(name: str) -> str:
    path = PurePosixPath(name)
    known = {table.lower(): table for table in _TABLES}
    return known.get(path.stem.lower(), "") if path.suffix.lower() == ".csv" else ""


def _load(archive: zipfile.ZipFile, db: sqlite3.Connection) -> None:
    for table, columns in _TABLES.items():
        listed = ", ".join(f"{column} text not null" for column in columns)
        db.execute(f"create table {table} ({listed})")  # names of ours
    db.execute("create table agent (one text, other text)")
    parts = _parts(archive)
    if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
        raise FileProblem("This zip archive unpacks to more than 500 MB. Export fewer schools at a time.")
    for table, part in parts.items():
        with archive.open(part) as file:
            try:
                _fill(db, table, file, part.filename)
            except csv.Error as error:
                raise FileProblem(
                    f'In {part.filename}, a quote (") stands where none belongs. Export it again.'
                ) from error
    for user, agents in db.execute("select sourcedId, agentSourcedIds from users where agentSourcedIds <> ''"):
        pairs = ((user, agent.strip()) for agent in agents.split(",") if agent.strip())
        db.executemany("insert into agent values (?, ?)", pairs)


def _parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Table -> its file. Raises FileProblem where there are two, of which only one would be read."""
    parts: dict[str, zipfile.ZipInfo] = {}
    for part in archive.infolist():
        if table := _table(part.filename):
            if table in parts:
                both = f"{parts[table].filename} and {part.filename}"
                raise FileProblem(
                    f"This zip archive holds {both}. Drop the files of each school in a zip of their own."
                )
            parts[table] = part
    return parts


def _fill(db: sqlite3.Connection, table: str, file: IO[bytes], name: str) -> None:
    rows = csv.reader(TextSource(Source(file)).text, strict=True)
    header = [folded(cell) for cell in next(rows, [])]
    spellings = [_ALSO_CALLED.get(spelling, spelling) for spelling in header]
    wanted = [folded(column) for column in _TABLES[table]]
    missing = [c for c in _always(table) if folded(c) not in spellings]
    if missing:
        raise FileProblem(f"In {name}, needed and missing: {', '.join(missing)}. Export it again with its header.")
    at = [spellings.index(spelling) if spelling in spellings else -1 for spelling in wanted]
    places = ", ".join("?" * len(wanted))
    texts = ([row[n].strip() if 0 <= n < len(row) else "" for n in at] for row in rows)
    db.executemany(f"insert into {table} values ({places})", texts)  # noqa: S608  a name of ours


def _refuse_ids_that_name_nobody(db: sqlite3.Connection) -> None:
    """One that is blank or stands twice would lose people. Raises FileProblem."""
    query = "select sourcedId, count(*) from users where lower(status) <> 'tobedeleted' group by sourcedId"
    for user, times in db.execute(f"{query} having sourcedId = '' or count(*) > 1 limit 1"):
        if not user:
            raise FileProblem("In users.csv, a row has no sourcedId. Export the files again.")
        raise FileProblem(f"In users.csv, the sourcedId {user[:40]} stands in {times} rows. Export the files again.")


def _always(table: str) -> tuple[str, ...]:
    """The columns without which a table says nothing."""
    return {
        "users": ("sourcedId", "givenName", "familyName"),
        "classes": ("sourcedId", "title"),
        "enrollments": ("classSourcedId", "userSourcedId", "role"),
        "roles": ("userSourcedId", "role"),
        "relationships": ("userSourcedId", "relationshipUserSourcedId"),
    }.get(table, ("sourcedId",))


def _school_years(db: sqlite3.Connection) -> Mapping[str, str]:
    """Academic session -> school year such as 2026-2027; the table tells the year in which it ends."""
    found = db.execute("select sourcedId, schoolYear from academicSessions")
    return {session: f"{int(year) - 1}-{year}" for session, year in found if len(year) == 4 and year.isdecimal()}


def _rows(db: sqlite3.Connection, years: Mapping[str, str]) -> Iterator[list[Sequence[str]]]:
    """Those of one student after the other."""
    for key, student_id, last, first, code, grades, terms in db.execute(_STUDENTS):
        year = next((years[term.strip()] for term in terms.split(",") if term.strip() in years), "")
        student = [year, code.replace("/", "-"), _grade(grades), student_id, last, first]
        parents = db.execute(_PARENTS, (key,)).fetchall()
        rows: list[Sequence[str]] = []
        for n in range(0, max(1, len(parents)), _PARENTS_A_ROW):
            row = list(student)
            for email, p_first, p_last, relationship in parents[n : n + 1]:
                row += [email, p_first, p_last, relationship]
            for email, p_first, p_last, _ in parents[n + 1 : n + 2]:
                row += [email, p_first, p_last]
            rows.append([*row, *[""] * (len(_HEADER) - 1 - len(row)), key])
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
