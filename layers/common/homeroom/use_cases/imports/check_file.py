"""Look at a file as an import would, and say what would become of every row. Nothing of it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_part import ImportPart, RowOutcome, ShownCell, in_parts
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.row_import import ImportContext, RowResult, place
from homeroom.domain.imports.spreadsheet import FileProblem, Sheet, SheetRow, open_sheet
from homeroom.domain.imports.stretches import CountedBody, read_so_far, stretches
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change, Conflict, WorkingSet
from homeroom.domain.kernel.message import message
from homeroom.use_cases.imports.load_rows import keyed_rows, load_rows
from homeroom.use_cases.imports.progress import as_run, new_run, save_run
from homeroom.use_cases.ports.files import UploadGone
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

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
    earlier = services.imports.get(upload.import_id)
    if earlier and earlier.over:
        return earlier
    try:
        with services.files.open(earlier.upload if earlier else upload) as file:
            new = new_run(upload, file, services)
            begun, body = earlier or new, CountedBody(file.body)
            settings = site_settings(services)
            try:
                sheet = open_sheet(body, default_year=settings.school_year, today=begun.started_at.date())
            except FileProblem as problem:
                return save_run(begun, begun.failed(problem.problems, services.clock()), services)
            run = save_run(begun, replace(begun, detected=sheet.detected), services)
            return _look_at_all(sheet, body, run, services)
    except UploadGone:
        begun_once = services.imports.get(upload.import_id)
        if begun_once is None:
            return None
        gone = (message(ImportProblem.CHECKED_FILE_DELETED),)
        return save_run(begun_once, begun_once.failed(gone, services.clock()), services)


def _look_at_all(sheet: Sheet, body: CountedBody, run: ImportRun, services: Services) -> ImportRun:
    context = ImportContext.of(run, site_settings(services), services.clock())
    known, mails = WorkingSet([]), set[str]()
    try:
        for rows in stretches(_few_enough(sheet.rows()), _ROWS_IN_A_PART):
            context.places.note(rows)
            context.no_contact.note(rows)
            keyed = keyed_rows(rows, services.site.secret())
            things, run = load_rows(keyed, run, context, services)
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
    return save_run(run, done, services)


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
        part = ImportPart(import_id=run.id, first_row=rows[0].number, rows=rows)
        cursor = Change(run, run.with_part(part))
        try:
            services.store.save(Change.new(part), cursor)
        except Conflict:
            run = services.imports.get(run.id) or run
        else:
            return as_run(cursor)
    raise Conflict
