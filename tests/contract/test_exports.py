"""Files of contacts that were asked for, as lists show them."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.kernel.change import Change
from tests.factories import NOW
from tests.steps.ports import Ports
from tests.steps.stored_things import EXPORT, RUN


def test_the_newest_stand_first_and_imports_are_not_among_them(services: Ports) -> None:
    newer = [replace(EXPORT, id=f"x{n}", started_at=NOW + timedelta(seconds=n)) for n in range(4)]
    services.store.save(*map(Change.new, newer), Change.new(RUN))
    assert [export.id for export in services.exports.newest(3)] == ["x3", "x2", "x1"]
    assert [run.id for run in services.imports.newest(3)] == [RUN.id]
