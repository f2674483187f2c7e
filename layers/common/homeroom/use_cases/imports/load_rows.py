"""Read together everything that a stretch of import rows needs to know: a few calls for a hundred rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.matching import id_of, namesakes_of
from homeroom.domain.imports.row_import import ImportContext
from homeroom.domain.imports.spreadsheet import HomeroomEntry, Placement, SheetRow
from homeroom.domain.invitations.invite import open_invitation_for
from homeroom.domain.kernel.change import Stored, WorkingSet
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.student import Namesakes, SchoolId, Student, namesakes_identity, school_id_key
from homeroom.use_cases.ports.services import Services


def load_rows(
    rows: Sequence[SheetRow], run: ImportRun, context: ImportContext, services: Services
) -> tuple[list[Stored], ImportRun]:
    """What was read, and the run with the school years it has found without any homeroom.

    While a school year has no homerooms at all, the file creates them; that is decided once per import,
    before its first row of that year, or the second row would find the first one's homeroom.
    """
    entries = [row.entry for row in rows if row.entry]
    placements = [entry for entry in entries if isinstance(entry, Placement)]
    students = services.roster.students({id_of(p, context.secret) for p in placements})
    school_ids = _school_ids(placements, students, context, services)
    issued = services.roster.students([s.student_id for s in school_ids]) if school_ids else {}
    by_school_id = {s.identity: issued[s.student_id] for s in school_ids if s.student_id in issued}
    namesakes = _namesakes(placements, students, by_school_id, context, services)
    students |= issued
    others = {i for n in namesakes for i in n.student_ids} - students.keys()
    if others:
        students |= services.roster.students(others)
    things: list[Stored] = [*students.values(), *school_ids, *namesakes]
    invitations = _invitations(placements, students, context, services)
    homerooms, run = _homerooms(entries, run, context, services)
    return [*things, *invitations, *homerooms], run


def _invitations(
    placements: Sequence[Placement], students: Mapping[str, Student], context: ImportContext, services: Services
) -> list[Stored]:
    """With the locks and blocks of addresses. Where a file comes again, most students are asked about already at the
    addresses that it names: those need no lock, which says the same as the student's own invitation.
    """
    own_ids = {i for student in students.values() for i in student.open_invitation_ids}
    own = services.invitations.get_many(own_ids) if own_ids else {}
    known, blocked_perhaps, locked_perhaps = WorkingSet(own.values()), set(), set()
    for placement in placements:
        student = students.get(id_of(placement, context.secret))
        for parent in placement.parents:
            blocked_perhaps.add(parent.key)
            if student is None or not open_invitation_for(student, parent.key, known, context.now):
                locked_perhaps.add(parent.key)
    locks = services.invitations.locks(locked_perhaps) if locked_perhaps else {}
    others = {lock.invitation_id for lock in locks.values()} - own.keys()
    standing = services.invitations.get_many(others) if others else {}
    ended = [i for i in (*own.values(), *standing.values()) if not i.open_at(context.now)]
    over = {student_id for invitation in ended for student_id in invitation.student_ids} - students.keys()
    return [
        *own.values(),
        *locks.values(),
        *standing.values(),
        *(services.roster.students(over).values() if over else ()),
        *services.address_blocks.get_many(blocked_perhaps).values(),
    ]


def _school_ids(
    placements: Sequence[Placement], students: Collection[str], context: ImportContext, services: Services
) -> list[SchoolId]:
    """Of the students who were not found by an id that was made of it: they may have got it later."""
    wanted = {
        school_id_key(p.student_id) for p in placements if p.student_id and id_of(p, context.secret) not in students
    }
    return list(services.roster.school_ids(wanted).values()) if wanted else []


def _namesakes(
    placements: Sequence[Placement],
    students: Mapping[str, Student],
    by_school_id: Mapping[str, Student],
    context: ImportContext,
    services: Services,
) -> list[Namesakes]:
    """Of those whom the school's id does not tell, and of those who change to another school year."""
    wanted = set()
    for placement in placements:
        found = students.get(id_of(placement, context.secret)) if placement.student_id else None
        found = found or by_school_id.get(school_id_key(placement.student_id))
        if found is None:
            wanted |= {namesakes_of(placement)} if placement.name else set()
        elif found.year != placement.year:
            wanted |= {namesakes_identity(year, found.name_key) for year in (found.year, placement.year)}
    return list(services.roster.namesakes(wanted).values()) if wanted else []


def _homerooms(
    entries: Sequence[Placement | HomeroomEntry], run: ImportRun, context: ImportContext, services: Services
) -> tuple[list[Homeroom], ImportRun]:
    """Those that the rows name; all of a school year only to see whether it has any, and for "did you mean"."""
    wanted = {homeroom_identity(e.year, e.class_code): (e.year, e.class_code) for e in entries if e.class_code}
    found = services.roster.homerooms_called(wanted.values()) if wanted else []
    placing = {homeroom_identity(e.year, e.class_code) for e in entries if isinstance(e, Placement) and e.class_code}
    missing = placing - {homeroom.identity for homeroom in found}
    for year in sorted({wanted[identity][0] for identity in missing}):
        if year in run.new_years or (context.any_homerooms and any(h.year == year for h in found)):
            continue
        of_year = services.roster.homerooms(year)
        if not of_year:
            run = replace(run, new_years=(*run.new_years, year))
        found.extend(of_year)
    return found, run
