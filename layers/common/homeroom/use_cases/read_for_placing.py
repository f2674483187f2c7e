"""Read together everything that a stretch of import rows needs to know: a few calls for a hundred rows."""

from collections.abc import Sequence
from dataclasses import replace

from homeroom.domain.change import Stored
from homeroom.domain.import_run import ImportRun
from homeroom.domain.placing import needed
from homeroom.domain.spreadsheet import SheetRow
from homeroom.domain.student import namesakes_identity
from homeroom.use_cases.ports import Outside


def read_for_placing(
    rows: Sequence[SheetRow], run: ImportRun, secret: bytes, outside: Outside
) -> tuple[list[Stored], ImportRun]:
    """What was read, and the run with the school years it has found without any homeroom.

    While a school year has no homerooms at all, the file creates them; that is decided once per import,
    before its first row of that year, or the second row would find the first one's homeroom.
    """
    placements = [row.placement for row in rows if row.placement]
    keys = needed(placements, secret)
    students = outside.roster.students(keys.students)
    moving = {namesakes_identity(s.year, s.name_key) for s in students.values()}
    namesakes = outside.roster.namesakes(keys.namesakes | moving)
    others = {i for n in namesakes.values() for i in n.student_ids} - students.keys()
    locks = outside.invitations.locks(keys.emails)
    things: list[Stored] = [
        *students.values(),
        *namesakes.values(),
        *(outside.roster.students(others).values() if others else ()),
        *locks.values(),
        *outside.invitations.get_many({lock.invitation_id for lock in locks.values()}).values(),
    ]
    for year in sorted({placement.year for placement in placements}):
        homerooms = outside.roster.homerooms(year)
        if not homerooms and year not in run.new_years:
            run = replace(run, new_years=(*run.new_years, year))
        things.extend(homerooms)
    return things, run
