"""What holds for every row of an import, from what is stored."""

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.import_run import ImportRun
from homeroom.use_cases.imports.progress import inviter_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def import_context(run: ImportRun, services: Services) -> ImportContext:
    file_id = run.upload.import_id
    notes = services.imports.notes(file_id) or FileNotes(import_id=file_id)
    return ImportContext.of(run, inviter_of(run, services), site_settings(services), services.clock(), notes)
