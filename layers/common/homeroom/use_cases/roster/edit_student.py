"""A Site Admin adds a student, corrects one, or moves one to another homeroom."""

from collections.abc import Collection, Sequence

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.imports.by_hand import StudentEntry, add_student, change_student, names_to_know
from homeroom.domain.kernel.change import Change, Stored, WorkingSet
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.homeroom import Homeroom, grade_order
from homeroom.domain.roster.school_year import next_school_year
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import check_seen
from homeroom.domain.roster.student_identity import school_id_key, student_id
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import find_student
from homeroom.use_cases.site.site_settings import site_settings


def homerooms_to_choose(services: Services) -> dict[str, list[Homeroom]]:
    """By school year, in order of their grades: of the current one, and of the next where it has any."""
    current = site_settings(services).school_year
    following = next_school_year(current)
    homerooms = {year: sorted(services.roster.homerooms(year), key=_by_grade) for year in (current, following)}
    return {year: found for year, found in homerooms.items() if found or year == current}


def _by_grade(homeroom: Homeroom) -> tuple[int, str]:
    return grade_order(homeroom.grade)


def add(entry: StudentEntry, spare_id: str, by: By, services: Services) -> Student:
    """`entry` has one place. `spare_id` is the form's own: whoever presses twice has added one student.

    Raises SchoolIdTaken, SchoolIdWithoutZeros, MayBeThere or HomeroomGone.
    """

    def once() -> Student:
        known = _known(entry, None, spare_id, services)
        if entry.is_another and (added := known.get(Student, spare_id)):
            return added
        student = add_student(entry, _natural_key(entry, services), spare_id, known)
        _save([AuditAction.STUDENT_ADDED], student, known, by, services)
        return student

    return retry_on_conflict(once)


def change(own_id: str, entry: StudentEntry, seen: str, by: By, services: Services) -> None:
    """`seen` is the edition that the form was filled with.

    Raises NotFound, StudentChanged, and like `add`.
    """

    def once() -> None:
        before, now = find_student(own_id, services), services.clock()
        known = _known(entry, before, "", services)
        after = change_student(before, entry, _natural_key(entry, services), known, now)
        check_seen(before, after, seen)
        if after != before:
            _save(_actions(before, after), after, known, by, services)

    retry_on_conflict(once)


def _natural_key(entry: StudentEntry, services: Services) -> str:
    """The id that a file's row makes of the same."""
    return student_id(
        services.site.secret(),
        year=next(iter(entry.places), ""),
        school_id=entry.school_id,
        first_name=entry.first_name,
        last_name=entry.last_name,
    )


def _known(entry: StudentEntry, before: Student | None, spare_id: str, services: Services) -> WorkingSet:
    """Whatever decides about the entry."""
    roster, issued = services.roster, [school_id_key(entry.school_id)] if entry.school_id else []
    namesakes = roster.namesakes(names_to_know(entry, before))
    school_ids = roster.school_ids(issued) if issued else {}
    ids = {_natural_key(entry, services), *([spare_id] if spare_id else [])}
    ids |= {i for n in namesakes.values() for i in n.student_ids} | {s.student_id for s in school_ids.values()}
    students = roster.students(ids - {before.id} if before else ids)
    homerooms = roster.homerooms_called([(year, code) for year, (code, _) in entry.places.items()])
    merged = roster.merged([_natural_key(entry, services)]).values() if before is None else ()
    things: list[Stored] = [*merged, *namesakes.values(), *school_ids.values(), *students.values(), *homerooms]
    if before:
        things.append(before)
        if entry.places.keys() - before.placements.keys():
            things += services.invitations.get_many(before.newest_invitation_ids).values()
    return WorkingSet(things)


def _actions(before: Student, after: Student) -> Sequence[AuditAction]:
    facts = ((s.first_name, s.last_name, s.school_id) for s in (before, after))
    corrected = [AuditAction.STUDENT_CORRECTED] if len({*facts}) > 1 else []
    moved = [AuditAction.STUDENT_MOVED] if before.placements != after.placements else []
    return [*corrected, *moved]


def _save(actions: Collection[AuditAction], student: Student, known: WorkingSet, by: By, services: Services) -> None:
    changes: list[Change] = known.changes()
    for action in actions:
        changes.append(recorded(action, by, services, About(student_ids=(student.id,)), changes))
    services.store.save(*changes)
