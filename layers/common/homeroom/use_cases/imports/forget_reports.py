"""What stood in files is kept for some weeks. The store tidies up the outcomes of rows by itself; what an import says
of its file as a whole stands in the import, whose counts stay.
"""

from contextlib import suppress
from datetime import timedelta

from homeroom.domain.imports.kept import REPORT_KEPT
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.use_cases.ports.services import Services

_LOOKED_BACK = timedelta(days=30)
"""For so long a run that did not happen, or died, is made up."""


def forget_reports(services: Services) -> int:
    """How many imports say nothing of their files any more. One that is still under way is looked at again."""
    over = services.clock() - REPORT_KEPT
    forgotten = 0
    for listed in services.imports.started_between(over - _LOOKED_BACK, over):
        if listed.at_rest and listed != listed.without_values():
            run = services.imports.get(listed.id)
            if run and run.at_rest:
                with suppress(Conflict):  # somebody has just done something with it: tomorrow, then
                    services.store.save(Change(run, run.without_values()))
                    forgotten += 1
    return forgotten
