"""School years, written `2026-2027`."""

import re
from datetime import date

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.text import clean

_FIRST_MONTH = 8  # from August on it is the new school year
_CENTURIES = ("19", "20", "21")
_WRITTEN = re.compile(r"(?:SY ?)?(\d{4}|\d{2}) ?[-/–—] ?(\d{2}|\d{4})(?: school year)?", re.ASCII | re.IGNORECASE)


class SchoolYearProblem(Code):
    """Why a text is no school year."""

    NOT_TWO_YEARS = "school_year.not_two_years"
    NOT_CONSECUTIVE = "school_year.not_consecutive"


class InvalidSchoolYear(Refused):
    """The text names no school year."""


def parse_school_year(text: str) -> str:
    """`2026-2027`, `2026/27`, `26-27` and `SY 2026-27` all give `2026-2027`. Raises InvalidSchoolYear."""
    written = _WRITTEN.fullmatch(clean(text))
    if not written or (len(written[1]) > len("26") and written[1][:2] not in _CENTURIES):
        raise InvalidSchoolYear(message(SchoolYearProblem.NOT_TWO_YEARS))
    first = int(written[1]) if len(written[1]) > len("26") else 2000 + int(written[1])
    following = f"{first + 1:04}"
    if not following.endswith(written[2]):
        raise InvalidSchoolYear(message(SchoolYearProblem.NOT_CONSECUTIVE, first=str(first), following=following))
    return f"{first}-{following}"


def next_school_year(year: str) -> str:
    return _year_from(int(year[:4]) + 1)


def previous_school_year(year: str) -> str:
    return _year_from(int(year[:4]) - 1)


def school_year_on(day: date) -> str:
    """The school year that `day` falls in."""
    return _year_from(day.year if day.month >= _FIRST_MONTH else day.year - 1)


def _year_from(first: int) -> str:
    return f"{first}-{first + 1}"
