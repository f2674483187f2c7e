"""Read together everything that a stretch of import rows needs to know: a few calls for a hundred rows."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from homeroom.domain.change import Stored
from homeroom.domain.homeroom import Homeroom, homeroom_identity
from homeroom.domain.import_run import ImportRun
from homeroom.domain.matching import id_of
from homeroom.domain.placing import ImportContext, needed
from homeroom.domain.spreadsheet import HomeroomEntry, Placement, SheetRow
from homeroom.domain.student import SchoolId, namesakes_identity, school_id_key
from homeroom.use_cases.ports import Outside


def read_for_placing(
    rows: Sequence[SheetRow], run: ImportRun, context: ImportContext, outside: Outside
) -> tuple[list[Stored], ImportRun]:
    """What was read, and the run with the school years it has found without any homeroom.

    While a school year has no homerooms at all, the file creates them; that is decided once per import,
    before its first row of that year, or the second row would find the first one's homeroom.
    """
    entries = [row.entry for row in rows if row.entry]
    placements = [entry for entry in entries if isinstance(entry, Placement)]
    keys = needed(placements, context.secret)
    students = outside.roster.students(keys.students)
    school_ids = _school_ids(placements, students, context, outside)
    if school_ids:
        students |= outside.roster.students([s.student_id for s in school_ids])
    moving = {namesakes_identity(s.year, s.name_key) for s in students.values()}
    namesakes = outside.roster.namesakes(keys.namesakes | moving)
    others = {i for n in namesakes.values() for i in n.student_ids} - students.keys()
    locks = outside.invitations.locks(keys.emails)
    things: list[Stored] = [
        *students.values(),
        *namesakes.values(),
        *school_ids,
        *(outside.roster.students(others).values() if others else ()),
        *locks.values(),
        *outside.invitations.blocks(keys.emails).values(),
        *outside.invitations.get_many({lock.invitation_id for lock in locks.values()}).values(),
    ]
    homerooms, run = _homerooms(entries, run, context, outside)
    return [*things, *homerooms], run


def _school_ids(
    placements: Sequence[Placement], students: Collection[str], context: ImportContext, outside: Outside
) -> list[SchoolId]:
    """Of the students who were not found by an id that was made of it: they may have got it later."""
    wanted = {
        school_id_key(p.student_id) for p in placements if p.student_id and id_of(p, context.secret) not in students
    }
    return list(outside.roster.school_ids(wanted).values()) if wanted else []


def _homerooms(
    entries: Sequence[Placement | HomeroomEntry], run: ImportRun, context: ImportContext, outside: Outside
) -> tuple[list[Homeroom], ImportRun]:
    """Those that the rows name; all of a school year only to see whether it has any, and for "did you mean"."""
    wanted = {homeroom_identity(e.year, e.class_code): (e.year, e.class_code) for e in entries if e.class_code}
    found = outside.roster.homerooms_called(wanted.values()) if wanted else []
    placing = {homeroom_identity(e.year, e.class_code) for e in entries if isinstance(e, Placement) and e.class_code}
    missing = placing - {homeroom.identity for homeroom in found}
    for year in sorted({wanted[identity][0] for identity in missing}):
        if year in run.new_years or (context.any_homerooms and any(h.year == year for h in found)):
            continue
        of_year = outside.roster.homerooms(year)
        if not of_year:
            run = replace(run, new_years=(*run.new_years, year))
        found.extend(of_year)
    return found, run
