"""Files whose event never came, imports that nobody goes on with, and files that go away meanwhile."""

from datetime import timedelta

from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.upload import Upload
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.message import message
from homeroom.use_cases.imports.cancel_import import request_stop
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.find_lost_uploads import find_forgotten_imports, find_lost_uploads
from homeroom.use_cases.imports.import_csv import import_csv
from tests.factories import by_admin
from tests.fakes import World
from tests.steps.plug import Plug, PulledThePlug, wired

ROWS = 700
FILE = b"class_code,last_name,first_name,parent_email\n" + b"".join(
    b"3-A,Muster %d,Kind,p%d@example.org\n" % (n, n) for n in range(ROWS)
)


def dropped(world: World) -> Upload:
    return world.files.put_upload("a.csv", FILE, "")


def uploaded_for_a_check(world: World) -> Upload:
    return world.files.put_check("a.csv", FILE, "")


def died_half_way(world: World, upload: Upload) -> None:
    operation = check_file if upload.for_check_only else import_csv
    try:
        operation(upload, wired(world.services, Plug(12)))
    except PulledThePlug:
        return
    raise AssertionError("it was over before that")


def test_a_file_whose_event_was_lost_is_asked_for_whatever_it_was_for() -> None:
    world = World()
    uploads = [dropped(world), uploaded_for_a_check(world)]
    assert find_lost_uploads(world.services) == 2
    assert world.import_queue.uploads == uploads
    assert find_forgotten_imports(world.services) == 0


def test_what_programs_leave_beside_files_is_not_asked_for() -> None:
    world = World()
    for name in ("._a.csv", "2026/Thumbs.db", "a.csv.part"):
        world.files.put_upload(name, FILE, "")
    assert find_lost_uploads(world.services) == 0


def test_a_file_that_has_only_just_come_is_left_alone() -> None:
    world = World()
    world.files.since = world.clock.now - timedelta(minutes=5)
    dropped(world)
    uploaded_for_a_check(world)
    assert find_lost_uploads(world.services) == 0


def test_what_is_over_is_not_asked_for_again() -> None:
    world = World()
    import_csv(dropped(world), world.services)
    check_file(uploaded_for_a_check(world), world.services)
    assert {run.state for run in world.services.imports.newest(9)} == {ImportState.FINISHED, ImportState.CHECKED}
    assert find_lost_uploads(world.services) == 0
    assert find_forgotten_imports(world.services) == 0


def test_what_stopped_half_way_is_gone_on_with_once_a_day_and_not_every_hour() -> None:
    """A long import goes on for hours by itself, and is not to have a second one beside it every hour."""
    world = World()
    uploads = [dropped(world), uploaded_for_a_check(world)]
    for upload in uploads:
        died_half_way(world, upload)
    assert find_forgotten_imports(world.services) == 0
    world.clock.wait(timedelta(hours=1))
    assert find_lost_uploads(world.services) == 0
    assert find_forgotten_imports(world.services) == 2
    assert set(world.import_queue.uploads) == set(uploads)
    imported, checked = import_csv(uploads[0], world.services), check_file(uploads[1], world.services)
    assert imported
    assert checked
    assert (imported.rows, checked.rows) == (ROWS, ROWS)


def begun(world: World) -> ImportRun:
    """An import that has placed some rows and asks for another invocation."""
    time = iter([True, True])
    run = import_csv(dropped(world), world.services, lambda: next(time, False))
    assert run
    assert 0 < run.rows < ROWS
    return run


def gone_half_way(world: World) -> ImportRun:
    run = begun(world)
    world.files.delete(run.upload)
    return run


def to_its_end(world: World, run: ImportRun) -> ImportRun:
    """As often as it asks for another invocation."""
    for _ in range(9):
        world.import_queue.uploads.clear()
        after = import_csv(run.upload, world.services)
        assert after
        if not world.import_queue.uploads:
            return after
    raise AssertionError("it goes on for ever")


def test_a_file_that_goes_half_way_leaves_no_parent_of_a_placed_student_without_the_mail() -> None:
    """The same file, dropped again, would find them asked already."""
    world = World()
    placed = gone_half_way(world).rows
    run = to_its_end(world, world.services.imports.newest(1)[0])
    assert (run.state, run.rows) == (ImportState.FAILED, placed)
    assert run.problems == (message(ImportProblem.FILE_DELETED),)
    assert len(set(world.queue.mails)) == placed
    import_csv(dropped(world), world.services)
    assert len(set(world.queue.mails)) == len(world.queue.mails) == ROWS


def test_an_import_that_is_stopped_mails_nobody_even_if_its_file_is_gone() -> None:
    world = World()
    run = gone_half_way(world)
    request_stop(run.id, by_admin(), world.services)
    assert to_its_end(world, run).state is ImportState.FAILED
    assert {i.state for i in world.store.all(Invitation)} == {InvitationState.WITHDRAWN}
    assert world.queue.mails == []


def test_an_import_whose_file_was_replaced_half_way_is_gone_on_with_all_the_same() -> None:
    """The newer version finds its parents asked already, and asks for no mail."""
    world = World()
    former = begun(world).upload
    world.import_queue.uploads.clear()
    import_csv(dropped(world), world.services)
    assert len(world.queue.mails) < ROWS
    world.clock.wait(timedelta(hours=1))
    assert find_lost_uploads(world.services) == 0
    assert find_forgotten_imports(world.services) == 1
    assert world.import_queue.uploads == [former]
    import_csv(former, world.services)
    assert len(set(world.queue.mails)) == ROWS


def test_an_import_that_was_forgotten_is_gone_on_with_although_its_file_is_gone() -> None:
    """Its message went to the dead-letter queue, and the bucket keeps files for a month."""
    world = World()
    run = gone_half_way(world)
    world.import_queue.uploads.clear()
    world.clock.wait(timedelta(days=1))
    assert find_forgotten_imports(world.services) == 1
    assert to_its_end(world, run).state is ImportState.FAILED
    assert len(set(world.queue.mails)) == run.rows
    assert find_forgotten_imports(world.services) == 0


def test_a_check_whose_file_goes_half_way_fails_with_a_sentence_and_is_not_asked_for_again() -> None:
    world = World()
    upload = uploaded_for_a_check(world)
    died_half_way(world, upload)
    world.files.delete(upload)
    run = check_file(upload, world.services)
    assert run
    assert (run.state, len(run.problems)) == (ImportState.FAILED, 1)
    world.clock.wait(timedelta(days=1))
    assert find_forgotten_imports(world.services) == 0
