"""Import one dropped file: place its students, invite their parents, say what became of every row.

Rows are stored stretch by stretch, each in one transaction with the outcomes of its rows and the cursor: a run that
dies anywhere goes on where it was when the event comes again.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice

from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.import_part import MOST_TEXT, ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.row_import import RowResult, place
from homeroom.domain.imports.spreadsheet import FileProblem, Sheet, SheetRow
from homeroom.domain.imports.stretches import CountedBody, read_so_far, stretches
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change, Conflict, WorkingSet
from homeroom.domain.kernel.message import Message
from homeroom.use_cases.imports.begin_import import begin_import
from homeroom.use_cases.imports.cancel_import import cancel
from homeroom.use_cases.imports.decide import decide, leave_waiting
from homeroom.use_cases.imports.import_context import import_context
from homeroom.use_cases.imports.import_results import write_problems, write_results
from homeroom.use_cases.imports.load_rows import keyed_rows, load_rows
from homeroom.use_cases.imports.open_file import open_file
from homeroom.use_cases.imports.progress import EnoughTime, as_run, failed, given_up, save_run, stalled
from homeroom.use_cases.ports.files import UploadGone
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.store import MOST_ITEMS

_ROOM_FOR_ROWS = MOST_ITEMS - 2  # the part and the cursor are stored with them
_PARTS_AT_ONCE = 20
_TRIES = 10


def import_csv(upload: Upload, services: Services, enough_time: EnoughTime = lambda: True) -> ImportRun | None:
    """Run, or go on with, the import of this upload; None when the object is gone before it began. When it goes
    later, what was placed by then is finished all the same: no later file would ask its parents again.

    `enough_time` says whether this invocation may begin another stretch. If not, another one goes on at the cursor.
    """
    run = services.imports.get(upload.import_id)
    try:
        run = run or begin_import(upload, None, services, enough_time)
        while (step := _STEPS.get(run.state)) and (run.state in _ASK_FOR_TIME or enough_time()):
            before, run = run, step(run, services, enough_time)
            if run.state is before.state:  # there was no time for all of it
                break
    except UploadGone:
        run = services.imports.get(upload.import_id)
        if run is None:
            return None
        run = _without_file(run, services)
    if not run.at_rest:
        services.import_queue.put(upload)
    elif run.waits and not run.look.notices_sent:
        services.queue.put_notice(run.id)
    return run


def _read_file(run: ImportRun, services: Services, enough_time: EnoughTime) -> ImportRun:
    with services.files.open(run.upload) as file:
        body = CountedBody(file.body)
        try:
            sheet = open_file(body, run, services)
        except FileProblem as problem:
            return failed(run, problem.problems, services)
        context = import_context(run, services)
        return _place_rows(sheet, body, run, context, services, enough_time)


def _place_rows(
    sheet: Sheet, body: CountedBody, run: ImportRun, context: ImportContext, services: Services, enough_time: EnoughTime
) -> ImportRun:
    """From the cursor on, as far as the time goes, unless another delivery of the same event was quicker."""
    cursor, damage = run.last_row, tuple[Message, ...]()
    try:
        for stretch in stretches(sheet.rows()):
            context.places.note(stretch)  # also what an earlier invocation has placed
            context.no_contact.note(stretch)
            if stretch[-1].number <= run.last_row:
                continue
            if run.state is not ImportState.PLACING:
                return run
            if not enough_time():
                return run if run.last_row > cursor else stalled(run, services)
            run = _place_all(stretch, replace(run, read=read_so_far(sheet, body, run.size)), context, services)
    except FileProblem as problem:  # a workbook that is damaged in the middle: what is placed is placed
        if not run.rows:
            return failed(run, problem.problems, services)
        damage = problem.problems
    if run.state is not ImportState.PLACING:
        return run
    return save_run(run, run.all_rows_read(sheet.detected, (*sheet.notices, *damage)), services)


def _place_all(rows: list[SheetRow], run: ImportRun, context: ImportContext, services: Services) -> ImportRun:
    """Place these rows, going by the cursor; whoever changed something meanwhile makes us read again."""
    keyed = keyed_rows(rows, services.site.secret())
    for attempt in range(_TRIES):
        left = [row for row in keyed if row.row.number > run.last_row]
        if not left or run.over:
            break
        try:
            things, run = load_rows(left, run, context, services)
            context = replace(context, new_years=run.new_years)
            run = _place_and_save(left, WorkingSet(things), run, context, services)
        except Conflict:
            if attempt == _TRIES - 1:
                raise
            run = services.imports.get(run.id) or run
    return run


def _place_and_save(
    rows: list[KeyedRow], known: WorkingSet, run: ImportRun, context: ImportContext, services: Services
) -> ImportRun:
    """As many rows in each transaction as it takes. What a row does is weighed apart from what the others do, and all
    of it together only where that seems too much.
    """
    results: list[RowResult] = []
    held, written = 0, 0
    for row in rows:
        of_row = known.branch()
        result = place(row, of_row, context)
        weight = services.store.weight(of_row.changes())
        if held + weight > _ROOM_FOR_ROWS:  # what several rows change is written once
            held = services.store.weight(known.changes())
        if results and (held + weight > _ROOM_FOR_ROWS or written > MOST_TEXT):
            run, results, held, written = _save_part(results, known, run, services), [], 0, 0
        known.merge(of_row)
        results.append(result)
        held += weight
        written += result.outcome.length
    return _save_part(results, known, run, services) if results else run


def _save_part(results: list[RowResult], known: WorkingSet, run: ImportRun, services: Services) -> ImportRun:
    mails = list(dict.fromkeys(mail for p in results for mail in p.mails))
    places = {mail: place for place, mail in enumerate(mails)}
    rows = [
        replace(p.outcome, mail_places=tuple(places[mail] for mail in p.mails)) if p.mails else p.outcome
        for p in results
    ]
    part = ImportPart(import_id=run.id, first_row=rows[0].number, rows=rows, mails=mails, kept_until=run.kept_until)
    cursor = Change(run, run.with_part(part))
    services.store.save(*known.changes(), Change.new(part), cursor)
    known.saved()
    return as_run(cursor)


def _finish(run: ImportRun, services: Services, enough_time: EnoughTime) -> ImportRun:
    """Queue the mails and write the results. Only when all rows are placed, so that a parent named in several rows
    gets one mail about all of them. Done again after a crash: a mail asked for twice is sent once. Of an import that
    was finished before, only the parts in which rows were decided about have mails to queue.
    """
    parts = services.imports.parts(run.id, after_row=run.queued_row)
    for some in iter(lambda: list(islice(parts, _PARTS_AT_ONCE)), []):
        to_queue = [part for part in some if run.finished_at is None or part.has_changed]
        services.queue.put([mail for part in to_queue for mail in part.mails])
        run = save_run(run, run.mails_queued(some[-1]), services)
        if run.state is not ImportState.QUEUEING or not enough_time():
            return run
    if run.problems:  # the file is gone, or cannot be read to its end
        run = leave_waiting(run, run.problems[0], services)
        return failed(run, run.problems, services) if run.state is ImportState.QUEUEING else run
    return save_run(run, _with_results(run, services).finished(services.clock()), services)


def _with_results(run: ImportRun, services: Services) -> ImportRun:
    """Files are deleted after some weeks. Of one that was imported before, and of which rows were decided about later,
    the results say what became of the rows, without what stood in them. Raises UploadGone for any other.
    """
    try:
        return write_results(run, services)
    except UploadGone:
        if run.finished_at is None:
            raise
        return write_problems(run, (), services)


def _without_file(run: ImportRun, services: Services) -> ImportRun:
    return run if run.over else given_up(run, ImportProblem.FILE_DELETED, services)


def _look_again(run: ImportRun, services: Services, enough_time: EnoughTime) -> ImportRun:
    return begin_import(run.upload, run, services, enough_time)


_ASK_FOR_TIME = (ImportState.LOOKING, ImportState.PLACING)
_STEPS: Mapping[ImportState, Callable[[ImportRun, Services, EnoughTime], ImportRun]] = {
    ImportState.LOOKING: _look_again,
    ImportState.PLACING: _read_file,
    ImportState.DECIDING: decide,
    ImportState.QUEUEING: _finish,
    ImportState.STOPPING: cancel,
    ImportState.WITHDRAWING: cancel,
}
"""What is done to an import in each state in which something is to be done. Each stops when the time is over, and leads
to another state when it is through. Those that _ASK_FOR_TIME do so before they begin.
"""
