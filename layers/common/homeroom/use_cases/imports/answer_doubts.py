"""What a Site Admin says about a file that waits, or about rows of one that wait. The function that imports does it."""

from collections.abc import Collection, Mapping, Sequence

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.look import Decision, Look, acceptances
from homeroom.domain.imports.spreadsheet import ANSWER, Answers, Doubt, choices_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound, Refused
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services

_TRIES = 10


class DoubtProblem(Code):
    """Why it cannot go on."""

    NOT_ANSWERED = "doubt_problem.not_answered"
    NO_ROW_TICKED = "doubt_problem.no_row_ticked"


class NotAnswered(Refused):
    """A question about the file is open."""


def go_on_with_file(
    import_id: str,
    rows_too: Collection[str],
    answers: Answers,
    by: By,
    services: Services,
    *,
    seen: str | None = None,
) -> None:
    """Look at it once more, and import it if it still is what the Site Admin has seen. `rows_too` are the ids of doubts
    about rows that hold none any more, and `seen` is the id of the check that was shown. Does nothing to a file that
    does not wait, or waits once more with another check. Raises NotFound or NotAnswered.
    """

    def operation() -> None:
        run = _run(import_id, services)
        if run.state is not ImportState.WAITING or seen not in (None, run.check_id):
            return
        remembered = answers_to_remember(run.look, answers, services)
        after = run.to_be_looked_at(accepted_by(run.look, rows_too), by.user.name)
        entry = recorded(AuditAction.FILE_ACCEPTED, by, services, About(import_id=import_id))
        services.store.save(Change(run, after), *remembered, entry)
        services.import_queue.put(run.upload)

    retry_on_conflict(operation, _TRIES)


def leave_file(import_id: str, by: By, services: Services) -> None:
    """None of its rows is imported. Does nothing to a file that does not wait. Raises NotFound."""
    _decide(
        import_id, ImportState.WAITING, Decision(accept=False, by=by.user.name), AuditAction.FILE_LEFT, by, services
    )


def decide_rows(import_id: str, accept: bool, rows: Sequence[int], by: By, services: Services) -> None:
    """About these rows of those that wait, all where there are none. Does nothing to an import that has none, or is not
    over. Raises NotFound.
    """
    decision = Decision(accept, tuple(rows), by.user.name)
    action = AuditAction.ROWS_ACCEPTED if accept else AuditAction.ROWS_LEFT
    _decide(import_id, ImportState.FINISHED, decision, action, by, services)


def _decide(
    import_id: str, state: ImportState, decision: Decision, action: AuditAction, by: By, services: Services
) -> None:
    def operation() -> None:
        run = _run(import_id, services)
        if run.state is state and run.waits:
            entry = recorded(action, by, services, About(import_id=import_id))
            services.store.save(Change(run, run.decided(decision)), entry)
            services.import_queue.put(run.upload)

    retry_on_conflict(operation, _TRIES)


def _run(import_id: str, services: Services) -> ImportRun:
    run = services.imports.get(import_id)
    if run is None:
        raise NotFound
    return run


def accepted_by(look: Look, rows_too: Collection[str]) -> list[str]:
    """Every doubt about the file that was seen, and the kinds of those about rows."""
    return [*acceptances(look.doubts).values(), *(doubt.value for doubt in Doubt if doubt.value in rows_too)]


def answers_to_remember(look: Look, answers: Mapping[str, str], services: Services) -> list[Change]:
    """For files with the same header. Raises NotAnswered where a question is open."""
    given: dict[str, str] = {}
    for doubt in look.doubts:
        choices = {choice.values.get(ANSWER) for choice in choices_of(doubt)}
        if choices and answers.get(doubt.id) not in choices:
            raise NotAnswered(message(DoubtProblem.NOT_ANSWERED))
        if choices:
            given[doubt.id] = answers[doubt.id]
    if not given:
        return []
    before = services.site.answers(look.header_key)
    return [Change(before, (before or HeaderAnswers(header_key=look.header_key)).with_answers(given))]
