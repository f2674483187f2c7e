"""Read together everything that a stretch of import rows needs to know: a few calls for a hundred rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from homeroom.domain.imports.former_student import former_namesakes_of
from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.matching import is_called_otherwise, namesakes_of
from homeroom.domain.imports.spreadsheet import HomeroomEntry, Placement, SheetRow
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invite import open_invitation_for
from homeroom.domain.kernel.change import Stored, WorkingSet
from homeroom.domain.mail.address_block import BlockedAddress
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.school_year import previous_school_year
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import (
    Namesakes,
    SchoolId,
    name_key,
    namesakes_identity,
    school_id_key,
    student_id,
)
from homeroom.use_cases.ports.services import Services

_KeyedPlacement = tuple[str, Placement]
"""The student's key, and where they are placed."""


def keyed_rows(rows: Sequence[SheetRow], secret: bytes) -> list[KeyedRow]:
    """`secret` is the site's."""
    return [KeyedRow(row, _student_key(row.entry, secret) if isinstance(row.entry, Placement) else "") for row in rows]


def _student_key(placement: Placement, secret: bytes) -> str:
    return student_id(
        secret,
        year=placement.year,
        school_id=placement.student_id,
        first_name=placement.first_name,
        last_name=placement.last_name,
    )


def load_rows(
    rows: Sequence[KeyedRow], run: ImportRun, context: ImportContext, services: Services
) -> tuple[list[Stored], ImportRun]:
    """What was read, and the run with the school years it has found without any homeroom.

    While a school year has no homerooms at all, the file creates them; that is decided once per import,
    before its first row of that year, or the second row would find the first one's homeroom.
    """
    entries = [keyed.row.entry for keyed in rows if isinstance(keyed.row.entry, Placement | HomeroomEntry)]
    placements = _placements(rows)
    students, names = _students(placements, services)
    invitations = _invitations(placements, students, context.now, services)
    linked = _linked(placements, students.values(), context, services)
    homerooms, run = _homerooms(entries, run, context, services)
    return [*students.values(), *names, *invitations, *linked, *homerooms], run


def load_students(rows: Sequence[KeyedRow], services: Services) -> list[Stored]:
    """No more than is needed to find the students whom the rows name."""
    students, names = _students(_placements(rows), services)
    return [*students.values(), *names]


def _placements(rows: Sequence[KeyedRow]) -> list[_KeyedPlacement]:
    return [(keyed.student_key, keyed.row.entry) for keyed in rows if isinstance(keyed.row.entry, Placement)]


def _students(
    placements: Sequence[_KeyedPlacement], services: Services
) -> tuple[dict[str, Student], list[SchoolId | MergedStudent | Namesakes]]:
    """Those whom the placements name, with whoever has the same name, and what leads to them. Who is one with another
    student is that one.
    """
    students = services.roster.students({key for key, _ in placements})
    school_ids = _school_ids(placements, students, services)
    issued = services.roster.students([s.student_id for s in school_ids]) if school_ids else {}
    by_school_id = {s.identity: issued[s.student_id] for s in school_ids if s.student_id in issued}
    one_with = _merged(placements, students.keys(), by_school_id.keys(), services)
    if one_with:
        stayed = services.roster.students({merged.into for merged in one_with})
        students |= {merged.id: stayed[merged.into] for merged in one_with if merged.into in stayed}
    namesakes = _namesakes(placements, students, by_school_id, services)
    students |= issued
    others = {i for n in namesakes for i in n.student_ids} - students.keys()
    if others:
        students |= services.roster.students(others)
    return students, [*school_ids, *one_with, *namesakes]


def _invitations(
    placements: Sequence[_KeyedPlacement], students: Mapping[str, Student], now: datetime, services: Services
) -> list[Stored]:
    """With the locks and blocks of addresses. Where a file comes again, most students are asked about already at the
    addresses that it names: those need no lock, which says the same as the student's own invitation.
    """
    own_ids = {i for student in students.values() for i in student.open_invitation_ids}
    own = services.invitations.get_many(own_ids) if own_ids else {}
    known, blocked_perhaps, locked_perhaps = WorkingSet(own.values()), set(), set()
    for key, placement in placements:
        student = students.get(key)
        for parent in placement.parents:
            blocked_perhaps.add(parent.key)
            if student is None or not open_invitation_for(student, parent.key, known, now):
                locked_perhaps.add(parent.key)
    locks = services.invitations.locks(locked_perhaps) if locked_perhaps else {}
    others = {lock.invitation_id for lock in locks.values()} - own.keys()
    standing = services.invitations.get_many(others) if others else {}
    ended = [i for i in (*own.values(), *standing.values()) if not i.open_at(now)]
    asked_about = {student_id for i in (*ended, *standing.values()) for student_id in i.student_ids} - students.keys()
    return [
        *_invitations_before(placements, students, services),
        *own.values(),
        *locks.values(),
        *standing.values(),
        *(services.roster.students(asked_about).values() if asked_about else ()),
        *(BlockedAddress(*blocked) for blocked in services.address_blocks.get_many(blocked_perhaps).items()),
    ]


