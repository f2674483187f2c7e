"""Homerooms by hand: added, corrected, renamed, merged and removed; their students follow, and files find the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.invitations.bulk_resend import Among
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_changes import HomeroomChanged, HomeroomDetails, HomeroomRefused
from homeroom.domain.roster.student import Student
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.families.exclusions import my_exclusions
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.bulk_resend import preview_bulk_resend
from homeroom.use_cases.invitations.find_invitations import find_invitations
from homeroom.use_cases.invitations.wanted import Wanted as InvitationsWanted
from homeroom.use_cases.roster import homeroom_by_hand as by_hand
from homeroom.use_cases.roster.find_students import homeroom_list
from homeroom.use_cases.roster.move_students import finish_moves
from homeroom.use_cases.roster.overview import show_overview
from homeroom.use_cases.roster.without_address import students_without_address
from tests.factories import NOW, YEAR, a_contact, a_homeroom, a_parent_user, a_student, an_admin, by, homeroom_of
from tests.factories import details as contact_details
from tests.fakes import World
from tests.steps.invited import in_store, invited
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

BY = by(an_admin())
NEXT = "2027-2028"
PUPILS = [a_student(f"Kind{n}", "Muster", school_id=f"S{n}") for n in range(50)]
OTHERS = [a_student(f"Other{n}", "Muster", school_id=f"T{n}", homeroom="3-B") for n in range(3)]
EVERYONE = sorted(student.name for student in (*PUPILS, *OTHERS))


def a_school(*homerooms: Homeroom, pupils: int = 3) -> World:
    world = World()
    rooms = homerooms or (a_homeroom("3-A", room="12", teachers=("Ana Lee",), version=0), a_homeroom("3-B", version=0))
    world.store.save(*map(Change.new, rooms))
    students = (*PUPILS[:pupils], *OTHERS)
    for some in (students[n : n + 20] for n in range(0, len(students), 20)):
        world.store.save(*map(Change.new, some))
    return world


def details(code: str, **more: Any) -> HomeroomDetails:
    return HomeroomDetails(**{"code": code, "grade": "3", "room": "12", "teachers": ("Ana Lee",)} | more)


def rename(world: World, old: str, new: str, **more: Any) -> Homeroom:
    return by_hand.correct_homeroom(YEAR, old, details(new, **more), None, BY, world.services)


def lists(world: World) -> dict[str, list[str]]:
    rooms = [h.code for h in world.services.roster.homerooms(YEAR)]
    return {code: [s.name for s in homeroom_list(code, YEAR, BY.user, world.services).students] for code in rooms}


def codes(world: World) -> set[str]:
    """That students are stored with."""
    return {homeroom_of(student) for student in world.store.all(Student)}


def drop(world: World, rows: str, header: str = "class_code,student_id,student_last_name,student_first_name\n") -> Any:
    upload = world.files.put_upload("a.csv", (header + rows).encode(), "")
    return import_csv(upload, world.services)


def said(world: World, run: Any) -> list[str]:
    rows = [row for part in world.services.imports.parts(run.id) for row in part.rows]
    return [catalogue().say_all(row.messages) for row in rows]


def test_a_homeroom_is_added_once_however_often_the_button_is_pressed() -> None:
    world = a_school()
    for _ in range(2):
        by_hand.add_homeroom(NEXT, details("4-A"), BY, world.services)
    [added] = world.services.roster.homerooms(NEXT)
    assert (added.code, added.room, added.teachers, added.version) == ("4-A", "12", ("Ana Lee",), 1)
    assert [entry.action.value for entry in world.store.all(AuditEntry)] == ["homeroom_added"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("3 – b", "There is already a homeroom 3-B in 2026-2027. Type another code."),
        ("3-A", "3-A is what 3-Blue was called before"),
    ],
)
def test_a_code_that_means_something_is_not_given_away(code: str, sentence: str) -> None:
    world = a_school()
    rename(world, "3-A", "3-Blue")
    with pytest.raises(HomeroomRefused) as refused:
        by_hand.add_homeroom(YEAR, details(code), BY, world.services)
    assert catalogue().say(refused.value.message).startswith(sentence)
    with pytest.raises(HomeroomRefused):
        rename(world, "3-B", "3-Blue")


def test_a_year_that_is_over_is_left_alone() -> None:
    with pytest.raises(NotFound):
        by_hand.add_homeroom("2025-2026", details("3-A"), BY, a_school().services)


def test_students_follow_a_homeroom_to_its_new_code_and_nobody_has_moved() -> None:
    world = a_school(pupils=50)
    last_year = a_student("Old", "Muster", school_id="O", year="2025-2026")
    world.store.save(Change.new(last_year))
    after = rename(world, "3-A", "3-Blue", room="14")
    assert (after.code, after.room, after.grade) == ("3-Blue", "14", "3")
    assert sorted(lists(world)["3-Blue"]) == sorted(student.name for student in PUPILS)
    one = world.services.roster.students([PUPILS[0].id])[PUPILS[0].id]
    assert (homeroom_of(one), one.placements[YEAR].moved_from) == ("3-Blue", "")
    assert world.services.roster.students([last_year.id])[last_year.id].placements == last_year.placements


def test_another_spelling_of_the_code_is_the_same_homeroom() -> None:
    world = a_school()
    rename(world, "3-A", "3 – a")
    assert codes(world) == {"3 – a", "3-B"}
    assert len(lists(world)["3 – a"]) == 3


def test_pressed_twice_a_homeroom_is_renamed_once_and_the_old_address_leads_to_it() -> None:
    world = a_school()
    rename(world, "3-A", "3-Blue")
    version = rename(world, "3-A", "3-Blue").version
    assert rename(world, "3-A", "3-Blue").version == version
    assert by_hand.find_at_hand(YEAR, "3-A", world.services).homeroom.code == "3-Blue"


def test_a_homeroom_can_get_its_old_code_back() -> None:
    world = a_school()
    for old, new in (("3-A", "3-Blue"), ("3-Blue", "3-Red"), ("3-Red", "3-A")):
        rename(world, old, new)
    assert lists(world) == {"3-A": [s.name for s in PUPILS[:3]], "3-B": [s.name for s in OTHERS]}
    assert sorted(by_hand.find_at_hand(YEAR, "3-A", world.services).former_codes) == ["3-Blue", "3-Red"]


def test_the_second_of_two_admins_sees_what_the_first_has_made_of_it() -> None:
    world = a_school()
    seen = by_hand.edition_of(by_hand.find_at_hand(YEAR, "3-A", world.services).homeroom)
    by_hand.correct_homeroom(YEAR, "3-A", details("3-Blue"), seen, BY, world.services)
    with pytest.raises(HomeroomChanged) as changed:
        by_hand.correct_homeroom(YEAR, "3-A", details("3-Red"), seen, BY, world.services)
    assert changed.value.stored.code == "3-Blue"


def test_a_merged_homeroom_has_the_students_of_both_and_stays_what_it_is() -> None:
    world = a_school()
    for _ in range(2):
        by_hand.merge_homerooms(YEAR, "3-A", "3-B", None, BY, world.services)
    assert sorted(lists(world)["3-B"]) == sorted(s.name for s in (*PUPILS[:3], *OTHERS))
    assert list(lists(world)) == ["3-B"]
    assert world.services.roster.homerooms(YEAR)[0].room == ""


def test_only_an_empty_homeroom_is_removed_and_can_be_added_again() -> None:
    world = a_school()
    with pytest.raises(HomeroomRefused) as refused:
        by_hand.remove_homeroom(YEAR, "3-A", BY, world.services)
    assert catalogue().say(refused.value.message).startswith("3 students are in 3-A")
    by_hand.add_homeroom(YEAR, details("3-C"), BY, world.services)
    by_hand.remove_homeroom(YEAR, "3-C", BY, world.services)
    assert list(lists(world)) == ["3-A", "3-B"]
    by_hand.add_homeroom(YEAR, details("3-C"), BY, world.services)
    assert list(lists(world)) == ["3-A", "3-B", "3-C"]


def test_a_homeroom_that_got_another_code_since_it_was_shown_is_not_removed_by_the_former_one() -> None:
    world = a_school()
    by_hand.add_homeroom(YEAR, details("3-C"), BY, world.services)
    rename(world, "3-C", "3-D")
    with pytest.raises(HomeroomRefused) as refused:
        by_hand.remove_homeroom(YEAR, "3-C", BY, world.services)
    assert catalogue().say(refused.value.message).startswith("3-C is called 3-D now")
    assert list(lists(world)) == ["3-A", "3-B", "3-D"]


def test_a_removed_homeroom_in_which_an_import_has_just_placed_somebody_is_one_again() -> None:
    world = a_school()
    by_hand.add_homeroom(YEAR, details("3-C"), BY, world.services)
    by_hand.remove_homeroom(YEAR, "3-C", BY, world.services)
    world.store.save(Change.new(a_student("Late", "Muster", school_id="L", homeroom="3-C")))
    finish_moves(world.services)
    assert lists(world)["3-C"] == ["Late Muster"]


def test_a_file_that_says_a_former_code_means_the_homeroom_of_today() -> None:
    """Students without an id are known by name and homeroom, and many who move make a file wait."""
    world, rows = a_school(pupils=0), "".join(f"3-A,,Muster,Pupil{n}\n" for n in range(10))
    drop(world, rows)
    rename(world, "3-A", "3-Blue")
    before = world.services.roster.homerooms(YEAR)
    run = drop(world, rows + "3-A,,Muster,New\n")
    assert dict(run.counts) == {"unchanged": 10, "placed only": 1}, run.look.doubts
    assert said(world, run)[0] == "The homeroom 3-A is called 3-Blue now."
    assert [h.code for h in world.services.roster.homerooms(YEAR)] == [h.code for h in before]
    assert "New Muster" in lists(world)["3-Blue"]


def test_a_file_that_may_create_homerooms_sets_up_no_former_one() -> None:
    world = a_school(a_homeroom("3-A", version=0))
    by_hand.add_homeroom(NEXT, details("4-A"), BY, world.services)
    by_hand.correct_homeroom(NEXT, "4-A", details("4-Blue"), None, BY, world.services)
    header = "year,class_code,class_room,grade,teacher_name\n"
    run = drop(world, f"{NEXT},4-A,20,4,Mei Li\n", header)
    assert run.over
    [after] = world.services.roster.homerooms(NEXT)
    assert (after.code, after.room, after.teachers) == ("4-Blue", "20", ("Mei Li",))


def test_a_freed_code_means_nothing_any_more_once_no_student_can_be_stored_with_it() -> None:
    world = a_school()
    rename(world, "3-A", "3-Blue")
    with pytest.raises(HomeroomRefused):
        by_hand.free_code(YEAR, "3-Blue", "3-A", BY, world.services)
    world.clock.wait(timedelta(hours=3))
    finish_moves(world.services)
    by_hand.free_code(YEAR, "3-Blue", "3-A", BY, world.services)
    rename(world, "3-B", "3-A")
    assert sorted(lists(world)["3-A"]) == sorted(s.name for s in OTHERS)


@pytest.mark.parametrize("what", ["rename", "merge"])
def test_whatever_dies_on_the_way_each_student_stands_in_one_list_and_the_next_run_does_the_rest(what: str) -> None:
    def change(services: Any) -> None:
        if what == "rename":
            by_hand.correct_homeroom(YEAR, "3-A", details("3-Blue"), None, BY, services)
        else:
            by_hand.merge_homerooms(YEAR, "3-A", "3-B", None, BY, services)

    undisturbed, plug = a_school(pupils=50), Plug()
    change(wired(undisturbed.services, plug))
    assert plug.calls > 10
    left_open = set()
    for at, before in crash_points(plug.calls):
        world = a_school(pupils=50)
        with pytest.raises(PulledThePlug):
            change(wired(world.services, Plug(at, before)))
        assert sorted(name for names in lists(world).values() for name in names) == EVERYONE, (at, before)
        left_open.add(len(codes(world)))
        finish_moves(world.services)
        assert lists(world) in (lists(a_school(pupils=50)), lists(undisturbed)), (at, before)
        change(world.services)
        assert (lists(world), codes(world)) == (lists(undisturbed), codes(undisturbed)), (at, before)
    assert len(left_open) > 1


def half_moved() -> World:
    """Of the three students of 3-A, which is called 3-Blue now, one is stored with that code."""
    world = a_school()
    ended, blue = a_homeroom("3-A", now="3-Blue", over_at=NOW), a_homeroom("3-Blue", taking_over=("3-A",))
    known = {h.code: h for h in world.services.roster.homerooms(YEAR)}
    moved = world.services.roster.students([PUPILS[0].id])[PUPILS[0].id]
    world.store.save(Change(known["3-A"], replace(ended, version=1)), Change.new(blue))
    world.store.save(Change(moved, moved.in_homeroom(blue)))
    return world


def test_while_students_are_being_moved_they_count_where_they_are() -> None:
    world = half_moved()
    overview = show_overview(world.services)
    [grade] = overview.grades
    assert {room.code: count.students for room, count in grade.homerooms} == {"3-Blue": 3, "3-B": 3}
    assert grade.count.students == overview.total.students == 6
    without = students_without_address(YEAR, "", world.services)
    assert (len(without.students), without.number) == (6, 6)


@pytest.mark.parametrize("code", ["3-A", "3-Blue"])
def test_while_students_are_being_moved_invitations_of_their_homeroom_are_listed_and_sent_again(code: str) -> None:
    world = half_moved()
    for pupil in PUPILS[:3]:
        more = {"id": f"i{pupil.school_id}".ljust(24, "0"), "email": f"{pupil.school_id}@example.org".lower()}
        invited(world, in_store(world, pupil), **more)
    page = find_invitations(InvitationsWanted(year=YEAR, homeroom=code), "", world.services)
    assert len(page.lines) == 3
    world.clock.wait(timedelta(days=2))
    assert preview_bulk_resend(Among(homeroom=code), world.services).number == 3


def test_while_students_are_being_moved_a_parent_sees_all_who_share_something_to_choose_whom_to_exclude() -> None:
    world = half_moved()
    shared = contact_details(sharing=Sharing(phone=Audience.SITE), mobile_phone="555 0100")
    own = a_contact(PUPILS[0], id="own", user_key="maria@example.org", registered=True)
    other = a_contact(PUPILS[1], id="other", details=shared)
    for pupil, contact in ((PUPILS[0], own), (PUPILS[1], other)):
        stored = in_store(world, pupil)
        world.store.save(Change(stored, stored.linked_to(contact.id)), Change.new(contact))
    choices = my_exclusions(a_parent_user(own), world.services).choices
    assert [choice.id for choice in choices] == ["other"]


@pytest.mark.parametrize("code", ["3-A", "3-Blue"])
@pytest.mark.parametrize("at", range(1, 40, 6))
def test_a_homeroom_that_is_renamed_while_a_file_is_imported_loses_nobody(at: int, code: str) -> None:
    world = a_school(pupils=5)
    if code == "3-Blue":  # the file comes from somebody who knew
        world.store.save(Change.new(a_homeroom("3-Blue", version=0)))
        happens: Callable[[], object] = lambda: by_hand.merge_homerooms(YEAR, "3-A", code, None, BY, world.services)  # noqa: E731
    else:
        happens = lambda: rename(world, "3-A", "3-Blue")  # noqa: E731
    rows = "".join(f"{code},N{n},Muster,New{n}\n" for n in range(3))
    file = "class_code,student_id,student_last_name,student_first_name\n" + rows
    upload = world.files.put_upload("a.csv", file.encode(), "")
    run = import_csv(upload, wired(world.services, Meanwhile(at, happens)))
    happens()
    assert run
    assert dict(run.counts) == {"placed only": 3}
    wanted = sorted([*(s.name for s in PUPILS[:5]), *(f"New{n} Muster" for n in range(3))])
    assert sorted(lists(world)["3-Blue"]) == wanted
    finish_moves(world.services)
    assert codes(world) == {"3-Blue", "3-B"}


_CODES = st.sampled_from(["3-A", "3-B", "3-C", "3-D", "3 - d"])


@given(st.lists(st.tuples(st.sampled_from(["rename", "merge", "settle"]), _CODES, _CODES), max_size=8))
def test_whatever_is_renamed_and_merged_nobody_is_lost_and_every_code_leads_on(
    steps: list[tuple[str, str, str]],
) -> None:
    world = a_school()
    for what, one, other in steps:
        try:
            if what == "rename":
                rename(world, one, other)
            elif what == "merge":
                by_hand.merge_homerooms(YEAR, one, other, None, BY, world.services)
            else:
                world.clock.wait(timedelta(hours=3))
                finish_moves(world.services)
        except (HomeroomRefused, NotFound):
            pass
        assert sorted(n for names in lists(world).values() for n in names) == sorted(
            s.name for s in (*PUPILS[:3], *OTHERS)
        )
    for code in ("3-A", "3-B"):
        assert by_hand.find_at_hand(YEAR, code, world.services).homeroom.year == YEAR
