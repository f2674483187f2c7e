"""Look at a dropped file before anything of it is done: one that looks wrong waits until a Site Admin has decided."""

from collections.abc import Collection
from dataclasses import replace

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.message import Message
from homeroom.use_cases.imports.check_file import check_waiting_file
from homeroom.use_cases.imports.import_results import write_same
from homeroom.use_cases.imports.progress import EnoughTime, failed, save_run, stalled
from homeroom.use_cases.imports.survey_file import survey_file
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def begin_import(upload: Upload, before: ImportRun | None, services: Services, enough_time: EnoughTime) -> ImportRun:
    """Ready to be placed; or kept waiting; or failed, as the file cannot be used at all. `before` is what is stored of
    it. Raises UploadGone.
    """
    survey = survey_file(upload, before, services, enough_time)
    if survey.problems:
        return failed(survey.run, survey.problems, services)
    if not survey.finished:
        return stalled(survey.run, services)
    run = replace(survey.run, mails_a_second=_mails_a_second(services))
    if _must_wait(run.look.not_accepted, services):
        return _keep_waiting(run, survey.rows, services, differs=bool(run.look.accepted))
    if before and before.look.number and _has_other_check(run, before, services):
        return _keep_waiting(run, survey.rows, services, differs=True)
    return save_run(run, run.to_be_placed(), services)


def _must_wait(doubts: Collection[Message], services: Services) -> bool:
    """Whatever the settings say, nobody gets an email with names that may be garbled."""
    return any(doubt.is_(Doubt.LETTERS) for doubt in doubts) or (bool(doubts) and site_settings(services).files_wait)


def _keep_waiting(run: ImportRun, rows: int, services: Services, *, differs: bool) -> ImportRun:
    """Its page shows a check, which is made first: who finds the file waiting finds that, too."""
    waiting = run.kept_waiting(rows, services.clock(), differs=differs)
    check_waiting_file(waiting, services)
    waiting = write_same(waiting, Outcome.WAITING, waiting.look.doubts, services)
    return save_run(run, waiting, services)


def _has_other_check(run: ImportRun, before: ImportRun, services: Services) -> bool:
    """Whether more, or less, would become of the file than a Site Admin has seen before they said to go on."""
    seen = services.imports.get(before.check_id)
    now = check_waiting_file(run.kept_waiting(0, services.clock(), differs=False), services)
    return seen is None or _what_it_shows(seen) != _what_it_shows(now)


def _what_it_shows(check: ImportRun) -> object:
    return check.state, check.counts, check.mails, check.students_seen


def _mails_a_second(services: Services) -> int:
    """What the senders go by; before the first mail of the site, what the mail service says."""
    rate_limiter = services.mails.rate_limiter()
    return rate_limiter.rate if rate_limiter and rate_limiter.rate else services.mailer.sending_rate()
