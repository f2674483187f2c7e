"""Where students and invitations are listed and found, kept up with what a row has changed."""

from dataclasses import replace

from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.spreadsheet import Placement
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import Namesakes, SchoolId, namesakes_identity


def remember(
    student: Student,
    before: Student | None,
    keyed: KeyedRow,
    placement: Placement,
    known: WorkingSet,
    context: ImportContext,
) -> None:
    """Whatever goes with a student who is new or has changed."""
    known.put(replace(student, import_id=context.import_id, row=keyed.row.number))
    note_names(student, before, known)
    if placement.student_id and student.id != keyed.student_key:
        lead_to(student, placement.student_id, known)


def lead_to(student: Student, school_id: str, known: WorkingSet) -> None:
    """From a school-issued id of which the student's own id is not made."""
    issued = SchoolId(school_id=school_id, student_id=student.id)
    stored = known.get(SchoolId, issued.identity)
    known.put(replace(stored, student_id=student.id) if stored else issued)


def note_names(student: Student, before: Student | None, known: WorkingSet) -> None:
    """Who is called what in the student's school years."""
    joined = {year for year in student.placements if before is None or year not in before.placements}
    for year in joined:
        for key in student.name_keys:
            known.put(_namesakes(key, year, known).joined_by(student.id))
    if before is None or before.name_key == student.name_key:
        return
    for year in before.years_by_name:
        if before.name_key not in student.former_names:
            known.put(_namesakes(before.name_key, year, known).left_by(student.id))
        known.put(_namesakes(student.name_key, year, known).joined_by(student.id))


def _namesakes(key: str, year: str, known: WorkingSet) -> Namesakes:
    return known.get(Namesakes, namesakes_identity(year, key)) or Namesakes(year=year, name_key=key)


def list_in(year: str, student: Student, known: WorkingSet) -> None:
    """Whoever was asked about a student is listed and counted in the student's new school year, too."""
    for invitation_id in student.newest_invitation_ids:
        if invitation := known.get(Invitation, invitation_id):
            known.put(invitation.also_in([year]))
