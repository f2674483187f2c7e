"""A zip of tables that refer to each other (OneRoster 1.1 and 1.2, Microsoft SDS 2.1), read as a file of ours.

The tables are put into SQLite, on disk, so that memory does not grow with them; one query then tells each student's
homeroom and parents. Nothing is unpacked but the tables that are needed, and none beyond a bound.
"""

import csv
import io
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from tempfile import NamedTemporaryFile
from typing import IO

from homeroom.domain.imports.spreadsheet.cell_repairs import Repaired
from homeroom.domain.imports.spreadsheet.codes import FileNotice, WrongFile
from homeroom.domain.imports.spreadsheet.file_source import Part
from homeroom.domain.imports.spreadsheet.formats import SOURCE_ID
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.roster_tables import load_tables, refuse_ids_that_name_nobody
from homeroom.domain.imports.spreadsheet.sessions import load_class_days
from homeroom.domain.kernel.message import Message, message

_PARENTS_A_ROW = 2

_HEADER = (
    *("year", "class_code", "grade", "student_id", "student_last_name", "student_first_name"),
    *("parent_email", "parent_first_name", "parent_last_name", "relationship"),
    *("parent2_email", "parent2_first_name", "parent2_last_name"),
    *(SOURCE_ID, "status", "enabledUser", "endDate"),
)
_BEFORE_SOURCE_ID = _HEADER.index(SOURCE_ID)

# A student's homeroom is the class that is called one; without any such, the only class there is. Of several, those
# that they are in today count, or else those that come next, or else those that ended last; of homerooms then the one
# that they stay in longest. Where two are left it is none: nobody guesses.
_QUERIES = """
create table role as
  select userSourcedId as user, lower(role) as role, nullif(grade, '') as grade
    from roles where lower(status) not in {gone}
  union select sourcedId, lower(role), null from users where role <> '';
create index role_user on role (user);
create table everybody as
  select *, min(lower(status) in {gone}) as gone from users where sourcedId <> '' group by sourcedId;
create table person as select * from everybody where not gone;
create unique index person_id on person (sourcedId);
create index class_id on classes (sourcedId);

create table place as
  with stretch as (
    select e.userSourcedId as student, c.rowid as class, coalesce(nullif(c.classCode, ''), c.title) as code,
           lower(c.classType) = 'homeroom' as is_homeroom,
           coalesce(nullif(e.beginDate, ''), d.begin) as begin,
           coalesce(nullif(substr(e.endDate, 1, 10), ''), nullif(d.end, ''), '9') as end
    from enrollments e join classes c on c.sourcedId = e.classSourcedId join class_days d on d.class = c.rowid
    where lower(e.role) = 'student' and lower(e.status) not in {gone} and lower(c.status) <> 'tobedeleted'
  ), timed as (
    select *, case when end < {today} then 2 when substr(begin, 1, 10) > {today} then 1 else 0 end as is_when
    from stretch
  )
  select student, is_homeroom, min(class) as class, count(distinct code) as classes from (
    select *, rank() over (
      partition by student, is_homeroom
      order by is_when, case is_when when 1 then begin when 2 then '' end,
               case when is_homeroom or is_when = 2 then end end desc, case when is_homeroom then begin end desc
    ) as place from timed
  ) where place = 1 group by student, is_homeroom;
create unique index place_student on place (student, is_homeroom);

create table parent (student text, parent text, relationship text);
create index parent_student on parent (student);
insert into parent
  select userSourcedId, relationshipUserSourcedId, relationshipRole from relationships
    where lower(relationshipRole) in ({parents}, '')
  union select one, other, '' from agent where other in (select user from role where role in ({parents}))
  union select other, one, '' from agent where one in (select user from role where role in ({parents}));

create table stay as
  select user, kind, min(gone) as gone, max(status) as status,
         case min(case when not gone then endDate <> '' end)
           when 1 then max(case when not gone then endDate end) else '' end as last_day
  from (
    select userSourcedId as user, 'class' as kind, lower(status) in {gone} as gone, status, endDate
      from enrollments where lower(role) = 'student'
    union all select userSourcedId, 'role', lower(status) in {gone}, status, endDate
      from roles where lower(role) = 'student'
    union all select sourcedId, 'role', 0, '', '' from users where lower(role) = 'student'
  ) group by user, kind;
create unique index stay_user on stay (user, kind);
create view student as
  select p.* from everybody p
  where exists (select 1 from role r where r.user = p.sourcedId and r.role = 'student')
     or (not exists (select 1 from role r where r.user = p.sourcedId)
         and exists (select 1 from stay e where e.user = p.sourcedId));
""".replace("{parents}", "'parent', 'guardian', 'relative'").replace("{gone}", "('tobedeleted', 'inactive')")

