"""The plug is pulled before and after every single call to the outside; then the event comes again."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from homeroom.domain.change import Change
from homeroom.domain.invitation import Invitation
from homeroom.domain.mail import CALL_IS_OVER, Mail, MailState
from homeroom.domain.student import Student
from homeroom.use_cases.import_csv import import_csv
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.send_invite import send_invite
from tests.factories import a_homeroom
from tests.fakes import World

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email,parent2_email\n"
ROWS = 240


def a_file() -> bytes:
    """Siblings, two parents, placed only, failed and repeated rows."""
    lines = []
    for n in range(ROWS):
        room = "9-Z" if n % 11 == 10 else "3-A"
        parent = "" if n % 7 == 6 else f"p{n // 3}@example.org"
        other = f"q{n}@example.org" if n % 5 == 4 else ""
        lines.append(f"2026-2027,{room},{n - n % 13 % 2},Muster {n - n % 13 % 2},Kind,{parent},{other}\n")
    return (HEADER + "".join(lines)).encode()


class PulledThePlug(Exception):
    pass


@dataclass
class Plug:
    """Counts calls to the outside, and is pulled before or after one of them."""

    at: int = -1
    before: bool = True
    calls: int = field(default=0)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.at and self.before:
                raise PulledThePlug
            result = call(*arguments, **named)
            if self.calls == self.at:
                raise PulledThePlug
            return result

        return wrapped


class Wired:
    """A port whose every call goes past the plug."""

    def __init__(self, port: Any, plug: Plug) -> None:
        self._port, self._plug = port, plug

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        harmless = name in ("weight", "open", "parts")  # nothing happens outside, or only while it is read
        return found if harmless or not callable(found) else self._plug.around(found)


def wired(outside: Outside, plug: Plug) -> Outside:
    names = ("store", "roster", "invitations", "imports", "site", "queue", "import_queue", "files", "mailer")
    ports: dict[str, Any] = {name: Wired(getattr(outside, name), plug) for name in names}
    return replace(outside, **ports)


def a_world() -> World:
    world = World()
    world.store.save(Change.new(a_homeroom("3-A", version=0)))
    return world


def what_became_of_it(world: World) -> tuple[Any, ...]:
    """The end of an import, without the ids that chance makes."""
    [run] = world.outside.imports.newest(10)
    invitations = world.store.all(Invitation)
    return (
        run.state,
        dict(run.counts),
        sorted((s.school_id, s.homeroom, len(s.open_invitation_ids)) for s in world.store.all(Student)),
        sorted((i.email, i.generation, len(i.student_ids)) for i in invitations),
        {(i.id, i.generation) for i in invitations} == set(world.queue.mails),
        world.files.read_results(run.upload),
    )


def crash_points(calls: int) -> Iterator[tuple[int, bool]]:
    return itertools.product(range(1, calls + 1), (True, False))


def test_an_import_that_dies_anywhere_ends_like_one_that_does_not() -> None:
    undisturbed, plug = a_world(), Plug()
    upload = undisturbed.files.put_upload("a.csv", a_file(), "")
    import_csv(upload, wired(undisturbed.outside, plug))
    wanted = what_became_of_it(undisturbed)
    assert sum(wanted[1].values()) == ROWS
    assert plug.calls > 30

    for at, before in crash_points(plug.calls):
        world = a_world()
        upload = world.files.put_upload("a.csv", a_file(), "")
        with pytest.raises(PulledThePlug):
            import_csv(upload, wired(world.outside, Plug(at, before)))
        import_csv(upload, world.outside)
        assert what_became_of_it(world) == wanted, (at, before)


def test_a_sender_that_dies_anywhere_never_sends_twice_and_says_when_nobody_knows() -> None:
    def one_invitation() -> tuple[World, tuple[str, int]]:
        world = a_world()
        text = f"{HEADER}2026-2027,3-A,1,Muster,Kind,p@example.org,\n"
        import_csv(world.files.put_upload("a.csv", text.encode(), ""), world.outside)
        return world, world.queue.mails[0]

    world, mail = one_invitation()
    plug = Plug()
    send_invite(*mail, wired(world.outside, plug))
    assert len(world.mailer.sent) == 1

    for at, before in crash_points(plug.calls):
        world, mail = one_invitation()
        with pytest.raises(PulledThePlug):
            send_invite(*mail, wired(world.outside, Plug(at, before)))
        send_invite(*mail, world.outside)
        world.clock.wait(CALL_IS_OVER)
        send_invite(*mail, world.outside)
        [stored] = world.store.all(Mail)
        assert len(world.mailer.sent) <= 1
        sent_for_sure = stored.state is MailState.ACCEPTED
        assert sent_for_sure == (len(world.mailer.sent) == 1) or stored.state is MailState.UNKNOWN
