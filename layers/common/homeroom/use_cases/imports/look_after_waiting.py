"""The hourly run over imports that wait for a Site Admin: tell them once more, or end it as not decided."""

from contextlib import suppress
from datetime import timedelta

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.look import Decision
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.use_cases.ports.services import Services

_A_DAY = timedelta(days=1)


def look_after_waiting(services: Services) -> int:
    """How many had a notice due, or ended. Run twice, late or half-way dead, it tells nobody twice."""
    return sum(_look_after(waiting, services) for waiting in services.imports.waiting())


def _look_after(listed: WaitingImport, services: Services) -> bool:
    run = services.imports.get(listed.import_id)
    waiting = run.waiting if run else None
    if run is None or waiting is None:
        return False
    now = services.clock()
    if waiting.is_over(now) or now >= run.kept_until - _A_DAY:  # its rows are to be there while they are skipped
        _end(run, services)
        return True
    if waiting.notices_due(now) <= run.look.notices_sent:
        return False
    services.queue.put_notice(run.id)
    return True


def _end(run: ImportRun, services: Services) -> None:
    """Its rows are skipped by the function that imports. One that is not asked for, as this died, the daily run finds
    among those that are forgotten.
    """
    with suppress(Conflict):  # somebody has decided at the last moment
        services.store.save(Change(run, run.decided(Decision(accept=False))))
        services.import_queue.put(run.upload)
