"""Carry out what a Site Admin has decided about what waits: all of a file, or some rows of one that was imported."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.import_part import ImportPart, RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.look import Decision
from homeroom.domain.imports.matching import RowFailed, find_student
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.imports.row_import import place
from homeroom.domain.imports.spreadsheet import Doubt, FileProblem, SheetRow
from homeroom.domain.imports.stretches import stretches
from homeroom.domain.kernel.change import Change, Stored, WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.imports.import_context import import_context
from homeroom.use_cases.imports.import_results import write_same
from homeroom.use_cases.imports.load_rows import keyed_rows, load_rows
from homeroom.use_cases.imports.open_file import open_file
from homeroom.use_cases.imports.progress import EnoughTime, as_run, save_run
from homeroom.use_cases.ports.files import UploadGone
from homeroom.use_cases.ports.services import Services

_TRIES = 10


def decide(run: ImportRun, services: Services, enough_time: EnoughTime) -> ImportRun:
    """Go on with it. Rows that are to be placed and whose file is gone are skipped."""
    decision = run.decision
    assert decision is not None  # noqa: S101  a run that is in this state has one
    if not run.last_row:
        return _leave_file(run, decision, services)
    waiting = _waiting(run, decision, services)
    try:
        if decision.accept:
            run, is_through = _place_all(waiting, run, services, enough_time)
        else:
            run, is_through = _leave_all(waiting, _why_left(decision), run, services, enough_time)
    except UploadGone:
        run, is_through = _leave_all(waiting, message(RowNote.FILE_DELETED), run, services, enough_time)
    if run.state is not ImportState.DECIDING or not is_through:
        return run
    return save_run(run, replace(run, state=ImportState.QUEUEING), services)


def leave_waiting(run: ImportRun, why: Message, services: Services) -> ImportRun:
    """Of an import that ends here: nobody can decide any more about its rows that wait."""
    return _leave_all(_waiting(run, Decision(accept=False), services), why, run, services, lambda: True)[0]


def _leave_file(run: ImportRun, decision: Decision, services: Services) -> ImportRun:
    rows = run.waiting_rows
    with suppress(UploadGone):  # nobody misses its results
        run = write_same(run, Outcome.SKIPPED, (_why_left(decision), *run.look.doubts), services)
    return save_run(run, run.left(rows, services.clock()), services)


def _why_left(decision: Decision) -> Message:
    return message(RowNote.LEFT_OUT, name=decision.by) if decision.by else message(RowNote.NOT_DECIDED)


def _waiting(run: ImportRun, decision: Decision, services: Services) -> Mapping[int, int]:
    """The rows that are left to do, by number, and with which row the part of each begins."""
    parts = services.imports.parts(run.id)
    return {row.number: part.first_row for part in parts for row in part.rows if decision.is_about(row)}


def _place_all(
    waiting: Mapping[int, int], run: ImportRun, services: Services, enough_time: EnoughTime
) -> tuple[ImportRun, bool]:
    """Whether there was time for all, too. One row in each transaction: there are few. One that is in doubt for another
    reason by now goes on waiting.
    """
    context = import_context(run, services)
    with services.files.open(run.upload) as file, suppress(FileProblem):  # damaged behind the last row that was read
        for rows in stretches(open_file(file.body, run, services).rows()):
            context.places.note(rows)
            context.no_contact.note(rows)
            for row in rows:
                if row.number not in waiting:
                    continue
                if not enough_time() or run.state is not ImportState.DECIDING:
                    return run, False
                run = retry_on_conflict(partial(_place, row, waiting[row.number], context, run.id, services), _TRIES)
    return run, True


def _place(row: SheetRow, first_row: int, context: ImportContext, import_id: str, services: Services) -> ImportRun:
    run, part = _stored(import_id, first_row, services)
    waited = part.waiting(row.number)
    if run.state is not ImportState.DECIDING or not waited:
        return run
    [keyed] = keyed_rows([row], services.site.secret())
    things, run_now = load_rows([keyed], run, context, services)
    known = WorkingSet(things)
    context = replace(context, new_years=run_now.new_years)
    result = place(keyed, known, replace(context, accepted=(*context.accepted, *_shown(waited))))
    if result.outcome.outcome is Outcome.WAITING:  # nothing was done: it says all that is doubtful by now
        result = place(keyed, known, context)
    elif changed := _changed_since(keyed, run, waited, things, services):
        return save_run(run, run, services, Change(part, part.with_result(changed, ())))
    after = part.with_result(result.outcome, result.mails)
    cursor = Change(run, run_now.with_more_mails(part, after).with_changed_part(part, after))
    services.store.save(*known.changes(), Change(part, after), cursor)
    return as_run(cursor)


def _changed_since(
    keyed: KeyedRow, run: ImportRun, waited: RowOutcome, things: Sequence[Stored], services: Services
) -> RowOutcome | None:
    """The row as it waits on, where a later file has changed its student, and nobody who decides has seen that."""
    if any(said.is_(Doubt.CHANGED_SINCE) for said in waited.messages) or keyed.row.placement is None:
        return None
    with suppress(RowFailed):
        student = find_student(keyed.row.placement, keyed.student_key, WorkingSet(things), frozenset(Doubt))
        other = services.imports.get(student.import_id) if student and student.import_id != run.id else None
        if student and other and other.started_at > run.started_at and keyed.row.placement.year in other.look.years:
            said = message(Doubt.CHANGED_SINCE, student=student.name, file=other.upload.name)
            return replace(waited, messages=(said, *waited.messages))
    return None


def _shown(waited: RowOutcome) -> Iterator[str]:
    """The kinds of doubt that somebody has seen who says to go on."""
    return (kind.value for kind in Doubt if any(said.is_(kind) for said in waited.messages))


def _leave_all(
    waiting: Mapping[int, int], why: Message, run: ImportRun, services: Services, enough_time: EnoughTime
) -> tuple[ImportRun, bool]:
    """Whether there was time for all, too."""
    for first_row in dict.fromkeys(waiting.values()):
        if not enough_time():
            return run, False
        numbers = [number for number, first in waiting.items() if first == first_row]
        run = retry_on_conflict(partial(_leave_rows, first_row, numbers, why, run, services), _TRIES)
    return run, True


def _leave_rows(
    first_row: int, numbers: Collection[int], why: Message, before: ImportRun, services: Services
) -> ImportRun:
    run, part = _stored(before.id, first_row, services)
    if run.state is not before.state:
        return run
    after = part.without_waiting(lambda row: row.number in numbers, why)
    cursor = Change(run, run.with_changed_part(part, after))
    services.store.save(Change(part, after), cursor)
    return as_run(cursor)


def _stored(import_id: str, first_row: int, services: Services) -> tuple[ImportRun, ImportPart]:
    run = services.imports.get(import_id)
    assert run is not None  # noqa: S101  it was read a moment ago, and is never deleted
    return run, next(services.imports.parts(import_id, after_row=first_row - 1))
