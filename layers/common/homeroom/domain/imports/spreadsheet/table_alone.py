"""A table of a set such as OneRoster's that comes by itself, and not with the others in a zip."""

import csv

from homeroom.domain.imports.detected_file import DELIMITERS
from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.problems import wrong_file

_OF_OURS = frozenset(map(folded, ("class_code", "student_id", "student_last_name")))
"""Columns of a results file that was made of such a set."""


def is_users_table(head: bytes) -> bool:
    """Whether this is the beginning of OneRoster's `users.csv` itself. Raises FileProblem for another of its tables,
    which says nothing alone.
    """
    header = _header(head)
    if header >= _OF_OURS:
        return False
    if {"sourcedid", "givenname", "familyname"} <= header:
        return True
    if "classsourcedid" in header or {"sourcedid", "title"} <= header:
        raise wrong_file(WrongFile.TABLE_ALONE)
    return False


def _header(head: bytes) -> frozenset[str]:
    line = head.partition(b"\n")[0].decode("utf-8", "replace")
    if "sourcedid" not in folded(line):
        return frozenset()
    rows = (next(csv.reader([line], delimiter=delimiter), []) for delimiter in DELIMITERS)
    return max((frozenset(map(folded, row)) for row in rows), key=len)
