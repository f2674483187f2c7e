"""The academic sessions of tables such as OneRoster's, and the school years in which they lie.

Dates decide. The column `schoolYear` is the year in which a session ends by the standard and the one in which it begins
in many files, so it counts only where there are no dates.
"""

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta

from homeroom.domain.roster.school_year import school_year_on

_HALF_A_TERM = timedelta(days=60)
"""The middle of a session of which only one date is known lies this far from it."""


def school_years(db: sqlite3.Connection) -> Mapping[str, str]:
    """By the session's id, such as 2026-2027, as far as they are known. Under the empty id the year of all sessions, if
    they lie in one.
    """
    rows = db.execute("select sourcedId, startDate, endDate, schoolYear from academicSessions")
    years = {own_id: year for own_id, *session in rows if (year := _school_year(*session))}
    of_all = set(years.values())
    return {"": of_all.pop(), **years} if len(of_all) == 1 else years


def _school_year(start: str, end: str, school_year: str) -> str:
    begin, finish = _day(start), _day(end)
    if begin and finish:
        return school_year_on(begin + (finish - begin) / 2)
    if begin:
        return school_year_on(begin + _HALF_A_TERM)
    if finish:
        return school_year_on(finish - _HALF_A_TERM)
    is_year = len(school_year) == 4 and school_year.isdecimal()
    return f"{int(school_year) - 1}-{school_year}" if is_year else ""


def _day(text: str) -> date | None:
    """Of a day or a moment in ISO 8601, as the standard wants them."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
