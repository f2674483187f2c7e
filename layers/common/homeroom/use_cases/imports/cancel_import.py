"""Cancel an import: stop one that runs, or withdraw the open invitations of one that is over.

The Site Admin's page asks for it; the function that imports does it, for it may be long.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.imports.import_part import ImportPart, RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.imports.spreadsheet import FileProblem, SheetRow
from homeroom.domain.imports.stretches import stretches
from homeroom.domain.invitations.cancel_request import asked_about_by, no_longer_about, requests_before_import
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.imports.cancel_mails import cancel_mail, cancel_mails, no_longer_asked_about
from homeroom.use_cases.imports.import_results import write_results
from homeroom.use_cases.imports.open_file import open_file
from homeroom.use_cases.imports.progress import EnoughTime, as_run, save_run
from homeroom.use_cases.invitations.load_closing import load_closing
from homeroom.use_cases.ports.files import UploadGone
from homeroom.use_cases.ports.services import Services

_TRIES = 50
"""A running import stores its next state all the time; one of the tries falls between."""


def request_stop(import_id: str, by: By, services: Services) -> None:
    """What was sent stays sent, the rest is not. Does nothing to an import that is over. Raises NotFound."""

    def stopped(run: ImportRun) -> ImportRun:
        return run.stop_requested(by.user.name) if run.can_be_stopped else run

    retry_on_conflict(lambda: _request(import_id, stopped, AuditAction.IMPORT_STOPPED, by, services), _TRIES)


def request_withdrawal(import_id: str, by: By, services: Services) -> None:
    """Take back what this import asked for and nobody has answered: an invitation that others made, too, stays open,
    about the students that they asked about. Does nothing while it runs, and once it is not kept which those are.
    Raises NotFound.
    """

    def withdrawn(run: ImportRun) -> ImportRun:
        may_be = run.can_be_withdrawn and not run.report_is_over(services.clock())
        return run.withdrawal_requested(by.user.name) if may_be else run

    retry_on_conflict(lambda: _request(import_id, withdrawn, AuditAction.IMPORT_WITHDRAWN, by, services), _TRIES)


def _request(
    import_id: str, change: Callable[[ImportRun], ImportRun], action: AuditAction, by: By, services: Services
) -> None:
    run = services.imports.get(import_id)
    if run is None:
        raise NotFound
    requested = change(run)
    if requested != run:
        services.store.save(Change(run, requested), recorded(action, by, services, About(import_id=import_id)))
        services.import_queue.put(run.upload)


def cancel(run: ImportRun, services: Services, enough_time: EnoughTime) -> ImportRun:
    """Go on with a stop or a withdrawal. Raises UploadGone, at the end, when there is nothing to write results from."""
    stopping = run.state is ImportState.STOPPING
    if stopping and not run.stuck:
        with suppress(UploadGone):  # nobody can tell any more what stood behind the stop
            run = _skip_the_rest(run, services, enough_time)
    for part in services.imports.parts(run.id, after_row=run.canceled_row):
        if not enough_time():
            return run
        if stopping:
            run = retry_on_conflict(partial(_cancel_mails, part, run.id, services), _TRIES)
        else:
            _withdraw_all(part, run, services)
            run = retry_on_conflict(partial(_no_longer_waiting, part, run.id, services), _TRIES)
    if not enough_time():
        return run
    after = write_results(run, services) if stopping and not run.stuck else run
    return save_run(run, after.all_canceled(services.clock()), services)


def _skip_the_rest(run: ImportRun, services: Services, enough_time: EnoughTime) -> ImportRun:
    """Every row has an outcome, also those that the stop came before, up to where the file is damaged."""
    begun_at = run.last_row
    with services.files.open(run.upload) as file, suppress(FileProblem):
        for rows in stretches(open_file(file.body, run, services).rows()):
            left = [row for row in rows if row.number > run.last_row]
            if not left:
                continue
            if not enough_time():
                stalled = run.stalled + (run.last_row == begun_at)
                return save_run(run, replace(run, stalled=stalled), services)
            part = ImportPart(
                import_id=run.id,
                first_row=left[0].number,
                rows=[_skipped(row) for row in left],
                kept_until=run.kept_until,
            )
            cursor = Change(run, run.with_part(part))
            services.store.save(Change.new(part), cursor)
            run = as_run(cursor)
    return run


def _skipped(row: SheetRow) -> RowOutcome:
    name = row.placement.listed_name if row.placement else ""
    return RowOutcome(row.number, name, Outcome.SKIPPED, (message(RowNote.STOPPED_BEFORE_ROW),))


def _no_longer_waiting(part: ImportPart, import_id: str, services: Services) -> ImportRun:
    """Nobody decides about the rows of an import that was withdrawn."""
    run = services.imports.get(import_id)
    stored = next(services.imports.parts(import_id, after_row=part.first_row - 1))
    assert run is not None  # noqa: S101  narrows the type
    if run.state is not ImportState.WITHDRAWING:
        return run
    changed = stored.without_waiting(lambda _: True, message(RowNote.LEFT_OUT, name=run.canceled_by))
    cursor = Change(run, run.part_canceled(stored).with_changed_part(stored, changed))
    services.store.save(*([] if changed is stored else [Change(stored, changed)]), cursor)
    return as_run(cursor)


def _cancel_mails(part: ImportPart, import_id: str, services: Services) -> ImportRun:
    """The mails of a part that were not sent, and what its rows say of them."""
    run = services.imports.get(import_id)
    stored = next(services.imports.parts(import_id, after_row=part.first_row - 1))
    assert run is not None  # noqa: S101  narrows the type
    if run.state is not ImportState.STOPPING:
        return run
    changed = stored.without_mails(cancel_mails(stored, run, services), message(RowNote.STOPPED_BEFORE_EMAIL))
    changed = changed.without_waiting(lambda _: True, message(RowNote.STOPPED_BEFORE_ROW))
    cursor = Change(run, run.part_canceled(stored).with_changed_part(stored, changed))
    services.store.save(*([] if changed is stored else [Change(stored, changed)]), cursor)
    return as_run(cursor)


def _withdraw_all(part: ImportPart, run: ImportRun, services: Services) -> None:
    for invitation in services.invitations.get_many({invitation_id for invitation_id, _ in part.mails}).values():
        if invitation.is_open and asked_about_by(run.id, invitation):
            retry_on_conflict(partial(_withdraw, invitation.id, run, services))


def _withdraw(invitation_id: str, run: ImportRun, services: Services) -> None:
    """Whom this import asked about, and no more. In one transaction with the students, who are not asked about, and
    with the address, which is free again where nobody is left. An email that was not sent becomes the one before it.
    """
    invitation = services.invitations.get_many([invitation_id])[invitation_id]
    added = asked_about_by(run.id, invitation)
    if not invitation.is_open or not added:
        return
    now, by = services.clock(), run.canceled_by
    if len(added) == len(invitation.student_ids):
        services.store.save(*load_closing(invitation, invitation.withdrawn_by(by, now), services))
    elif not (
        requests_before_import(invitation) and cancel_mail((invitation.id, invitation.send_number), run, services)
    ):
        after = no_longer_about(added, invitation, run.id, by, now)
        services.store.save(Change(invitation, after), *no_longer_asked_about(invitation, after, services))
