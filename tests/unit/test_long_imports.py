"""Imports that take more than one invocation, and those that are lost on the way."""

from datetime import timedelta

from homeroom.domain.import_run import ImportRun, ImportState, Upload
from homeroom.use_cases.find_lost_uploads import find_lost_uploads
from homeroom.use_cases.import_csv import import_csv
from tests.fakes import World

ROWS = 1050


def a_file(rows: int = ROWS) -> bytes:
    header = "year,class_code,student_last_name,student_first_name,parent_email\n"
    return (header + "".join(f"2026-2027,3-A,Muster {n},Kind,p{n}@example.org\n" for n in range(rows))).encode()


def a_drop(world: World) -> Upload:
    return world.files.put_upload("a.csv", a_file(), "")


def enough_for(stretches: int) -> "list[bool]":
    return [True] * stretches + [False]


def run_with(world: World, upload: Upload, stretches: int) -> ImportRun:
    answers = iter(enough_for(stretches))
    run = import_csv(upload, world.outside, lambda: next(answers, False))
    assert run is not None
    return run


def test_an_invocation_without_time_asks_for_another_one_and_stops() -> None:
    world = World()
    upload = a_drop(world)
    run = run_with(world, upload, 2)
    assert run.state is ImportState.PLACING
    assert 0 < run.rows < ROWS
    assert world.import_queue.uploads == [upload]
    assert world.queue.mails == []


def test_invocations_of_any_length_come_to_the_same_end() -> None:
    world = World()
    upload = a_drop(world)
    invocations = 0
    while not run_with(world, upload, 1 + invocations % 3).over:
        invocations += 1
        assert invocations < 100
    run = world.outside.imports.get(upload.import_id)
    assert run is not None
    assert run.counts == {"invited": ROWS}
    assert len(set(world.queue.mails)) == ROWS
    assert len(world.files.read_results(upload).splitlines()) == ROWS + 1


def test_a_finished_import_asks_for_nothing_more() -> None:
    world = World()
    upload = a_drop(world)
    import_csv(upload, world.outside)
    mails = list(world.queue.mails)
    again = import_csv(upload, world.outside)
    assert again is not None
    assert again.state is ImportState.FINISHED
    assert world.queue.mails == mails
    assert world.import_queue.uploads == []


def test_an_upload_whose_event_was_lost_is_found_by_the_daily_round() -> None:
    world = World()
    upload = a_drop(world)
    assert find_lost_uploads(world.outside) == 1
    assert world.import_queue.uploads == [upload]


def test_an_upload_that_has_only_just_come_is_left_alone() -> None:
    world = World()
    world.files.since = world.clock.now - timedelta(minutes=5)
    a_drop(world)
    assert find_lost_uploads(world.outside) == 0


def test_a_finished_import_is_not_asked_for_again() -> None:
    world = World()
    import_csv(a_drop(world), world.outside)
    assert find_lost_uploads(world.outside) == 0


def test_an_import_that_stopped_half_way_is_asked_for_again() -> None:
    world = World()
    upload = a_drop(world)
    run_with(world, upload, 1)
    world.import_queue.uploads.clear()
    assert find_lost_uploads(world.outside) == 1
