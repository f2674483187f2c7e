"""An import's plug is pulled before and after every single call to the outside; then the event comes again."""

from typing import Any

import pytest

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.import_csv import import_csv
from tests.factories import a_homeroom, homeroom_of
from tests.fakes import World
from tests.steps.countable import countable_ids
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email,parent2_email\n"
ROWS = 480


def a_file() -> bytes:
    """Siblings, two parents, placed only, failed and repeated rows."""
    lines = []
    for n in range(ROWS):
        room = "9-Z" if n % 11 == 10 else "3-A"
        parent = "" if n % 7 == 6 else f"p{n // 3}@example.org"
        other = f"q{n}@example.org" if n % 5 == 4 else ""
        lines.append(f"2026-2027,{room},{n - n % 13 % 2},Muster {n - n % 13 % 2},Kind,{parent},{other}\n")
    return (HEADER + "".join(lines)).encode()


def a_world() -> World:
    world = World()
    world.store.save(Change.new(a_homeroom("3-A", version=0)))
    return world


def what_became_of_it(world: World) -> tuple[Any, ...]:
    """The end of an import, without the ids that chance makes."""
    [run] = world.services.imports.newest(10)
    invitations = world.store.all(Invitation)
    return (
        run.state,
        dict(run.counts),
        sorted((s.school_id, homeroom_of(s), len(s.open_invitation_ids)) for s in world.store.all(Student)),
        sorted((i.email, i.send_number, len(i.student_ids)) for i in invitations),
        {(i.id, i.send_number) for i in invitations} == set(world.queue.mails),
        world.files.read_results(run.upload),
    )


def test_an_import_that_dies_anywhere_ends_like_one_that_does_not() -> None:
    undisturbed, plug = a_world(), Plug()
    upload = undisturbed.files.put_upload("a.csv", a_file(), "")
    import_csv(upload, wired(undisturbed.services, plug))
    wanted = what_became_of_it(undisturbed)
    assert sum(wanted[1].values()) == ROWS
    assert plug.calls > 30

    left: tuple[object, ...] = ()
    tries = 0
    for at, before in crash_points(plug.calls):
        world, left_before = a_world(), left
        upload = world.files.put_upload("a.csv", a_file(), "")
        with countable_ids(), pytest.raises(PulledThePlug):
            import_csv(upload, wired(world.services, Plug(at, before)))
        left = world.state()
        if left == left_before:  # nothing was written in between: the next try was made from here already
            continue
        import_csv(upload, world.services)
        assert what_became_of_it(world) == wanted, (at, before)
        tries += 1
    assert tries > 15
