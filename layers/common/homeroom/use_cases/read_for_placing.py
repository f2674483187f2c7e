"""Read together everything that a stretch of import rows needs to know: a few calls for a hundred rows."""

from collections.abc import Sequence
from dataclasses import replace

from homeroom.domain.change import Stored
from homeroom.domain.homeroom import Homeroom, homeroom_identity
from homeroom.domain.import_run import ImportRun
from homeroom.domain.placing import ImportContext, needed
from homeroom.domain.spreadsheet import Placement, SheetRow
from homeroom.domain.student import namesakes_identity
from homeroom.use_cases.ports import Outside


def read_for_placing(
    rows: Sequence[SheetRow], run: ImportRun, context: ImportContext, outside: Outside
) -> tuple[list[Stored], ImportRun]:
    """What was read, and the run with the school years it has found without any homeroom.

    While a school year has no homerooms at all, the file creates them; that is decided once per import,
    before its first row of that year, or the second row would find the first one's homeroom.
    """
    placements = [row.placement for row in rows if row.placement]
    keys = needed(placements, context.secret)
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
    homerooms, run = _homerooms(placements, run, context, outside)
    return [*things, *homerooms], run


def _homerooms(
    placements: Sequence[Placement], run: ImportRun, context: ImportContext, outside: Outside
) -> tuple[list[Homeroom], ImportRun]:
    """Those that the rows name; all of a school year only to see whether it has any, and for "did you mean"."""
    wanted = {homeroom_identity(p.year, p.class_code): (p.year, p.class_code) for p in placements}
    found = outside.roster.homerooms_called(wanted.values()) if wanted else []
    missing = wanted.keys() - {homeroom.identity for homeroom in found}
    for year in sorted({wanted[identity][0] for identity in missing}):
        if year in run.new_years or (context.any_homerooms and any(h.year == year for h in found)):
            continue
        of_year = outside.roster.homerooms(year)
        if not of_year:
            run = replace(run, new_years=(*run.new_years, year))
        found.extend(of_year)
    return found, run
