"""A file as every step of its import reads it."""

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.spreadsheet import AnswersFor, ByteSource, Sheet, open_sheet
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def open_file(body: ByteSource, run: ImportRun, services: Services, answers_for: AnswersFor | None = None) -> Sheet:
    """Raises FileProblem. With the answers and the school year that the run began with: rows must not mean something
    else half-way, or when a Site Admin decides about them some weeks later.
    """
    settings = site_settings(services)
    return open_sheet(
        body,
        default_year=run.school_year or settings.school_year,
        today=settings.day_of(run.started_at),
        answers_for=answers_for or (lambda _: run.look.answers),
    )
