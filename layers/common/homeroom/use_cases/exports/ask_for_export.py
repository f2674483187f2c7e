"""A Site Admin asks for a file of contacts, which is made in the background, and fetches it."""

from dataclasses import replace

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.exports.changes_taken import ChangesTaken
from homeroom.domain.exports.export import Export, ExportedStudents, ExportOptions, ExportShape
from homeroom.domain.imports.import_state import OVER, ImportState
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.errors import NotFound, Refused
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import new_id
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.exports.exported_homerooms import exported_homerooms
from homeroom.use_cases.ports.files import UploadGone
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_NEWEST_IMPORTS = 20


class ExportProblem(Code):
    """Why a file of contacts is not made as it was asked for."""

    NO_HOMEROOM = "export.no_homeroom"
    NO_GRADE = "export.no_grade"
    NOT_IN_GRADE = "export.not_in_grade"
    CONTACTS_ONLY = "export.contacts_only"


class WrongOptions(Refused):
    """`field` is that of the form which is to be corrected."""

    def __init__(self, field: str, problem: Message) -> None:
        super().__init__(problem)
        self.field = field


class NoFile(NotFound):
    """There is such an export, and no file of it: it is made yet, or gone already."""

    def __init__(self, export: Export) -> None:
        super().__init__()
        self.export = export


def ask_for_export(export_id: str, options: ExportOptions, by: By, services: Services) -> Export:
    """`export_id` was made for the form: pressed twice, that asks once. The same form with other options asks for
    another file. Who dies before the message is queued leaves a file that nobody makes, until the button is pressed
    again. Raises WrongOptions.
    """
    _check(options, services)
    export = _asked(export_id, options, by, services)
    if not export.is_over:
        services.import_queue.put_export(export.id)
    return export


def _asked(export_id: str, options: ExportOptions, by: By, services: Services) -> Export:
    stored = services.exports.get(export_id)
    if stored and stored.options == options:
        return stored
    now = services.clock()
    export = Export(
        id=new_id() if stored else export_id,
        options=options,
        year=site_settings(services).school_year,
        by=by.user.name,
        started_at=now,
        saved_at=now,
        import_ran=_import_runs(services),
    )
    try:
        services.store.save(
            Change.new(export), recorded(AuditAction.EXPORT_MADE, by, services, About(export_id=export.id))
        )
    except Conflict:  # the other press of a double one was quicker
        stored = services.exports.get(export_id)
        if stored is None:
            raise
        return stored
    return replace(export, version=1)


def file_address(export_id: str, by: By, services: Services) -> str:
    """Where the browser gets the file, for a minute: that it was fetched is recorded before anybody knows the address.
    Raises NotFound, and NoFile where there is none yet, or none any more.
    """
    export = services.exports.get(export_id)
    if export is None:
        raise NotFound
    if not export.has_file(services.clock()):
        raise NoFile(export)
    day = site_settings(services).day_of(export.started_at)
    name = f"{export.options.shape.value}-{day.isoformat()}.{export.options.file_type.value}"
    try:
        address = services.files.export_address(export, name)
    except UploadGone:
        raise NoFile(export) from None
    retry_on_conflict(lambda: _fetched(export, by, services))
    return address


def _fetched(export: Export, by: By, services: Services) -> None:
    """The next file of changes begins where this one ends: it may have been fetched before."""
    entry, since = recorded(AuditAction.EXPORT_FETCHED, by, services, About(export_id=export.id)), export.options.since
    taken = services.exports.changes_taken()
    if since is None or taken is None:
        first = ChangesTaken(until=export.started_at, by=by.user.name)
        services.store.save(entry, *([Change.new(first)] if since else []))
        return
    after = taken.and_those_of(since, export.started_at, by.user.name)
    services.store.save(entry, *([Change(taken, after)] if after != taken else []))


def _check(options: ExportOptions, services: Services) -> None:
    if options.shape is ExportShape.POWERSCHOOL and options.students is not ExportedStudents.WITH_CONTACT:
        raise WrongOptions("students", message(ExportProblem.CONTACTS_ONLY))
    if not (options.grade or options.homeroom):
        return
    homerooms = services.roster.all_homerooms(site_settings(services).school_year)
    if not exported_homerooms(options, homerooms):
        raise _not_found(options, homerooms)


def _not_found(options: ExportOptions, homerooms: list[Homeroom]) -> WrongOptions:
    if options.grade and not any(h.grade == options.grade for h in homerooms if not h.is_over):
        return WrongOptions("grade", message(ExportProblem.NO_GRADE))
    of_any_grade = exported_homerooms(ExportOptions(homeroom=options.homeroom), homerooms)
    problem = ExportProblem.NOT_IN_GRADE if of_any_grade else ExportProblem.NO_HOMEROOM
    return WrongOptions("homeroom", message(problem, homeroom=options.homeroom, grade=options.grade))


def _import_runs(services: Services) -> bool:
    at_rest = OVER | {ImportState.WAITING}
    return any(run.state not in at_rest for run in services.imports.newest(_NEWEST_IMPORTS))
