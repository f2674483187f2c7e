"""Ids that a program took for numbers and wrote back in another way, such as `12345678.0` and `1.2345678E7`."""

import re

_WITH_POINT = re.compile(r"([1-9]\d{0,14})\.00?")  # pandas, where another cell of the column is empty
_WITH_EXPONENT = re.compile(r"([1-9])[.,](\d+)E\+?(\d{1,2})", re.IGNORECASE)  # Java, from eight digits on
_WITH_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){1,4}")  # polars shows all numbers so, and some save what is shown
_EXPONENTS = range(7, 15)  # a number of more than fifteen digits has lost some

LOST_DIGITS = r"""\d[.,]\d+E[+-]?\d{1,3} | \dE[+-]?\d{2,3}         # 1.23457E+11
      | \d{16,}\.0+                                               # more digits than a number holds
      | \(error\)                                                 # what Miller makes of a number that is none"""
"""A pattern, in re.VERBOSE, of ids that cannot be mended, among those that can."""

# SheetJS takes `1-2` for January 2 of 2001, and writes the number of that day.
_DAYS_OF_2001 = range(36_892, 37_257)


def mended_id(text: str) -> str:
    """The id as it was, if no digit can have been lost; otherwise just `text`."""
    stripped = text.strip()
    if whole := _WITH_POINT.fullmatch(stripped):
        return whole[1]
    if _WITH_GROUPS.fullmatch(stripped):
        return stripped.replace(",", "")
    power = _WITH_EXPONENT.fullmatch(stripped)
    if power and int(power[3]) in _EXPONENTS and len(power[2]) == int(power[3]):
        return power[1] + power[2]
    return text


def may_be_a_day(code: str) -> bool:
    """Whether a homeroom's code looks like one that a program took for a date and wrote as a number."""
    return code.isascii() and code.isdecimal() and int(code) in _DAYS_OF_2001
