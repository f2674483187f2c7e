"""The search for students: who is found, and what it says of those who are not."""

from typing import Any

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.roster.find_students import search_students
from tests.factories import YEAR, a_contact, a_parent_user, a_student, an_admin
from tests.fakes import World


def a_school(count: int, **more: Any) -> tuple[World, User]:
    """So many students called Kim, one whom everybody finds, and the parent of that one."""
    world, own = World(), a_student("Zoe", "Kim", id="own")
    contact = a_contact(own)
    world.store.save(Change.new(own.linked_to(contact.id)), Change.new(contact))
    for n in range(count):
        world.store.save(Change.new(a_student(f"Kid{n:02}", "Kim", id=f"s{n}", **more)))
    return world, a_parent_user(contact)


@pytest.mark.parametrize("how", [{"protected": True}, {"unlisted_by": ("somebody",)}])
def test_students_kept_out_of_lists_neither_count_nor_take_the_place_of_others(how: dict[str, Any]) -> None:
    world, parent = a_school(70, **how)
    matches = search_students("kim", YEAR, parent, world.services)
    assert ([s.first_name for s in matches.students], matches.more) == (["Zoe"], False)
    assert search_students("kim", YEAR, an_admin(), world.services).more


@pytest.mark.parametrize(("others", "more"), [(49, False), (50, True)])
def test_a_search_says_that_there_are_more_than_are_shown(others: int, more: bool) -> None:
    world, parent = a_school(others)
    matches = search_students("kim", YEAR, parent, world.services)
    assert (len(matches.students), matches.more) == (50, more)
    assert matches.students == sorted(matches.students, key=lambda student: student.order)


def test_an_id_that_is_pasted_with_characters_that_nobody_sees_is_found() -> None:
    world, _ = a_school(1, school_id="00417")
    for typed in ("00417", "\u202a00417\u202c", "\ufeff0041", "00\u200b417\u00a0"):
        assert [s.id for s in search_students(typed, YEAR, an_admin(), world.services).students] == ["s0"], typed
