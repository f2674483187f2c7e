"""A field for a date, as a browser's own field sends it, or as people here write it where there is none."""

import re
from collections.abc import Mapping
from datetime import date

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.kernel.text import clean

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_AMERICAN = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})", re.ASCII)


class DayProblem(Code):
    """What to type instead."""

    DATE = "day_field.date"
    YEAR = "day_field.year"


def read_day(name: str, typed: Mapping[str, str], errors: dict[str, Message]) -> date | None:
    """None for an empty field, and for one that holds no date: what to type then is put into `errors`."""
    day = day_in(typed.get(name, ""))
    if isinstance(day, DayProblem):
        errors[name] = message(day)
        return None
    return day


def day_in(text: str) -> date | DayProblem | None:
    """None where it is empty."""
    text = clean(text)
    if not text:
        return None
    parts = _ISO.fullmatch(text) or _AMERICAN.fullmatch(text)
    if parts is None:
        return DayProblem.DATE
    year = int(parts["year"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return DayProblem.YEAR
    try:
        return date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        return DayProblem.DATE
