"""How an import goes on: its next state, and whether there is time for more."""

from collections.abc import Callable
from dataclasses import replace

from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin, is_id, new_entry
from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.look import Look
from homeroom.domain.imports.upload import UPLOADS, Upload
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.kernel.message import Message, message
from homeroom.use_cases.imports.import_results import write_problems
from homeroom.use_cases.ports.files import UploadedFile
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

EnoughTime = Callable[[], bool]
"""Whether this invocation may begin another stretch of rows."""


def begin_run(upload: Upload, file: UploadedFile, services: Services) -> ImportRun:
    """Stored, so that its page can say that it has begun."""
    run = ImportRun(
        upload=upload,
        state=ImportState.LOOKING,
        school_year=site_settings(services).school_year,
        look=Look(accepted=file.accepted),
        started_at=services.clock(),
        by_user=file.by_user,
        new_homerooms=file.new_homerooms,
        size=file.size,
    )
    return save_run(run, run, services, *([] if upload.for_check_only else [_entry(upload, file, services)]))


def _entry(upload: Upload, file: UploadedFile, services: Services) -> Change:
    """The one entry of an import in the record of who did what, whatever becomes of its rows. What stands with a file
    may come from anybody who may write to the bucket.
    """
    is_user = is_id(file.by_user_id) and file.by_user_id not in set(Nameless)
    actor = file.by_user_id if is_user else Nameless.BUCKET
    origin, about = Origin(actor, UPLOADS), About(import_id=upload.import_id)
    years = site_settings(services).record_years
    return Change.new(new_entry(AuditAction.IMPORT_BEGUN, origin, about, services.clock(), years))


def inviter_of(run: ImportRun, services: Services) -> str:
    """Who invites parents, as their emails say: the Site Admin who confirmed the file on the page, or decided to go on
    with what waited. The school for a drop into the bucket, where nobody knows who it was, and for anybody who is no
    Site Admin (any more).
    """
    if run.decision and run.decision.accept and run.decision.by:
        return run.decision.by
    user = services.access.user(run.by_user) if run.by_user else None
    return user.name if user and user.is_admin and user.name else site_settings(services).school_name


def save_run(before: ImportRun, after: ImportRun, services: Services, *also: Change) -> ImportRun:
    """Store the run's next state together with `also`, or take over what another delivery of the event has stored."""
    change = Change(before if before.version else None, after)
    try:
        services.store.save(change, *also)
    except Conflict:
        stored = services.imports.get(before.id)
        if stored is None:
            raise
        return stored
    return as_run(change)


def as_run(change: Change) -> ImportRun:
    stored = as_stored(change)
    assert isinstance(stored, ImportRun)  # noqa: S101  narrows the type
    return stored


def stalled(run: ImportRun, services: Services) -> ImportRun:
    """All the time went by before the first row that is not done. A file for which that happens again and again is
    given up, but for the mails of what was placed.
    """
    slow = (ImportState.LOOKING, ImportState.PLACING)
    run = save_run(run, replace(run, stalled=run.stalled + 1), services)
    return given_up(run, ImportProblem.TOO_SLOW, services) if run.stuck and run.state in slow else run


def given_up(run: ImportRun, why: ImportProblem, services: Services) -> ImportRun:
    """It ends here, but for the mails of what was placed."""
    if run.state in (ImportState.PLACING, ImportState.QUEUEING) and run.rows:
        return save_run(run, replace(run.all_rows_read(run.detected, run.notices), problems=(message(why),)), services)
    return failed(run, (message(why),), services)


def failed(run: ImportRun, problems: tuple[Message, ...], services: Services) -> ImportRun:
    ended = write_problems(run, problems, services).failed(problems, services.clock())
    return save_run(run, ended, services)