def _linked(
    placements: Sequence[_KeyedPlacement], students: Collection[Student], context: ImportContext, services: Services
) -> list[Stored]:
    """The contacts of students of whom somebody must not be told, and the invitations that these have answered."""
    flagged = [placement for _, placement in placements if context.no_contact.about(placement)]
    if not flagged:
        return []
    ids = {school_id_key(p.student_id) for p in flagged if p.student_id}
    names = {name_key(p.first_name, p.last_name) for p in flagged if p.name}
    linked = [s for s in students if s.all_contact_ids]
    about = [s for s in linked if not (ids.isdisjoint(s.school_id_keys) and names.isdisjoint(s.name_keys))]
    contacts = services.roster.contacts({i for student in about for i in student.all_contact_ids}) if about else {}
    answered = services.invitations.get_many({i for s in about for i in s.past_invitation_ids}) if about else {}
    return [*contacts.values(), *answered.values()]


def _invitations_before(
    placements: Sequence[_KeyedPlacement], students: Mapping[str, Student], services: Services
) -> list[Invitation]:
    """Of students who are new in a school year: it becomes one of these invitations' years."""
    years = {placement.year for _, placement in placements}
    new_in_year = [s for s in students.values() if not all(map(s.in_year, years))]
    wanted = {i for s in new_in_year for i in s.newest_invitation_ids if i not in s.open_invitation_ids}
    return list(services.invitations.get_many(wanted).values()) if wanted else []


def _school_ids(placements: Sequence[_KeyedPlacement], students: Collection[str], services: Services) -> list[SchoolId]:
    """Of the students who were not there under a key that was made of it: they may have got it later."""
    wanted = {school_id_key(p.student_id) for key, p in placements if p.student_id and key not in students}
    return list(services.roster.school_ids(wanted).values()) if wanted else []


def _merged(
    placements: Sequence[_KeyedPlacement], students: Collection[str], issued: Collection[str], services: Services
) -> list[MergedStudent]:
    """Of those whom an id that was theirs once leads nowhere else. A name leads to them by the namesakes."""
    by_id = {key for key, p in placements if p.student_id and school_id_key(p.student_id) not in issued}
    wanted = by_id - set(students)
    return list(services.roster.merged(wanted).values()) if wanted else []


def _namesakes(
    placements: Sequence[_KeyedPlacement],
    students: Mapping[str, Student],
    by_school_id: Mapping[str, Student],
    services: Services,
) -> list[Namesakes]:
    """Of those whom the school's id does not tell, in the row's school year and in the one before, and of those who get
    another school year or another name.
    """
    wanted, unknown = set(), list[Placement]()
    for key, placement in placements:
        student = students.get(key) if placement.student_id else None
        student = student or by_school_id.get(school_id_key(placement.student_id))
        if student is None:
            unknown += [placement] if placement.name else []
        elif not student.in_year(placement.year) or is_called_otherwise(student, placement):
            wanted |= _names_of(student, placement)
    wanted |= {namesakes_of(placement) for placement in unknown}
    for year in {placement.year for placement in unknown}:
        if services.roster.has_homerooms(previous_school_year(year)):
            wanted |= {former_namesakes_of(placement) for placement in unknown if placement.year == year}
    return list(services.roster.namesakes(wanted).values()) if wanted else []


def _names_of(student: Student, placement: Placement) -> set[str]:
    """Identities of the namesakes under the student's name, and under that of the row, in each school year."""
    row = [name_key(placement.first_name, placement.last_name)] if placement.name else []
    keys = {*student.name_keys, *row}
    return {namesakes_identity(year, key) for year in (*student.placements, placement.year) for key in keys}


def _homerooms(
    entries: Sequence[Placement | HomeroomEntry], run: ImportRun, context: ImportContext, services: Services
) -> tuple[list[Homeroom], ImportRun]:
    """Those that the rows name; all of a school year only to see whether it has any, and for "did you mean"."""
    wanted = {homeroom_identity(e.year, e.class_code): (e.year, e.class_code) for e in entries if e.class_code}
    homerooms = services.roster.homerooms_called(wanted.values()) if wanted else []
    if now := {(h.year, h.now) for h in homerooms if h.now}:
        homerooms.extend(services.roster.homerooms_called(now))
    placements = {homeroom_identity(e.year, e.class_code) for e in entries if isinstance(e, Placement) and e.class_code}
    missing = placements - {homeroom.identity for homeroom in homerooms if not homeroom.is_removed}
    for year in sorted({wanted[identity][0] for identity in missing}):
        has_some = any(h.year == year and not h.is_over for h in homerooms)
        if year in run.new_years or (context.any_homerooms and has_some):
            continue
        of_year = services.roster.homerooms(year)
        if not of_year:
            run = replace(run, new_years=(*run.new_years, year))
        homerooms.extend(of_year)
    return homerooms, run
