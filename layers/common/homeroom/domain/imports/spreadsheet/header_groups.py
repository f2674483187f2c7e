"""A name that stands twice in a header, for the student and for a parent: told apart by what stands around it."""

import re
from collections.abc import Mapping, Sequence

from homeroom.domain.imports.spreadsheet.columns import SOMEBODYS_EMAIL, STUDENT_COLUMNS, folded

_NAMES = {"student_first_name": "parent_first_name", "student_last_name": "parent_last_name"}
_OF_STUDENTS = re.compile(r"(?:student|pupil|child)")
_OF_PARENTS = ("parent_email", SOMEBODYS_EMAIL, "relationship", "parent_name")
_OF_NEITHER = re.compile(r"teacher|tutor|staff|emergency|doctor|advis|counsel|head")
_WIDEST_GAP = 2  # one column that is not ours, such as a title, may stand between

Positions = dict[str, list[int]]


def tell_names_apart(cells: Sequence[str], columns: Positions) -> None:
    """Move the parent's name to its own columns. Where it is not certain which one that is, nothing is changed: then
    two columns mean the same, and the header is refused.
    """
    twice = {name: at for name in _NAMES if len(at := columns.get(name, [])) == 2}
    if not twice or any(name in columns for name in _NAMES.values()):
        return
    of_parent = {name: _parents_one(cells, both) for name, both in twice.items()}
    group = [*of_parent.values(), *(n for name in _OF_PARENTS for n in columns.get(name, []))]
    of_student = [n for name in twice for n in twice[name] if n != of_parent[name]]
    if len(group) > len(twice) and _stand_together(cells, group) and _are_apart(cells, columns, group, of_student):
        for name, position in of_parent.items():
            columns[name] = [n for n in columns[name] if n != position]
            columns[_NAMES[name]] = [position]


def _parents_one(cells: Sequence[str], at: Sequence[int]) -> int:
    """The one that does not say that it is the student's; of two alike the second."""
    return next((n for n in reversed(at) if not _says_student(cells[n])), at[-1])


def _stand_together(cells: Sequence[str], group: Sequence[int]) -> bool:
    first, *others = sorted(group)
    last = first
    for at in others:
        if at - last > _WIDEST_GAP:
            return False
        last = at
    return not any(map(_OF_NEITHER.search, map(folded, cells[max(0, first - 1) : last + 2])))


def _are_apart(
    cells: Sequence[str], columns: Mapping[str, Sequence[int]], group: Sequence[int], of_student: Sequence[int]
) -> bool:
    """Whether the student's columns are outside the parent's: in front of them, where no word tells whose they are."""
    own = [n for name, at in columns.items() if name in _STUDENTS_OWN for n in at]
    if all(_says_student(cells[n]) for n in of_student):
        return not any(min(group) < n < max(group) for n in (*own, *of_student))
    return max(*own, *of_student, -1) < min(group)


def _says_student(cell: str) -> bool:
    return bool(_OF_STUDENTS.search(folded(cell)))


_STUDENTS_OWN = frozenset(STUDENT_COLUMNS) & {"class_code", "grade", "student_id", "student_name"}
