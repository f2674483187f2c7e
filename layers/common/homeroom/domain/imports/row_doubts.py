"""All that is doubtful about a row, at once: who accepts it accepts nothing that was not shown."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Protocol

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.former_student import find_former_student
from homeroom.domain.imports.grades import grade_doubt
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.matching import RowDoubtful, RowFailed, find_student
from homeroom.domain.imports.no_contact import ForbiddenContacts, linked_against
from homeroom.domain.imports.others_addresses import others_address
from homeroom.domain.imports.shared_addresses import SharedAddresses, doubts_of
from homeroom.domain.imports.spreadsheet import Doubt, Placement
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.student import Student


class Context(Protocol):
    """What of an import this has to know."""

    @property
    def accepted(self) -> Collection[str]: ...
    @property
    def shared(self) -> SharedAddresses: ...
    @property
    def no_contact(self) -> ForbiddenContacts: ...
    @property
    def notes(self) -> FileNotes: ...
    def may_create(self, year: str) -> bool: ...


def row_doubts(keyed: KeyedRow, context: Context) -> tuple[Message, ...]:
    """What the file itself leaves in doubt."""
    return tuple(doubt for doubt in doubts_of(keyed.row, context.shared) if doubt.id not in context.accepted)


def all_doubts(keyed: KeyedRow, known: WorkingSet, context: Context) -> tuple[Message, ...]:
    """With what is doubtful because of what is stored."""
    placement = keyed.row.placement
    stored = _of_student(keyed, placement, known, context) if placement else ()
    return (*row_doubts(keyed, context), *stored)


def _of_student(keyed: KeyedRow, placement: Placement, known: WorkingSet, context: Context) -> Iterator[Message]:
    accepted = set(context.accepted)
    student: Student | None = None
    with suppress(RowFailed):
        while True:
            try:
                student = find_student(placement, keyed.student_key, known, accepted)
                student = student or find_former_student(placement, known, accepted)
                break
            except RowDoubtful as doubtful:
                yield doubtful.doubt
                accepted.add(doubtful.doubt.id)
        yield from _of_links(student, placement, known, context)
        if doubt := of_address(student, placement, known, context):
            yield doubt
        if doubt := of_grade(student, placement, known, context):
            yield doubt


def _of_links(student: Student | None, placement: Placement, known: WorkingSet, context: Context) -> Iterator[Message]:
    if student and Doubt.NO_CONTACT_BUT_LINKED.value not in context.accepted:
        for contact in linked_against(student, placement, context.no_contact, known):
            yield message(Doubt.NO_CONTACT_BUT_LINKED, contact=contact.details.name, student=student.name)


def of_address(student: Student | None, placement: Placement, known: WorkingSet, context: Context) -> Message | None:
    """Whether the parents' addresses have become another family's; `student` is who is stored."""
    return None if Doubt.OTHERS_ADDRESS.value in context.accepted else others_address(student, placement, known)


def of_grade(student: Student | None, placement: Placement, known: WorkingSet, context: Context) -> Message | None:
    """Whether the row's grade contradicts its homeroom; `student` is who is stored."""
    if Doubt.OTHER_GRADE.value in context.accepted:
        return None
    return grade_doubt(student, placement, known, context.notes, may_create=context.may_create(placement.year))
