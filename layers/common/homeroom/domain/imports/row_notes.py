"""What a row that could be placed says of what it has done, and which outcome that is."""

from collections.abc import Collection, Iterator

from homeroom.domain.imports.matching import is_known_otherwise
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.imports.spreadsheet import CellProblem, Placement
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import school_id_key

_HAS_CONTACT = message(RowNote.HAS_CONTACT)
_NO_EMAIL = message(RowNote.NO_EMAIL)


def changes_of(before: Student | None, after: Student, year: str) -> tuple[Message, ...]:
    """What a row of that school year says anew of a student who was there."""
    if before is None:
        return ()
    changes: list[Message] = []
    old, new = before.placement_in(year), after.placements[year]
    if old and old.homeroom != new.homeroom:
        changes.append(message(RowNote.MOVED, old=old.homeroom, new=new.homeroom))
    if before.name_key != after.name_key:
        changes.append(message(RowNote.NAME_CORRECTED, old=before.name, new=after.name))
    if before.school_id and school_id_key(before.school_id) != school_id_key(after.school_id):
        changes.append(message(RowNote.ID_CORRECTED, old=before.school_id, new=after.school_id))
    return tuple(changes)


def stays_in(student: Student, placement: Placement) -> Iterator[Message]:
    """What a row says in vain that names a student as one was named who was merged with them."""
    here, code = student.placements[placement.year].homeroom, placement.class_code
    if code and class_code_key(here) != class_code_key(code) and is_known_otherwise(student, placement):
        yield message(RowNote.STAYS_IN, homeroom=here, other=code)


def with_wrong_address(problems: Collection[CellProblem]) -> Iterator[Message]:
    for problem in problems:
        yield message(RowNote.WRONG_ADDRESS, column=problem.column or "", problem=problem.message)


def outcome_of(placement: Placement, *, mailed: bool, moved: bool, refused: bool) -> Outcome:
    if mailed:
        return Outcome.INVITED
    if moved:
        return Outcome.PLACED_ONLY
    return Outcome.SKIPPED if placement.not_invited or refused else Outcome.UNCHANGED


def notes_of(
    student: Student,
    before: Student | None,
    placement: Placement,
    mailed: tuple[str, ...],
    import_id: str,
    outcome: Outcome,
) -> tuple[Message, ...]:
    """`mailed` are the addresses that this row invites."""
    not_invited = (placement.not_invited,) if placement.not_invited else ()
    if outcome is Outcome.INVITED:
        return (message(RowNote.INVITED, emails=mailed), *not_invited)
    if before and before.import_id == import_id and outcome is Outcome.UNCHANGED:
        return (message(RowNote.REPEATS, row=before.row),)
    if student.has_parent_contact and placement.parents:
        return (_HAS_CONTACT,)
    if not_invited:
        return not_invited
    if placement.parents:
        return (message(RowNote.INVITED_ALREADY, emails=tuple(p.email for p in placement.parents)),)
    about_contacts = not placement.class_code  # a row that neither places nor invites anybody says why
    return (_NO_EMAIL,) if outcome is Outcome.PLACED_ONLY or about_contacts else ()
