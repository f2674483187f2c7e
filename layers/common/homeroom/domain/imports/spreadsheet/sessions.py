"""The academic sessions of a zip such as OneRoster's: in which school year each class meets, and on which days.

Dates decide. The column `schoolYear` is the year in which it ends by the standard and the one in which it begins in
many files, so it counts only where a session has no dates.
"""

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from homeroom.domain.roster.school_year import school_year_on

_HALF_A_TERM = timedelta(days=60)
"""The middle of a session of which only one date is known lies this far from it."""


class Session(NamedTuple):
    """`begin` and `end` are days in ISO 8601, empty where the file has none. So is `year`, such as 2026-2027."""

    begin: str
    end: str
    year: str

    def order(self, today: str) -> tuple[int, str]:
        """The one that holds `today` comes first, then those to come, the next one first, then the others."""
        if self.end and self.end < today:
            return 2, ""
        return (1, self.begin) if self.begin > today else (0, "")


def load_class_days(db: sqlite3.Connection, today: date) -> None:
    """Make the table `class_days` of `classes` and `academicSessions`: of each class the first day of its first term,
    the last day of its last one, and the school year. What is not known is empty.
    """
    db.execute("create table class_days (class integer primary key, begin text, end text, year text)")
    sessions = _sessions(db)
    years = {session.year for session in sessions.values() if session.year}
    only_year = years.pop() if len(years) == 1 else ""
    classes = db.execute("select rowid, termSourcedIds from classes")
    rows = ((row, *_class_days(terms, sessions, only_year, today.isoformat())) for row, terms in classes)
    db.executemany("insert into class_days values (?, ?, ?, ?)", rows)


def _class_days(terms: str, sessions: Mapping[str, Session], only_year: str, today: str) -> Session:
    own = [sessions[term.strip()] for term in terms.split(",") if term.strip() in sessions]
    if not own:
        return Session("", "", only_year)
    begins, ends = [s.begin for s in own], [s.end for s in own]
    year = min(own, key=lambda session: session.order(today)).year or only_year
    return Session(min(begins), max(ends) if all(ends) else "", year)


def _sessions(db: sqlite3.Connection) -> dict[str, Session]:
    rows = db.execute("select sourcedId, startDate, endDate, schoolYear from academicSessions")
    return {own_id: _session(_day(begin), _day(end), year) for own_id, begin, end, year in rows}


def _session(begin: date | None, end: date | None, school_year: str) -> Session:
    middle = begin or end
    if begin and end:
        middle = begin + (end - begin) / 2
    elif middle:
        middle += _HALF_A_TERM if begin else -_HALF_A_TERM
    year = school_year_on(middle) if middle else _year_that_ends(school_year)
    return Session(begin.isoformat() if begin else "", end.isoformat() if end else "", year)


def _year_that_ends(text: str) -> str:
    return f"{int(text) - 1}-{text}" if len(text) == 4 and text.isdecimal() else ""


def _day(text: str) -> date | None:
    """Of a day or a moment in ISO 8601, as the standard wants them."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
