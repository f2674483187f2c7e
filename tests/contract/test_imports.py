"""Imports, newest first, and their rows in order."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.imports.import_part import ImportPart, RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.look import Decision
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from tests.factories import NOW
from tests.steps.ports import Ports


def a_run(key: str, **more: timedelta) -> ImportRun:
    started_at = NOW + more.get("after", timedelta())
    return ImportRun(upload=Upload(bucket="b", key=key), started_at=started_at)


def a_part(first_row: int, import_id: str = "run") -> ImportPart:
    return ImportPart(import_id=import_id, first_row=first_row, rows=(RowOutcome(first_row, "Ana", Outcome.INVITED),))


def test_imports_come_newest_first_also_within_a_second(services: Ports) -> None:
    for key, after in (("b", 1_000_000), ("a", 0), ("d", 1_500_000), ("c", 1_000_001)):
        services.store.save(Change.new(a_run(f"uploads/{key}.csv", after=timedelta(microseconds=after))))
    assert [run.upload.name for run in services.imports.newest(10)] == ["d.csv", "c.csv", "b.csv", "a.csv"]
    assert [run.upload.name for run in services.imports.newest(2)] == ["d.csv", "c.csv"]


def test_an_import_that_goes_on_stands_in_the_list_once(services: Ports) -> None:
    services.store.save(Change.new(a_run("uploads/a.csv")))
    run = services.imports.newest(10)[0]
    services.store.save(Change(run, run.finished(NOW)))
    assert [run.finished_at for run in services.imports.newest(10)] == [NOW]


def test_those_that_wait_for_a_site_admin_are_listed_the_longest_first_until_somebody_has_decided(
    services: Ports,
) -> None:
    for key, days in (("late", 2), ("early", 0)):
        run = a_run(f"uploads/{key}.csv")
        services.store.save(Change.new(run.kept_waiting(7, NOW + timedelta(days=days), differs=False)))
    rows = replace(a_run("uploads/rows.csv"), counts={"invited": 9, "waiting": 2}).finished(NOW + timedelta(days=1))
    services.store.save(Change.new(rows), Change.new(a_run("uploads/runs.csv")))
    early, some, late = services.imports.waiting()
    assert [each.name for each in (early, some, late)] == ["early.csv", "rows.csv", "late.csv"]
    assert (early.rows, early.all_rows, some.rows, some.all_rows) == (7, True, 2, False)
    assert some.since == NOW + timedelta(days=1)
    stored = services.imports.get(early.import_id)
    assert stored
    services.store.save(Change(stored, stored.decided(Decision(accept=False))))
    assert services.imports.waiting() == [some, late]


def test_parts_come_in_row_order(services: Ports) -> None:
    for first_row in (100, 2, 1_000_000, 20):
        services.store.save(Change.new(a_part(first_row)))
    services.store.save(Change.new(a_part(3, import_id="another")))
    assert [part.first_row for part in services.imports.parts("run")] == [2, 20, 100, 1_000_000]


def test_parts_can_be_read_from_a_row_on(services: Ports) -> None:
    for first_row in (2, 20, 100):
        services.store.save(Change.new(a_part(first_row)))
    assert [part.first_row for part in services.imports.parts("run", after_row=2)] == [20, 100]
    assert [part.first_row for part in services.imports.parts("run", after_row=19)] == [20, 100]
    assert list(services.imports.parts("run", after_row=100)) == []


def test_a_stretch_of_rows_happens_once(services: Ports) -> None:
    run = a_run("uploads/a.csv")
    services.store.save(Change.new(run))
    first = services.imports.get(run.id)
    assert first
    services.store.save(Change.new(a_part(2, run.id)), Change(first, first.with_part(a_part(2, run.id))))
    run_stored = services.imports.get(run.id)
    assert run_stored
    assert (run_stored.last_row, run_stored.counts, run_stored.version) == (2, {"invited": 1}, 2)
