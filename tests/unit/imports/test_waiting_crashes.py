"""A file or a row waits, somebody decides, Site Admins are told: the plug is pulled before and after every single call
to the outside. Then the event comes again, and the scheduled runs do what is left.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import DeliveryReport, MailState
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.answer_doubts import decide_rows, go_on_with_file, leave_file
from homeroom.use_cases.imports.find_lost_uploads import find_forgotten_imports
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.look_after_waiting import look_after_waiting
from homeroom.use_cases.imports.send_notice import send_notice
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.ports.services import Services
from tests.factories import a_homeroom, an_admin, by_admin
from tests.fakes import World
from tests.steps.countable import countable_ids
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email\n"
YEAR, PAST = "2026-2027", "2019-2020"
OLD = f"{PAST},3-A,11,García,Noé,m@example.org\n{PAST},3-A,12,García,Ana,m@example.org\n{PAST},9-Z,13,Li,Mei,\n"
CLASS = "".join(f"{YEAR},3-A,{n},Muster {n},Kind,p{n}@example.org\n" for n in range(1, 9))
DOUBTFUL = (
    f"{YEAR},3-A,1,Nguyễn,Kind,new@example.org\n{YEAR},3-A,0002-X,Muster 2,Kind,p2@example.org\n"
    f"{YEAR},3-A,20,Weber,Ben,b@example.org\n"
)

Prepare = Callable[[World], ImportRun | None]
Operation = Callable[[World, Services], object]


@dataclass(frozen=True)
class Story:
    """Who dies is the `operation`; it comes again as it was, unless it is one that nobody repeats."""

    prepare: Prepare
    operation: Operation
    repeated: bool = True


def a_world() -> World:
    world = World()
    world.store.save(*(Change.new(a_homeroom("3-A", version=0, year=year)) for year in (YEAR, PAST)))
    world.store.save(Change.new(an_admin()), Change.new(an_admin(id="u2", email="other@example.org")))
    return world


def put(world: World, text: str, name: str) -> None:
    world.files.put_upload(name, (HEADER + text).encode(), "")


def newest(world: World) -> ImportRun:
    return world.services.imports.newest(1)[0]


def imported(world: World, text: str, name: str = "a.csv") -> ImportRun:
    put(world, text, name)
    import_newest(world, world.services)
    world.clock.wait(timedelta(minutes=1))
    return newest(world)


def import_newest(world: World, services: Services) -> None:
    upload = list(world.files.kept())[-1].upload
    import_csv(upload, services)


def send_notices(world: World, services: Services) -> None:
    for run in world.services.imports.newest(10):
        send_notice(run.id, services)


def drained(world: World) -> None:
    while world.queue.notices or world.import_queue.uploads:
        notices, world.queue.notices = world.queue.notices, []
        uploads, world.import_queue.uploads = world.import_queue.uploads, []
        for upload in uploads:
            import_csv(upload, world.services)
        for import_id, _ in notices:
            send_notice(import_id, world.services)


def hours_later(world: World) -> None:
    """The mail service has reported what it was given, the hourly run came some times, the daily one once."""
    drained(world)
    for mail in world.mailer.sent:
        record_delivery(DeliveryReport(mail.tag, "m", MailState.ACCEPTED), world.services)
    for _ in range(4):
        world.clock.wait(timedelta(hours=1))
        look_after_waiting(world.services)
        drained(world)
    find_forgotten_imports(world.services)
    drained(world)


def a_file_waits(world: World) -> ImportRun:
    return imported(world, OLD)


def rows_that_will_wait(world: World) -> None:
    imported(world, CLASS)
    put(world, DOUBTFUL, "b.csv")


def rows_wait(world: World) -> ImportRun:
    imported(world, CLASS)
    return imported(world, DOUBTFUL, "b.csv")


def gone_on(world: World) -> None:
    go_on_with_file(a_file_waits(world).id, (), {}, by_admin(), world.services)


def differs(world: World) -> None:
    """Half of it was imported by another file meanwhile, so it waits once more."""
    run = a_file_waits(world)
    other = imported(world, OLD.splitlines(keepends=True)[0], "b.csv")
    for one in (other, run):
        drained(world)
        go_on_with_file(one.id, (), {}, by_admin(), world.services)


def left(world: World) -> None:
    leave_file(a_file_waits(world).id, by_admin(), world.services)


def rows_decided(accept: bool) -> Prepare:
    def decided(world: World) -> None:
        decide_rows(rows_wait(world).id, accept, (), by_admin(), world.services)

    return decided


def after_three_weeks(prepare: Prepare) -> Prepare:
    def prepared(world: World) -> None:
        prepare(world)
        drained(world)
        world.clock.wait(timedelta(days=21))

    return prepared


def without_file(prepare: Prepare) -> Prepare:
    def prepared(world: World) -> None:
        prepare(world)
        world.files.delete(newest(world).upload)

    return prepared


def each_that_waits(operation: Callable[[str, Services], None]) -> Operation:
    def operate(world: World, services: Services) -> None:
        for waiting in world.services.imports.waiting():
            operation(waiting.import_id, services)

    return operate


def queue_read(world: World, services: Services) -> None:
    for upload in world.import_queue.uploads:
        import_csv(upload, services)


def hourly_run(_: World, services: Services) -> None:
    look_after_waiting(services)


STORIES = {
    "a file is found to wait": Story(lambda world: put(world, OLD, "a.csv"), import_newest),
    "rows are found to wait": Story(rows_that_will_wait, import_newest),
    "somebody goes on": Story(
        a_file_waits, each_that_waits(lambda i, services: go_on_with_file(i, (), {}, by_admin(), services))
    ),
    "a file is gone on with": Story(gone_on, import_newest),
    "a file that differs waits once more": Story(differs, queue_read),
    "somebody leaves a file": Story(
        a_file_waits, each_that_waits(lambda i, services: leave_file(i, by_admin(), services))
    ),
    "a file is left": Story(left, import_newest),
    "somebody decides about rows": Story(
        rows_wait, each_that_waits(lambda i, services: decide_rows(i, True, (2,), by_admin(), services))
    ),
    "rows are gone on with": Story(rows_decided(True), import_newest),
    "rows are left": Story(rows_decided(False), import_newest),
    "rows are gone on with whose file is gone": Story(without_file(rows_decided(True)), queue_read),
    "Site Admins are told of a file": Story(a_file_waits, send_notices),
    "Site Admins are told of rows": Story(rows_wait, send_notices, repeated=False),
    "the hourly run asks for a notice": Story(a_file_waits, hourly_run, repeated=False),
    "the hourly run ends a file": Story(after_three_weeks(a_file_waits), hourly_run, repeated=False),
    "the hourly run ends rows": Story(after_three_weeks(rows_wait), hourly_run, repeated=False),
}


def homerooms_of(student: Student) -> list[tuple[str, str]]:
    return sorted((year, placement.homeroom) for year, placement in student.placements.items())


def what_became_of_it(world: World) -> tuple[Any, ...]:
    """Without the ids that chance makes."""
    runs = sorted(world.store.all(ImportRun), key=lambda run: run.id)
    invitations = world.store.all(Invitation)
    return (
        [(run.upload.name, run.check_number, run.state, dict(run.counts), run.mails) for run in runs],
        [[row.outcome for part in world.services.imports.parts(run.id) for row in part.rows] for run in runs],
        [(w.name, w.rows, w.all_rows) for w in world.services.imports.waiting()],
        sorted((s.school_id, s.name, homerooms_of(s), len(s.open_invitation_ids)) for s in world.store.all(Student)),
        sorted((i.email, i.send_number, len(i.student_ids)) for i in invitations),
        {(i.id, i.send_number) for i in invitations} <= set(world.queue.mails),
        [world.files.read_results(run.upload) for run in runs],
        Counter(mail.to for mail in world.mailer.sent),
    )


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_whoever_dies_anywhere_around_what_waits_the_end_is_that_of_an_undisturbed_run(story: Story) -> None:
    undisturbed, plug = a_world(), Plug()
    story.prepare(undisturbed)
    story.operation(undisturbed, wired(undisturbed.services, plug))
    hours_later(undisturbed)
    wanted = what_became_of_it(undisturbed)
    assert wanted[5]
    assert plug.calls > 2

    before_last: tuple[object, ...] = ()
    for at, before in crash_points(plug.calls):
        with countable_ids():
            world = a_world()
            story.prepare(world)
            with pytest.raises(PulledThePlug):
                story.operation(world, wired(world.services, Plug(at, before)))
        state = world.state()
        if state == before_last:  # nothing was written in between: this was tried already
            continue
        before_last = state
        if story.repeated:
            story.operation(world, world.services)
        hours_later(world)
        assert what_became_of_it(world) == wanted, (at, before)