_STUDENTS = """
select s.sourcedId, coalesce(nullif(s.identifier, ''), s.sourcedId), s.familyName, s.givenName,
       coalesce(nullif(c.classCode, ''), c.title, ''),
       coalesce(nullif(s.grades, ''), (select max(r.grade) from role r where r.user = s.sourcedId), c.grades, ''),
       coalesce(d.year, (select case when count(distinct year) = 1 then max(year) end from class_days where year <> ''),
                ''),
       case when s.gone then s.status when r.gone then r.status when e.gone then e.status else s.status end,
       s.enabledUser,
       coalesce(min(nullif(r.last_day, ''), nullif(e.last_day, '')), nullif(r.last_day, ''), e.last_day, '')
from student s
left join stay r on r.user = s.sourcedId and r.kind = 'role'
left join stay e on e.user = s.sourcedId and e.kind = 'class'
left join place h on h.student = s.sourcedId and h.is_homeroom
left join place o on o.student = s.sourcedId and not o.is_homeroom and o.classes = 1
left join classes c on c.rowid = case when h.classes > 1 then null else coalesce(h.class, o.class) end
left join class_days d on d.class = c.rowid
order by 5, s.familyName, s.givenName, s.sourcedId
"""
_IN_SEVERAL = """
select s.givenName, s.familyName from student s
join place h on h.student = s.sourcedId and h.is_homeroom and h.classes > 1 where not s.gone
order by s.familyName, s.givenName
"""
_PARENTS = """
select p.email, p.givenName, p.familyName, max(a.relationship)
from parent a join person p on p.sourcedId = a.parent
where a.student = ? and p.email <> '' group by p.sourcedId order by p.sourcedId
"""


def roster_lines(file: IO[bytes], today: date, notice: Callable[[Message], None]) -> Iterator[Part]:
    """A row for each student, and a further one for each two parents more. Closes `file` in the end.

    `notice` is called with what somebody should know. Raises FileProblem for an archive that is damaged, too large, or
    protected by a password.
    """
    with file, NamedTemporaryFile(suffix=".sqlite") as database, closing(sqlite3.connect(database.name)) as db:
        repaired = Repaired()
        db.executescript("pragma journal_mode = off; pragma synchronous = off; pragma temp_store = file;")
        try:
            with zipfile.ZipFile(file) as archive:
                load_tables(archive, db, repaired)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise wrong_file(WrongFile.ZIP_DAMAGED_OR_LOCKED) from error
        refuse_ids_that_name_nobody(db)
        load_class_days(db, today)
        db.executescript(_QUERIES.replace("{today}", f"'{today.isoformat()}'"))
        yield _lines([_HEADER]), 0.0
        for done in repaired.notices:
            notice(done)
        if several := db.execute(_IN_SEVERAL).fetchall():
            notice(message(FileNotice.SEVERAL_HOMEROOMS, count=len(several), student=" ".join(several[0])))
        (students,) = db.execute("select count(*) from student").fetchone()
        for number, rows in enumerate(_rows(db), start=1):
            yield _lines(rows), number / students


def _rows(db: sqlite3.Connection) -> Iterator[list[Sequence[str]]]:
    """Those of one student after the other."""
    for key, student_id, last, first, code, grades, year, *leaving in db.execute(_STUDENTS):
        student = [year, code.replace("/", "-"), _grade(grades), student_id, last, first]
        parents = db.execute(_PARENTS, (key,)).fetchall()
        rows: list[Sequence[str]] = []
        for n in range(0, max(1, len(parents)), _PARENTS_A_ROW):
            row = list(student)
            for email, p_first, p_last, relationship in parents[n : n + 1]:
                row += [email, p_first, p_last, relationship]
            for email, p_first, p_last, _ in parents[n + 1 : n + 2]:
                row += [email, p_first, p_last]
            rows.append([*row, *[""] * (_BEFORE_SOURCE_ID - len(row)), key, *leaving])
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
