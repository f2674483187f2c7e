"""What becomes of one import row: its student is placed, its parents are invited.

Pure: works on things read beforehand and leaves the changes in the working set.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.former_codes import as_called_now
from homeroom.domain.imports.former_student import find_former_student
from homeroom.domain.imports.homeroom_rows import set_up
from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.matching import (
    RowDoubtful,
    RowFailed,
    find_homeroom,
    find_student,
    is_called_otherwise,
    is_known_otherwise,
    no_guess,
    where_they_are,
)
from homeroom.domain.imports.no_contact import linked_against, tell_no_longer
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote, RowProblem, StudentCalled
from homeroom.domain.imports.row_doubts import all_doubts, of_address, of_grade, row_doubts
from homeroom.domain.imports.row_lists import list_in, remember
from homeroom.domain.imports.row_notes import changes_of, notes_of, outcome_of, stays_in, with_wrong_address
from homeroom.domain.imports.row_parents import invite_parents
from homeroom.domain.imports.spreadsheet import CellProblem, Doubt, HomeroomEntry, Leaver, Placement
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import name_key


@dataclass(frozen=True)
class RowResult:
    """`mails` are the invitation ids and send numbers that this row asks for; `wrong` is why it failed, or which
    addresses cannot be used of one that did not.
    """

    outcome: RowOutcome
    mails: tuple[tuple[str, int], ...] = ()
    wrong: tuple[CellProblem, ...] = ()


def place(keyed: KeyedRow, known: WorkingSet, context: ImportContext) -> RowResult:
    """Decide one row. A row that fails changes nothing; the others go on. What is wrong or doubtful with a row that was
    joined of several tables ends with where it stands in them.
    """
    keyed = as_called_now(keyed, known)
    result = _with_former_code(_decided(keyed, known, context), keyed)
    if not (keyed.row.place and (result.wrong or result.outcome.outcome is Outcome.WAITING)):
        return result
    outcome = replace(result.outcome, messages=(*result.outcome.messages, *keyed.row.place))
    return replace(result, outcome=outcome)


def _with_former_code(result: RowResult, keyed: KeyedRow) -> RowResult:
    """A row that was followed to another homeroom than its file says tells so."""
    outcome, entry = result.outcome, keyed.row.entry
    if not keyed.former_code or not isinstance(entry, Placement | HomeroomEntry) or outcome.outcome is Outcome.FAILED:
        return result
    note = message(RowNote.FORMER_CODE, old=keyed.former_code, new=entry.class_code)
    return replace(result, outcome=replace(outcome, messages=(*outcome.messages, note)))


def _decided(keyed: KeyedRow, known: WorkingSet, context: ImportContext) -> RowResult:
    row, entry = keyed.row, keyed.row.entry
    if entry is None:
        return _failed(row.number, "", row.problems)
    if row_doubts(keyed, context):
        return _waiting(row.number, entry, all_doubts(keyed, known, context))
    if isinstance(entry, Leaver):
        return RowResult(RowOutcome(row.number, entry.listed_name, Outcome.SKIPPED, (entry.why,)))
    if isinstance(entry, HomeroomEntry):
        return RowResult(set_up(row.number, entry, known, context.import_id))
    return _place_unless_wrong(keyed, entry, known, context)


def _place_unless_wrong(keyed: KeyedRow, placement: Placement, known: WorkingSet, context: ImportContext) -> RowResult:
    number = keyed.row.number
    try:
        return _place(keyed, placement, known, context)
    except RowDoubtful:
        return _waiting(number, placement, all_doubts(keyed, known, context))
    except RowFailed as failure:
        return _failed(number, placement.listed_name, (failure.problem, *keyed.row.problems))


def _waiting(number: int, entry: Placement | HomeroomEntry | Leaver, doubts: tuple[Message, ...]) -> RowResult:
    student = "" if isinstance(entry, HomeroomEntry) else entry.listed_name
    return RowResult(RowOutcome(number, student, Outcome.WAITING, doubts))


def _failed(number: int, student: str, wrong: tuple[CellProblem, ...]) -> RowResult:
    messages = tuple(
        message(RowProblem.IN_COLUMN, column=p.column, problem=p.message) if p.column else p.message for p in wrong
    )
    return RowResult(RowOutcome(number, student, Outcome.FAILED, messages), wrong=wrong)


def _in_one_homeroom(keyed: KeyedRow, placement: Placement, context: ImportContext) -> None:
    """Two children of one name must not become one, whose letters go to both families. What the file says of them it
    says in its own codes. Raises RowFailed.
    """
    number, placement = keyed.row.number, placement._replace(class_code=keyed.former_code or placement.class_code)
    if not placement.class_code or not (other := context.places.elsewhere(number, placement)):
        return
    student = placement.name or message(StudentCalled.BY_ID, student_id=placement.student_id)
    may_be_two = not (placement.student_id and other.school_id)
    code = RowProblem.OTHER_HOMEROOM_OR_STUDENT if may_be_two else RowProblem.OTHER_HOMEROOM
    raise RowFailed("class_code", code, row=other.row, student=student, class_code=other.class_code)


def _families_are_meant(
    before: Student | None,
    placement: Placement,
    linked: Sequence[ParentContact],
    known: WorkingSet,
    context: ImportContext,
) -> None:
    """Raises RowDoubtful."""
    if linked and Doubt.NO_CONTACT_BUT_LINKED.value not in context.accepted:
        raise RowDoubtful(message(Doubt.NO_CONTACT_BUT_LINKED, contact=linked[0].details.name, student=placement.name))
    if address := of_address(before, placement, known, context):
        raise RowDoubtful(address)


def _place(keyed: KeyedRow, placement: Placement, known: WorkingSet, context: ImportContext) -> RowResult:
    number, student_key = keyed.row.number, keyed.student_key
    _in_one_homeroom(keyed, placement, context)
    before = find_student(placement, student_key, known, context.accepted)
    before = before or find_former_student(placement, known, context.accepted)
    if before and before.is_marked_left(placement.year):
        why = message(RowNote.MARKED_LEFT, student=before.name)
        return RowResult(RowOutcome(number, before.listed_name, Outcome.SKIPPED, (why,)))
    no_guess(before, placement, known)
    linked = linked_against(before, placement, context.no_contact, known)
    _families_are_meant(before, placement, linked, known, context)
    if placement.class_code:
        if other_grade := of_grade(before, placement, known, context):
            raise RowDoubtful(other_grade)
        homeroom = find_homeroom(placement, known, may_create=context.may_create(placement.year))
        called_now = before and before.in_homeroom(homeroom)
        student = called_now or _new_student(placement, student_key, known)
        student = _placed(student, placement, homeroom, context.now)
    else:
        called_now = before
        student = where_they_are(before, placement, in_tables=bool(keyed.row.place))
    if is_called_otherwise(student, placement):
        student = student.called(placement.first_name, placement.last_name)
    student = student.without_contact(parent.key for parent in placement.no_contact)
    student, ended = tell_no_longer(student, linked, placement, context, known)
    if before and not before.in_year(placement.year):
        list_in(placement.year, before, known)
    invited, not_invited = invite_parents(student, number, placement, known, context)
    not_invited = [*with_wrong_address(keyed.row.problems), *not_invited]
    student = known.get(Student, student.id) or student  # as the invitations left it
    if student != before:
        remember(student, before, keyed, placement, known, context)
    mailed = [i.invitation for i in invited if i.mail]
    changes = (*changes_of(called_now, student, placement.year), *ended)
    moved = (
        called_now is None
        or bool(changes)
        or called_now.placement_in(placement.year) != student.placement_in(placement.year)
    )
    outcome = outcome_of(placement, mailed=bool(mailed), moved=moved, refused=bool(not_invited))
    notes = notes_of(student, before, placement, tuple(i.email for i in mailed), context.import_id, outcome)
    if not_invited:
        notes = (*(notes if mailed else ()), *not_invited)
    notes = (*changes, *stays_in(student, placement), *notes)
    mails = tuple((i.id, i.send_number) for i in mailed)
    return RowResult(RowOutcome(number, student.listed_name, outcome, notes), mails, keyed.row.problems)


def _new_student(placement: Placement, student_key: str, known: WorkingSet) -> Student:
    """Raises RowFailed where this was the name of somebody who is called otherwise by now: a file has corrected it, and
    their id is still made of it. Who is called so now has been placed since the names were read: storing this one
    conflicts, and the row is decided again.
    """
    other = known.get(Student, student_key)
    if other and other.name_key != name_key(placement.first_name, placement.last_name):
        raise RowFailed("student_last_name", RowProblem.FORMER_NAME, student=placement.name, now=other.name)
    return Student(
        id=student_key,
        first_name=placement.first_name,
        last_name=placement.last_name,
        placements={},
    )


def _placed(student: Student, placement: Placement, homeroom: Homeroom, now: datetime) -> Student:
    """Who is known otherwise has a row of their own that says where they are, and which id is theirs."""
    if placement.year in student.placements and is_known_otherwise(student, placement):
        return student
    grade = placement.grade or homeroom.grade
    school_id = "" if student.had_school_id(placement.student_id) else placement.student_id
    return student.placed(placement.year, homeroom.code, grade, school_id, now)
