"""Which of a roster's classes are homerooms, what each is called, and in which of them a student is today.

Two classes of one code would become one homeroom. They are told apart by their schools; where two are held at the same
time, also by their titles, or else by their teachers. The same code in terms one after the other is one homeroom.
"""

import re
import sqlite3
from datetime import date

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.kernel.text import clean
from homeroom.domain.roster.homeroom_code import LONGEST_CODE, class_code_key

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?")
_HOMEROOM = re.compile(r"\b(?:home ?room|hr|advisory|(?:tutor|form|registration) ?group|registration)\b", re.IGNORECASE)

_ROOMS = """
create table class_term (class integer, term text);
create index class_term_class on class_term (class);
create index session_id on academicSessions (sourcedId);
create index course_id on courses (sourcedId);
create index org_id on orgs (sourcedId);
create index enrollment_class on enrollments (classSourcedId);

create table room as
  select c.rowid as class, c.sourcedId, c.title, c.termSourcedIds as term, c.schoolSourcedId as school,
         coalesce((select max(o.name) from orgs o where o.sourcedId = c.schoolSourcedId), c.schoolSourcedId) as place,
         replace(coalesce(nullif(c.classCode, ''), c.title), '/', '-') as label, '' as key,
         day(c.beginDate) as begins, day(c.endDate) as ends,
         lower(c.classType) = 'homeroom' as is_homeroom,
         says_homeroom(c.title, c.subjects, c.periods,
           (select max(k.title) from courses k where k.sourcedId = c.courseSourcedId)) as says_so,
         (select min(u.familyName) from enrollments e join users u on u.sourcedId = e.userSourcedId
           where e.classSourcedId = c.sourcedId and lower(e.role) = 'teacher') as teacher
  from classes c where lower(c.status) <> 'tobedeleted';
create index room_id on room (sourcedId);
create index room_class on room (class);
update room set is_homeroom = says_so where not exists (select 1 from room where is_homeroom);
"""
# Of a room without dates of its own, those of its terms.
_DATES = """
update room set
  begins = coalesce(nullif(begins, ''), (select min(day(s.startDate)) from class_term t
    join academicSessions s on s.sourcedId = t.term where t.class = room.class and day(s.startDate) <> ''), ''),
  ends = coalesce(nullif(ends, ''), (select max(day(s.endDate)) from class_term t
    join academicSessions s on s.sourcedId = t.term where t.class = room.class and day(s.endDate) <> ''), '');
"""
_KEYS = "update room set key = code_key(label)"
_OF_SEVERAL_SCHOOLS = """
update room set label = with_word(label, place)
where key in (select key from room group by key having count(distinct school) > 1)
"""
_ALIKE = "select key from room group by key, term having count(*) > 1"
_TOLD_APART_BY = """
update room set label = with_word(label, {word})
where key in ({alike}) and key in (select key from room group by key having count(distinct {word}) > 1)
"""
# A student's homeroom is the class that is called one, of several the one of today, or the next, or the last; without
# any such, the only class of today, or of the next or the last ones. Where two are left it is none: nobody guesses.
_PLACES = """
create table place as
  select student, is_homeroom, min(class) as class, count(distinct key) as classes from (
    select *, rank() over (partition by student, is_homeroom order by
        case when begins <= :today and (ends = '' or ends >= :today) then 0 when begins > :today then 1 else 2 end,
        case when begins > :today then begins else '' end,
        case when is_homeroom or (ends <> '' and ends < :today) then coalesce(nullif(ends, ''), '9') end desc,
        case when is_homeroom then begins end desc) as latest
    from (
      select e.userSourcedId as student, r.class, r.key, r.is_homeroom,
             coalesce(nullif(day(e.beginDate), ''), r.begins) as begins,
             coalesce(nullif(day(e.endDate), ''), r.ends) as ends
      from enrollments e join room r on r.sourcedId = e.classSourcedId
      where lower(e.role) = 'student' and lower(e.status) not in ('tobedeleted', 'inactive'))
  ) where latest = 1 group by student, is_homeroom;
"""
_ALIKE_AND_USED = """
select r.label, count(*) from room r
where r.class in (select class from place where classes = 1)
  and (r.key in ({alike}) or r.key in (select key from room group by key having count(distinct school) > 1))
group by r.key order by r.key limit 1
""".replace("{alike}", _ALIKE)


def find_places(db: sqlite3.Connection, today: date) -> None:
    """Make the tables `room` (a class, its `label` is the homeroom's code) and `place` (of a student).

    Raises FileProblem where two rooms that students are in cannot be told apart.
    """
    db.create_function("day", 1, _day, deterministic=True)
    db.create_function("code_key", 1, class_code_key, deterministic=True)
    db.create_function("says_homeroom", 4, _says_homeroom, deterministic=True)
    db.create_function("with_word", 2, _with_word, deterministic=True)
    db.executescript(_ROOMS)
    for room, terms in db.execute("select class, term from room where term <> ''"):
        db.executemany("insert into class_term values (?, ?)", [(room, term.strip()) for term in terms.split(",")])
    db.executescript(_DATES)
    _tell_apart(db)
    db.execute(_PLACES, {"today": today.isoformat()})
    db.execute("create unique index place_student on place (student, is_homeroom)")
    for code, count in db.execute(_ALIKE_AND_USED):
        raise wrong_file(WrongFile.CLASSES_ALIKE, class_code=code, classes=count)


def _tell_apart(db: sqlite3.Connection) -> None:
    db.execute(_KEYS)
    db.execute(_OF_SEVERAL_SCHOOLS)
    for word in ("title", "teacher"):
        db.execute(_KEYS)
        db.execute(_TOLD_APART_BY.format(word=word, alike=_ALIKE))
    db.execute(_KEYS)


def _day(text: str) -> str:
    """`2026-09-01T00:00:00Z` -> `2026-09-01`; empty for what is no such date, of which nothing follows."""
    found = _DAY.fullmatch(text)
    return found[1] if found else ""


def _says_homeroom(*texts: str | None) -> bool:
    """Where no class is of the type homeroom, as PowerSchool exports them, their names may tell."""
    return any(text and _HOMEROOM.search(text) for text in texts)


def _with_word(label: str, word: str | None) -> str:
    added = clean(word or "").replace("/", "-")
    if not added or class_code_key(added) == class_code_key(label):
        return label
    return f"{label} {added}"[: max(LONGEST_CODE, len(label))].strip()
