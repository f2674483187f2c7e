"""Look at a file as an import would, and say what would become of every row. Nothing of it is done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.homeroom_rows import homeroom_changes
from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_part import ImportPart, RowOutcome, ShownCell, in_parts
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.row_import import RowResult, place
from homeroom.domain.imports.spreadsheet import FileProblem, Sheet, SheetRow
from homeroom.domain.imports.stretches import CountedBody, read_so_far, stretches
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change, Conflict, Stored, WorkingSet
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.import_context import import_context
from homeroom.use_cases.imports.load_rows import keyed_rows, load_rows
from homeroom.use_cases.imports.open_file import open_file
from homeroom.use_cases.imports.progress import as_run, save_run
from homeroom.use_cases.imports.survey_file import survey_file
from homeroom.use_cases.ports.files import UploadGone
from homeroom.use_cases.ports.services import Services

_LONGEST_SHOWN = 60
_TRIES = 10
_ROWS_IN_A_PART = 100
MOST_ROWS = 100_000
"""A check holds what all its rows do, 2 KB of memory for each."""


def check_file(upload: Upload, services: Services) -> ImportRun | None:
    """The finished check; None when the file is gone before it began.

    The rows are decided by the very code of the import, on a working set that is thrown away. It holds the
    whole file's students: a file of more than MOST_ROWS fails.
    """
    begun = services.imports.get(upload.import_id)
    if begun and begun.over:
        return begun
    try:
        survey = survey_file(begun.upload if begun else upload, begun, services, lambda: True)
        if survey.problems:
            return save_run(survey.run, survey.run.failed(survey.problems, services.clock()), services)
        return _check(survey.run, services)
    except UploadGone:
        begun = services.imports.get(upload.import_id)
        return _without_file(begun, services) if begun else None


def check_waiting_file(run: ImportRun, services: Services) -> ImportRun:
    """The check for the page of a dropped file that is kept waiting, with what was seen of it."""
    new = ImportRun(
        upload=run.upload,
        started_at=run.started_at,
        by_user=run.by_user,
        new_homerooms=run.new_homerooms,
        school_year=run.school_year,
        state=ImportState.LOOKING,
        size=run.size,
        look=run.look,
        check_number=run.look.number,
    )
    begun = services.imports.get(new.id) or new
    return begun if begun.over else _check(begun, services)


def _without_file(check: ImportRun, services: Services) -> ImportRun:
    return save_run(check, check.failed((message(ImportProblem.CHECKED_FILE_DELETED),), services.clock()), services)


def _check(run: ImportRun, services: Services) -> ImportRun:
    """Raises UploadGone."""
    with services.files.open(run.upload) as file:
        body = CountedBody(file.body)
        sheet = open_file(body, run, services)
        run = save_run(run, replace(run, detected=sheet.detected), services)
        return _look_at_all(sheet, body, run, services)


def _look_at_all(sheet: Sheet, body: CountedBody, run: ImportRun, services: Services) -> ImportRun:
    context = import_context(run, services)
    known, mails, seen = WorkingSet([]), set[str](), sha256()
    try:
        for rows in stretches(_few_enough(sheet.rows()), _ROWS_IN_A_PART):
            context.places.note(rows)
            context.no_contact.note(rows)
            keyed = keyed_rows(rows, services.site.secret())
            things, run = load_rows(keyed, run, context, services)
            seen.update(_placed_by(things))
            known.add(things)
            context = replace(context, new_years=run.new_years)
            results = [place(row, known, context) for row in keyed]
            mails.update(invitation_id for p in results for invitation_id, _ in p.mails)
            outcomes = [_shown(row, p, sheet) for row, p in zip(rows, results, strict=True)]
            run = replace(run, read=read_so_far(sheet, body, run.size))
            for part in in_parts(outcomes):
                run = _save_part(part, run, services)
    except FileProblem as problem:  # it has too many rows, or is a workbook that is damaged in the middle
        return save_run(run, run.failed(problem.problems, services.clock()), services)
    done = run.checked(sheet.detected, sheet.notices, len(mails), services.clock())
    if sheet.format is FileFormat.HOMEROOMS:
        done = done.with_homerooms(homeroom_changes(known.changes()))
    return save_run(run, replace(done, students_seen=seen.hexdigest()), services)


def _placed_by(things: Iterable[Stored]) -> bytes:
    """Whoever goes on with a file later has not seen what other files have changed meanwhile."""
    students = (thing for thing in things if isinstance(thing, Student))
    return repr(sorted((student.id, student.import_id, student.row) for student in students)).encode()


def _few_enough(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    yield from islice(rows, MOST_ROWS)
    if next(rows, None):
        raise FileProblem(message(ImportProblem.TOO_MANY_ROWS_TO_CHECK, most=MOST_ROWS))


def _shown(row: SheetRow, result: RowResult, sheet: Sheet) -> RowOutcome:
    """A row in which something is wrong is shown as it was typed, with each message inside its cell."""
    if not result.wrong:
        return result.outcome
    wrong = {problem.column: problem.message for problem in result.wrong}
    cells = tuple(
        ShownCell(column, row.cells[at][:_LONGEST_SHOWN], wrong.get(column)) for column, at in sheet.columns.items()
    )
    return replace(result.outcome, cells=cells)


def _save_part(rows: Sequence[RowOutcome], run: ImportRun, services: Services) -> ImportRun:
    """Once for each: whoever checks the file again, after a crash or at the same time because its event
    came twice, stores only what is missing.
    """
    for _ in range(_TRIES):
        if rows[-1].number <= run.last_row or run.over:
            return run
        part = ImportPart(import_id=run.id, first_row=rows[0].number, rows=rows, kept_until=run.kept_until)
        cursor = Change(run, run.with_part(part))
        try:
            services.store.save(Change.new(part), cursor)
        except Conflict:
            run = services.imports.get(run.id) or run
        else:
            return as_run(cursor)
    raise Conflict
