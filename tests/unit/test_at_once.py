"""Two people drop the same file at once: at any call of one import, the other one runs from end to end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from homeroom.domain.change import Change
from homeroom.domain.invitation import Invitation
from homeroom.domain.student import Student
from homeroom.use_cases.import_csv import import_csv
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.send_invite import send_invite
from tests.factories import a_homeroom
from tests.fakes import World

HEADER = "year,class_code,student_last_name,student_first_name,parent_email,parent2_email\n"
FAMILIES = 40


def a_file() -> bytes:
    """Three siblings on one address, whose rows stand far apart; every other family has a second parent."""
    rows = [
        f"2026-2027,3-A,Muster {family},Kind {child},p{family}@example.org,"
        + (f"q{family}@example.org" if family % 2 else "")
        for child in range(3)
        for family in range(FAMILIES)
    ]
    return (HEADER + "\n".join(rows)).encode()


@dataclass
class Meanwhile:
    """Before the call with this number something else happens."""

    at: int
    happens: Callable[[], None]
    calls: int = field(default=0)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.at:
                self.happens()
            return call(*arguments, **named)

        return wrapped


class Disturbed:
    def __init__(self, port: Any, meanwhile: Meanwhile) -> None:
        self._port, self._meanwhile = port, meanwhile

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        return found if name in ("weight", "open", "parts") else self._meanwhile.around(found)


def disturbed(outside: Outside, meanwhile: Meanwhile) -> Outside:
    names = ("store", "roster", "invitations", "imports", "site", "queue", "files")
    ports: dict[str, Any] = {name: Disturbed(getattr(outside, name), meanwhile) for name in names}
    return replace(outside, **ports)


def one_drop_during_another(at: int) -> tuple[World, int]:
    """What is there afterwards, and how many calls the first import made."""
    world = World()
    world.store.save(Change.new(a_homeroom("3-A", version=0)))
    first, second = (world.files.put_upload(name, a_file(), "") for name in ("a.csv", "b.csv"))

    def other() -> None:
        import_csv(second, world.outside)

    meanwhile = Meanwhile(at, other)
    import_csv(first, disturbed(world.outside, meanwhile))
    return world, meanwhile.calls


def test_two_drops_of_one_file_at_once_make_one_set_of_mails() -> None:
    _, calls = one_drop_during_another(at=0)
    for at in range(1, calls + 1):
        world, _ = one_drop_during_another(at)
        for mail in world.queue.mails:
            send_invite(*mail, world.outside)
        mailed = Counter(mail.to for mail in world.mailer.sent)
        addresses = {f"p{n}@example.org" for n in range(FAMILIES)} | {
            f"q{n}@example.org" for n in range(1, FAMILIES, 2)
        }
        assert (set(mailed), set(mailed.values())) == (addresses, {1}), at
        assert len(world.store.all(Student)) == 3 * FAMILIES
        assert {len(i.student_ids) for i in world.store.all(Invitation)} == {3}
        for run in world.outside.imports.newest(2):
            assert sum(run.counts.values()) == 3 * FAMILIES
            assert "failed" not in run.counts
