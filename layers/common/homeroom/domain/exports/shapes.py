"""The shapes of a file of contacts: each is a table, made of students or of contacts as they come."""

from collections.abc import Iterable, Iterator, Sequence

from homeroom.domain.exports.columns import (
    CONTACT_COLUMNS,
    NO_CONTACT,
    STUDENT_COLUMNS,
    ExportColumn,
    contact_cells,
    student_cells,
)
from homeroom.domain.exports.exported import ExportedStudent
from homeroom.domain.exports.table import Table

_IN_A_ROW = 2
"""So many contacts of a student stand in one row."""

A_CONTACT_A_ROW = tuple(column.value for column in (*STUDENT_COLUMNS, *CONTACT_COLUMNS))
A_STUDENT_A_ROW = (
    *A_CONTACT_A_ROW,
    *(column.value.replace("parent_", "parent2_", 1) for column in CONTACT_COLUMNS),
    ExportColumn.MORE_PARENTS.value,
)


def contacts_table(students: Iterable[ExportedStudent]) -> Table:
    """A row for each student and contact; one for a student without a contact."""
    return Table(A_CONTACT_A_ROW, _contact_rows(students))


def students_table(students: Iterable[ExportedStudent]) -> Table:
    """A row for each student, with the first two contacts, and how many more there are."""
    return Table(A_STUDENT_A_ROW, map(_student_row, students))


def _contact_rows(students: Iterable[ExportedStudent]) -> Iterator[Sequence[str]]:
    for student in students:
        beginning = student_cells(student)
        if not student.contacts:
            yield [*beginning, *NO_CONTACT]
        for contact in student.in_order:
            yield [*beginning, *contact_cells(contact)]


def _student_row(student: ExportedStudent) -> Sequence[str]:
    contacts = student.in_order
    cells = [cell for contact in contacts[:_IN_A_ROW] for cell in contact_cells(contact)]
    missing = max(0, _IN_A_ROW - len(contacts))
    return [*student_cells(student), *cells, *NO_CONTACT * missing, str(max(0, len(contacts) - _IN_A_ROW))]
