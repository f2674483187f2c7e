"""The working set: what was read, what has become of it, and what is to be stored."""

from dataclasses import replace

from homeroom.domain.kernel.change import Change, WorkingSet, as_stored
from homeroom.domain.roster.homeroom import Homeroom
from tests.factories import a_homeroom

ROOM = a_homeroom("3-A")


def test_what_was_only_read_is_no_change() -> None:
    known = WorkingSet([ROOM])
    assert known.get(Homeroom, ROOM.identity) is ROOM
    assert known.changes() == []


def test_what_is_put_is_a_change_from_what_was_read() -> None:
    known = WorkingSet([ROOM])
    moved = replace(ROOM, room="Room 9")
    known.put(moved)
    known.put(a_homeroom("3-B"))
    assert known.get(Homeroom, ROOM.identity) == moved
    assert known.changes() == [Change(ROOM, moved), Change(None, a_homeroom("3-B"))]
    assert len(known.all(Homeroom)) == 2


def test_what_is_put_back_as_it_was_is_no_change() -> None:
    known = WorkingSet([ROOM])
    known.put(replace(ROOM, room="Room 9"))
    known.put(replace(ROOM))
    assert known.changes() == []


def test_after_saving_the_next_change_starts_from_what_was_stored() -> None:
    known = WorkingSet([ROOM])
    known.put(replace(ROOM, room="Room 9"))
    known.saved()
    assert known.changes() == []
    stored = known.get(Homeroom, ROOM.identity)
    assert stored
    assert stored.version == ROOM.version + 1


def test_what_is_read_later_does_not_undo_what_has_become() -> None:
    known = WorkingSet([ROOM])
    moved = replace(ROOM, room="Room 9")
    known.put(moved)
    new = a_homeroom("3-B")
    known.put(new)
    known.add([ROOM, a_homeroom("3-B", room="other"), a_homeroom("3-C")])
    assert known.get(Homeroom, ROOM.identity) == moved
    assert known.get(Homeroom, new.identity) == new
    assert len(known.all(Homeroom)) == 3


def test_what_was_only_held_still_keeps_its_version() -> None:
    assert as_stored(Change.unchanged(ROOM)) == ROOM
    assert as_stored(Change.new(replace(ROOM, version=0))).version == 1


def test_a_branch_sees_what_has_become_and_changes_nothing_until_it_is_merged() -> None:
    known = WorkingSet([ROOM])
    moved = replace(ROOM, room="Room 9")
    known.put(moved)
    branch = known.branch()
    assert branch.get(Homeroom, ROOM.identity) == moved
    assert branch.changes() == []
    moved_again = replace(ROOM, room="Room 10")
    branch.put(moved_again)
    branch.put(a_homeroom("3-B"))
    assert branch.changes() == [Change(moved, moved_again), Change(None, a_homeroom("3-B"))]
    assert len(branch.all(Homeroom)) == 2
    assert known.changes() == [Change(ROOM, moved)]
    known.merge(branch)
    assert known.changes() == [Change(ROOM, moved_again), Change(None, a_homeroom("3-B"))]


def test_a_branch_outlives_the_saving_of_what_it_grew_from() -> None:
    known = WorkingSet([ROOM])
    known.put(replace(ROOM, room="Room 9"))
    branch = known.branch()
    branch.put(replace(ROOM, room="Room 10"))
    known.saved()
    known.merge(branch)
    [change] = known.changes()
    assert change.before
    assert change.before.version == ROOM.version + 1
    assert as_stored(change).version == ROOM.version + 2


def test_asking_for_the_things_of_one_kind_does_not_look_at_the_others() -> None:
    class Unseen(Homeroom):
        looked_at = 0

        @property
        def identity(self) -> str:
            Unseen.looked_at += 1
            return super().identity

    known = WorkingSet([ROOM, *(Unseen(year="2026-2027", code=f"{n}") for n in range(9))])
    before = Unseen.looked_at
    assert known.branch().all(Homeroom) == [ROOM]
    assert Unseen.looked_at == before
