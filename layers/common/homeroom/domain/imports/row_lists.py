"""Where students and invitations are listed and found, kept up with what a row has changed."""

from dataclasses import replace

from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.spreadsheet import Placement
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.roster.student import Namesakes, SchoolId, Student, namesakes_identity


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
    _note_names(student, before, known)
    if placement.student_id and student.id != keyed.student_key:
        issued = SchoolId(school_id=placement.student_id, student_id=student.id)
        known.put(known.get(SchoolId, issued.identity) or issued)


def _note_names(student: Student, before: Student | None, known: WorkingSet) -> None:
    """Who is called what in the student's school years."""
    joined = {year for year in student.placements if before is None or not before.in_year(year)}
    if before and before.name_key != student.name_key:
        for year in before.years_by_name:
            known.put(_namesakes(before, year, known).left_by(student.id))
        joined |= {*before.years_by_name}
    for year in joined:
        known.put(_namesakes(student, year, known).joined_by(student.id))


def _namesakes(student: Student, year: str, known: WorkingSet) -> Namesakes:
    key = student.name_key
    return known.get(Namesakes, namesakes_identity(year, key)) or Namesakes(year=year, name_key=key)


def list_in(year: str, student: Student, known: WorkingSet) -> None:
    """Whoever was asked about a student is listed and counted in the student's new school year, too."""
    for invitation_id in student.newest_invitation_ids:
        if invitation := known.get(Invitation, invitation_id):
            known.put(invitation.also_in([year]))
