"""Cells of a file that somebody opens in a spreadsheet program, which runs what begins with `=` and the like.

Such a cell gets an apostrophe in front, also when it has apostrophes there already, so that taking one away gives back
exactly what was there. Excel of another country goes by another separator and splits cells there, so what begins a
formula behind one gets an apostrophe as well.
"""

import re

_SPACE = r"(?:(?![\t\r\n])\s|\ufeff)*"  # what separates is none, or one apostrophe would hide another
_FORMULA = rf"(?:{_SPACE}[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n\x00])"
_BEGINS = r"(?:\A|(?<=[,;|\t\r\n]))"
_RUNS_AS_FORMULA = re.compile(f"{_BEGINS}(?='*{_FORMULA})")
_NEUTRALISED = re.compile(f"{_BEGINS}'(?='*{_FORMULA})")


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return _RUNS_AS_FORMULA.sub("'", cell)


def as_before(cell: str) -> str:
    """Undoes `neutralised`, exactly."""
    return _NEUTRALISED.sub("", cell) if "'" in cell else cell
