"""A file of what has changed: a row for each student of a contact and each fact that is another one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from homeroom.domain.exports.table import Table
from homeroom.domain.families.net_change import NetChange
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.roster.student import Student


class ChangeColumn(Labeled):
    """What stands in each column."""

    CHANGE = "change"
    CHANGED_AT = "changed_at"
    CHANGED_BY = "changed_by"
    STUDENT_ID = "student_id"
    STUDENT_LAST_NAME = "student_last_name"
    STUDENT_FIRST_NAME = "student_first_name"
    PARENT_CONTACT_ID = "parent_contact_id"
    PARENT_LAST_NAME = "parent_last_name"
    PARENT_FIRST_NAME = "parent_first_name"
    FIELD = "field"
    OLD_VALUE = "old_value"
    NEW_VALUE = "new_value"


@dataclass(frozen=True)
class ExportedChange:
    """`contact` is None for one that is deleted; `students` are those whom the change is about."""

    net: NetChange
    contact: ParentContact | None
    students: Sequence[Student]


def changes_table(changes: Iterable[ExportedChange]) -> Table:
    return Table(tuple(column.value for column in ChangeColumn), _rows(changes))


def _rows(changes: Iterable[ExportedChange]) -> Iterator[Sequence[str]]:
    """A contact that is deleted has one row for each student, without a field."""
    for change in changes:
        for student in change.students:
            beginning = _beginning(change, student)
            if not change.net.facts:
                yield [*beginning, "", "", ""]
            for one in change.net.facts:
                if one.student_id in ("", student.id):
                    yield [*beginning, one.fact.value, one.old, one.new]


def _beginning(change: ExportedChange, student: Student) -> Sequence[str]:
    newest, details = change.net.newest, change.contact.details if change.contact else None
    return [
        change.net.kind.value,
        newest.at.isoformat(),
        newest.author.value,
        student.school_id,
        student.last_name,
        student.first_name,
        change.net.contact_id,
        details.last_name if details else "",
        details.first_name if details else "",
    ]
