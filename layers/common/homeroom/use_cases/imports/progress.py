"""How an import goes on: its next state, and whether there is time for more."""

from collections.abc import Callable

from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin, is_id, new_entry
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.upload import UPLOADS, Upload
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.files import UploadedFile
from homeroom.use_cases.ports.services import Services

EnoughTime = Callable[[], bool]
"""Whether this invocation may begin another stretch of rows."""


def new_run(upload: Upload, file: UploadedFile, services: Services) -> ImportRun:
    return ImportRun(
        upload=upload,
        started_at=services.clock(),
        by_user=file.by_user,
        new_homerooms=file.new_homerooms,
        size=file.size,
    )


def new_run_entry(upload: Upload, file: UploadedFile, settings: SiteSettings, services: Services) -> Change:
    """The one entry of an import in the record of who did what, whatever becomes of its rows. What stands with a file
    may come from anybody who may write to the bucket.
    """
    is_user = is_id(file.by_user_id) and file.by_user_id not in set(Nameless)
    actor = file.by_user_id if is_user else Nameless.BUCKET
    origin, about = Origin(actor, UPLOADS), About(import_id=upload.import_id)
    years = settings.record_years
    return Change.new(new_entry(AuditAction.IMPORT_BEGUN, origin, about, services.clock(), years))


def inviter_of(run: ImportRun, settings: SiteSettings, services: Services) -> str:
    """Who invites parents, as their emails say: the Site Admin who confirmed the file on the page. The school for a
    drop into the bucket, where nobody knows who it was, and for anybody who is no Site Admin (any more).
    """
    user = services.access.user(run.by_user) if run.by_user else None
    return user.name if user and user.is_admin and user.name else settings.school_name


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
