"""Imports, newest first, and their rows in order."""

from datetime import timedelta

from homeroom.domain.change import Change
from homeroom.domain.import_run import ImportPart, ImportRun, RowOutcome, Upload
from homeroom.domain.outcome import Outcome
from tests.contract.conftest import Ports
from tests.factories import NOW


def a_run(key: str, **more: timedelta) -> ImportRun:
    started_at = NOW + more.get("after", timedelta())
    return ImportRun(upload=Upload(bucket="b", key=key), started_at=started_at)


def a_part(first_row: int, import_id: str = "run") -> ImportPart:
    return ImportPart(import_id=import_id, first_row=first_row, rows=(RowOutcome(first_row, "Ana", Outcome.INVITED),))


def test_imports_come_newest_first_also_within_a_second(outside: Ports) -> None:
    for key, after in (("b", 1_000_000), ("a", 0), ("d", 1_500_000), ("c", 1_000_001)):
        outside.store.save(Change.new(a_run(f"uploads/{key}.csv", after=timedelta(microseconds=after))))
    assert [run.upload.name for run in outside.imports.newest(10)] == ["d.csv", "c.csv", "b.csv", "a.csv"]
    assert [run.upload.name for run in outside.imports.newest(2)] == ["d.csv", "c.csv"]


def test_an_import_that_goes_on_stands_in_the_list_once(outside: Ports) -> None:
    outside.store.save(Change.new(a_run("uploads/a.csv")))
    run = outside.imports.newest(10)[0]
    outside.store.save(Change(run, run.finished(NOW)))
    assert [run.finished_at for run in outside.imports.newest(10)] == [NOW]


def test_parts_come_in_row_order(outside: Ports) -> None:
    for first_row in (100, 2, 1_000_000, 20):
        outside.store.save(Change.new(a_part(first_row)))
    outside.store.save(Change.new(a_part(3, import_id="another")))
    assert [part.first_row for part in outside.imports.parts("run")] == [2, 20, 100, 1_000_000]


def test_parts_can_be_read_from_a_row_on(outside: Ports) -> None:
    for first_row in (2, 20, 100):
        outside.store.save(Change.new(a_part(first_row)))
    assert [part.first_row for part in outside.imports.parts("run", after_row=2)] == [20, 100]
    assert [part.first_row for part in outside.imports.parts("run", after_row=19)] == [20, 100]
    assert list(outside.imports.parts("run", after_row=100)) == []


def test_a_stretch_of_rows_happens_once(outside: Ports) -> None:
    run = a_run("uploads/a.csv")
    outside.store.save(Change.new(run))
    first = outside.imports.get(run.id)
    assert first
    outside.store.save(Change.new(a_part(2, run.id)), Change(first, first.with_part(a_part(2, run.id))))
    found = outside.imports.get(run.id)
    assert found
    assert (found.last_row, found.counts, found.version) == (2, {"invited": 1}, 2)
