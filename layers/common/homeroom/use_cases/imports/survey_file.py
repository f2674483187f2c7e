"""Read a whole file before anything of it is done, to see whether it looks as it should."""

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.file_watch import FileWatch
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.spreadsheet import (
    Answers,
    FileProblem,
    Placement,
    Sheet,
    SpoiltFile,
    refuse_what_is_too_large,
)
from homeroom.domain.imports.stretches import stretches
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change, Conflict, WorkingSet
from homeroom.domain.kernel.message import Message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.use_cases.imports.load_rows import keyed_rows, load_students
from homeroom.use_cases.imports.open_file import open_file
from homeroom.use_cases.imports.progress import EnoughTime, begin_run
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_LOOKS_AT_THE_CLOCK = 100
"""After so many stretches, which take some seconds: what was seen of a file is lost when the time is over."""


@dataclass(frozen=True)
class Survey:
    """The stored run, with what was seen besides. `problems` say why the file cannot be used. Not `finished`: there was
    no time for all of it.
    """

    run: ImportRun
    rows: int = 0
    problems: tuple[Message, ...] = ()
    finished: bool = True


def survey_file(upload: Upload, run: ImportRun | None, services: Services, enough_time: EnoughTime) -> Survey:
    """`run` is None where the file was never looked at. Raises UploadGone."""
    with services.files.open(upload) as file:
        run = run or begin_run(upload, file, services)
        try:
            refuse_what_is_too_large(file.size)
            sheet = open_file(file.body, run, services, lambda key: _answers(key, services))
        except FileProblem as problem:
            return Survey(run, problems=problem.problems)
        site_admins = [user.email_key for user in services.access.admins()]
        watch = FileWatch(site_settings(services).school_year, site_admins)
        try:
            if not _watch_all(sheet, watch, services, enough_time):
                return Survey(run, finished=False)
        except SpoiltFile as problem:
            return Survey(run, problems=problem.problems)
    answers = _answers(sheet.header_key, services)
    seen = replace(watch.look(sheet.doubts), header_key=sheet.header_key, answers=answers)
    _keep(replace(watch.notes(run.upload.import_id), kept_until=run.kept_until), services)
    run = replace(run, look=run.look.seen(seen), detected=sheet.detected, notices=sheet.notices)
    return Survey(run, watch.rows)


def _keep(notes: FileNotes, services: Services) -> None:
    """Two looks at one file note the same."""
    before = services.imports.notes(notes.import_id)
    if before or notes.say_anything:
        after = replace(notes, version=before.version) if before else notes
        with suppress(Conflict):
            services.store.save(Change(before, after))


def _answers(header_key: str, services: Services) -> Answers:
    answers = services.site.answers(header_key)
    return answers.answers if answers else {}


def _watch_all(sheet: Sheet, watch: FileWatch, services: Services, enough_time: EnoughTime) -> bool:
    """Whether there was time for all. A workbook that is damaged in the middle is read up to there.

    Raises SpoiltFile.
    """
    homerooms: dict[str, list[Homeroom]] = {}
    try:
        for count, rows in enumerate(stretches(sheet.rows()), start=1):
            if count % _LOOKS_AT_THE_CLOCK == 0 and not enough_time():
                return False
            keyed = keyed_rows(rows, services.site.secret())
            for year in {row.entry.year for row in rows if isinstance(row.entry, Placement)} - homerooms.keys():
                homerooms[year] = services.roster.all_homerooms(year)
            watch.note(keyed, WorkingSet([*load_students(keyed, services), *chain(*homerooms.values())]))
    except SpoiltFile:
        raise
    except FileProblem:
        pass
    return True
