"""Import one dropped file: place its students, invite their parents, say what became of every row.

Rows are stored stretch by stretch, each in one transaction with the outcomes of its rows and the cursor:
a run that dies anywhere goes on where it was when the event comes again.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from homeroom.domain.change import Change, Conflict, WorkingSet, as_stored
from homeroom.domain.import_run import ImportPart, ImportRun, ImportState, Upload
from homeroom.domain.placing import ImportContext, Placed, place
from homeroom.domain.spreadsheet import FileProblem, Sheet, SheetRow, open_sheet
from homeroom.use_cases.import_results import write_results
from homeroom.use_cases.ports import MOST_ITEMS, Outside, UploadGone
from homeroom.use_cases.read_for_placing import read_for_placing
from homeroom.use_cases.site_settings import site_settings

_ROWS_AT_ONCE = 100
_ROOM_FOR_ONE_ROW = 30
_PARTS_AT_ONCE = 20
_TRIES = 10
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


EnoughTime = Callable[[], bool]


def import_csv(upload: Upload, outside: Outside, enough_time: EnoughTime = lambda: True) -> ImportRun | None:
    """Run, or go on with, the import of this upload; None when the object is gone before it began.

    Asked before each stretch, `enough_time` says whether this invocation may begin another one. If not, the
    rest is asked for through the queue, and another invocation goes on at the cursor.
    """
    run = outside.imports.get(upload.import_id)
    try:
        if run is None or run.state is ImportState.PLACING:
            run = _read_file(upload, run, outside, enough_time)
        if run.state is ImportState.QUEUEING and enough_time():
            run = _finish(run, outside, enough_time)
    except UploadGone:
        begun = outside.imports.get(upload.import_id)
        return _give_up(begun, outside) if begun else None
    if not run.over:
        outside.import_queue.put(upload)
    return run


def _read_file(upload: Upload, run: ImportRun | None, outside: Outside, enough_time: EnoughTime) -> ImportRun:
    settings = site_settings(outside)
    with outside.files.open(upload) as file:
        run = run or ImportRun(upload=upload, started_at=outside.clock(), by_user=file.by_user)
        try:
            sheet = open_sheet(file.body, default_year=settings.school_year)
        except FileProblem as problem:
            return _save_run(run, run.failed(problem.problems, outside.clock()), outside)
        run = _save_run(run, replace(run, detected=_detected(sheet), notices=sheet.notices), outside)
        context = ImportContext(
            import_id=run.id,
            inviter=settings.school_name,
            now=outside.clock(),
            link_days=settings.link_days,
            secret=outside.site.secret(),
            creates=frozenset(),
        )
        rows = sheet.rows()
        for stretch in iter(lambda: list(islice(rows, _ROWS_AT_ONCE)), []):
            if stretch[-1].number <= run.last_row:
                continue
            if run.state is not ImportState.PLACING or not enough_time():
                return run
            run = _place_all(stretch, run, context, settings.new_homerooms, outside)
    if run.state is not ImportState.PLACING:  # another delivery of the same event was quicker
        return run
    return _save_run(run, run.all_rows_read(_detected(sheet), sheet.notices), outside)


def _place_all(
    rows: list[SheetRow], run: ImportRun, context: ImportContext, new_homerooms: bool, outside: Outside
) -> ImportRun:
    """Place these rows, going by the cursor; whoever changed something meanwhile makes us read again."""
    for attempt in range(_TRIES):
        left = [row for row in rows if row.number > run.last_row]
        if not left or run.over:
            break
        try:
            known, run = read_for_placing(left, run, context.secret, outside)
            creates = {row.placement.year for row in left if row.placement} if new_homerooms else run.new_years
            run = _place_and_save(left, known, run, replace(context, creates=creates), outside)
        except Conflict:
            if attempt == _TRIES - 1:
                raise
            run = outside.imports.get(run.id) or run
    return run


def _place_and_save(
    rows: list[SheetRow], known: WorkingSet, run: ImportRun, context: ImportContext, outside: Outside
) -> ImportRun:
    placed: list[Placed] = []
    for row in rows:
        placed.append(place(row, known, context))
        if outside.store.weight(known.changes()) + _ROOM_FOR_ONE_ROW > MOST_ITEMS:
            run, placed = _save_part(placed, known, run, outside), []
    return _save_part(placed, known, run, outside) if placed else run


def _save_part(placed: list[Placed], known: WorkingSet, run: ImportRun, outside: Outside) -> ImportRun:
    part = ImportPart(
        import_id=run.id,
        first_row=placed[0].outcome.number,
        rows=[p.outcome for p in placed],
        mails=list(dict.fromkeys(mail for p in placed for mail in p.mails)),
    )
    cursor = Change(run, run.with_part(part))
    outside.store.save(*known.changes(), Change.new(part), cursor)
    known.saved()
    return _as_run(cursor)


def _finish(run: ImportRun, outside: Outside, enough_time: EnoughTime) -> ImportRun:
    """Queue the mails and write the results.

    Only when all rows are placed, so that a parent named in several rows gets one mail about all of them.
    Done again after a crash: a mail that is asked for twice is sent once.
    """
    parts = outside.imports.parts(run.id, after_row=run.queued_row)
    for some in iter(lambda: list(islice(parts, _PARTS_AT_ONCE)), []):
        outside.queue.put([mail for part in some for mail in part.mails])
        run = _save_run(run, run.mails_queued(some[-1]), outside)
        if run.state is not ImportState.QUEUEING or not enough_time():
            return run
    write_results(run, outside)
    return _save_run(run, run.finished(outside.clock()), outside)


def _give_up(run: ImportRun, outside: Outside) -> ImportRun:
    gone = ("The file was deleted before the import had finished. Drop it again.",)
    return run if run.over else _save_run(run, run.failed(gone, outside.clock()), outside)


def _save_run(before: ImportRun, after: ImportRun, outside: Outside) -> ImportRun:
    """Store the run's next state, or take over what another delivery of the same event has stored."""
    change = Change(before if before.version else None, after)
    try:
        outside.store.save(change)
    except Conflict:
        stored = outside.imports.get(before.id)
        if stored is None:
            raise
        return stored
    return _as_run(change)


def _as_run(change: Change) -> ImportRun:
    stored = as_stored(change)
    assert isinstance(stored, ImportRun)  # noqa: S101  narrows the type
    return stored


def _detected(sheet: Sheet) -> str:
    delimiter = _DELIMITERS.get(sheet.delimiter, sheet.delimiter)
    return f"{sheet.encoding}, {delimiter}, {len(sheet.header)} columns"
