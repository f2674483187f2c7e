"""Students whom a Site Admin adds and corrects, and what a file says of them afterwards."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.imports.by_hand import (
    HomeroomGone,
    MayBeThere,
    SchoolIdTaken,
    SchoolIdWithoutZeros,
    StudentEntry,
)
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import new_id
from homeroom.domain.roster.merging import MergeChoices, merged
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import StudentChanged, edition_of
from homeroom.domain.roster.student_identity import Namesakes
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.show_import import show_import
from homeroom.use_cases.roster.edit_student import add, change
from tests.factories import YEAR, a_homeroom, a_student, by_admin
from tests.fakes import World
from tests.steps.english import english
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import wired

NEXT = "2027-2028"
SPARE = "f" * 24
HEADER = "year,class_code,grade,student_id,student_last_name,student_first_name\n"


def a_school() -> World:
    world = World()
    rooms = (a_homeroom(code, version=0) for code in ("3-A", "3-B", "4-A"))
    world.store.save(*map(Change.new, rooms), Change.new(a_homeroom("4-A", year=NEXT, version=0)))
    return world


def entry(first_name: str = "Ana", last_name: str = "Díaz", **more: Any) -> StudentEntry:
    usual: dict[str, Any] = {"school_id": "", "places": {YEAR: ("3-A", "")}}
    return StudentEntry(first_name=first_name, last_name=last_name, **usual | more)


def added(world: World, typed: StudentEntry | None = None) -> Student:
    return add(typed or entry(), SPARE, by_admin(), world.services)


def changed(world: World, student: Student, typed: StudentEntry) -> Student:
    change(student.id, typed, edition_of(student), by_admin(), world.services)
    return stored(world, student)


def stored(world: World, student: Student) -> Student:
    [found] = [s for s in world.store.all(Student) if s.id == student.id]
    return found


def filed(world: World, *rows: str) -> tuple[Mapping[str, int], str]:
    """How a file with these rows is taken, and what is said of its first row."""
    body = HEADER + "".join(f"{row}\n" for row in rows)
    run = import_csv(world.files.put_upload(f"{new_id()}.csv", body.encode(), ""), world.services)
    assert run
    shown = show_import(run.id, None, 0, world.services).rows
    return run.counts, english(*shown[0].messages)


def actions(world: World) -> list[str]:
    """In the order of the alphabet: what is done at one moment has no other."""
    return sorted(entry.action for entry in world.store.all(AuditEntry) if entry.action.startswith("student"))


# ------------------------------------------------------------ adding
def test_who_is_added_is_placed_with_the_grade_of_the_homeroom_and_recorded() -> None:
    world = a_school()
    student = added(world)
    assert (student.placements[YEAR].homeroom, student.placements[YEAR].grade) == ("3-A", "3")
    assert actions(world) == [AuditAction.STUDENT_ADDED]
    [recorded] = world.store.all(AuditEntry)
    assert recorded.about.student_ids == (student.id,)


NAMES = st.sampled_from(["Ana", "Noé", "Li", "Zoë", "ana", "Lin"])


@settings(max_examples=40, deadline=None)
@given(NAMES, NAMES, st.sampled_from(["", "417", "0417", "A-9"]), st.sampled_from(["3-A", "4-A"]), st.booleans())
def test_the_same_row_of_a_later_file_finds_who_was_added_and_changes_nothing(
    first: str, last: str, school_id: str, code: str, another_was_there: bool
) -> None:
    world = a_school()
    if another_was_there:
        added(world, entry(first, last, school_id="900"))
    student = add(
        entry(first, last, school_id=school_id, places={YEAR: (code, "")}, is_another=another_was_there),
        SPARE,
        by_admin(),
        world.services,
    )
    before = world.store.all(Student)
    counts, why = filed(world, f"{YEAR},{code},,{school_id},{last},{first}")
    if another_was_there and not school_id:
        assert counts == {"failed": 1}, why  # two of one name, and nothing says which
    else:
        assert counts == {"unchanged": 1}, why
    assert world.store.all(Student) == before
    assert student in before or stored(world, student).placements == student.placements


def test_whoever_has_the_name_already_is_shown_first_and_another_child_may_be_added() -> None:
    world = a_school()
    first = added(world)
    with pytest.raises(MayBeThere) as there:
        added(world, entry("ANA", "Diaz", places={YEAR: ("3-B", "")}))
    assert [s.id for s in there.value.students] == [first.id]
    second = added(world, entry(places={YEAR: ("3-B", "")}, is_another=True))
    assert second.id == SPARE != first.id
    assert added(world, entry(places={YEAR: ("3-B", "")}, is_another=True)).id == SPARE  # pressed twice
    assert len(world.store.all(Student)) == 2
    counts, why = filed(world, f"{YEAR},3-B,,,Díaz,Ana")
    assert (counts, "student_id" in why) == ({"failed": 1}, True)


def test_who_was_there_last_year_is_shown_too() -> None:
    world = a_school()
    former = a_student("Ana", "Díaz", year="2025-2026")
    names = Namesakes(year="2025-2026", name_key=former.name_key, student_ids=(former.id,))
    world.store.save(Change.new(former), Change.new(names))
    with pytest.raises(MayBeThere):
        added(world)


def test_an_id_is_one_students_whatever_its_case_and_also_without_its_zeros() -> None:
    world = a_school()
    student = added(world, entry(school_id="a417"))
    with pytest.raises(SchoolIdTaken) as taken:
        added(world, entry("Noé", "Li", school_id="A417"))
    assert taken.value.student.id == student.id
    other = added(world, entry("Noé", "Li", school_id="0012"))
    with pytest.raises(SchoolIdWithoutZeros) as zeros:
        added(world, entry("Noé", "Li", school_id="12", is_another=True))
    assert zeros.value.student.id == other.id


def test_a_homeroom_that_is_gone_takes_nobody() -> None:
    with pytest.raises(HomeroomGone):
        added(a_school(), entry(places={YEAR: ("9-Z", "")}))


def test_of_two_who_add_the_same_child_at_once_the_second_is_shown_the_first() -> None:
    for call in range(1, 12):
        world = a_school()
        services = wired(world.services, Meanwhile(call, partial(added, world)))
        with suppress(MayBeThere):
            add(entry(places={YEAR: ("3-B", "")}), "e" * 24, by_admin(), services)
        assert len(world.store.all(Student)) == 1


# ------------------------------------------------------------ correcting
def test_a_corrected_name_is_not_changed_back_and_makes_no_second_child() -> None:
    world = a_school()
    student = added(world, entry("Anna", "Dias"))
    after = changed(world, student, entry("Ana", "Díaz"))
    assert (after.id, after.name) == (student.id, "Ana Díaz")
    for name in ("Dias,Anna", "Díaz,Ana"):
        assert filed(world, f"{YEAR},3-A,,,{name}")[0] == {"unchanged": 1}
    assert [s.name for s in world.store.all(Student)] == ["Ana Díaz"]
    assert actions(world) == [AuditAction.STUDENT_ADDED, AuditAction.STUDENT_CORRECTED]


def test_with_the_id_and_the_former_name_a_row_is_in_no_doubt() -> None:
    world = a_school()
    student = added(world, entry("Anna", "Dias", school_id="417"))
    changed(world, student, entry("Ana", "Díaz", school_id="417"))
    assert filed(world, f"{YEAR},3-A,,417,Dias,Anna")[0] == {"unchanged": 1}
    assert filed(world, f"{YEAR},3-A,,417,Other,Name")[0] == {"waiting": 1}


def test_a_row_of_the_next_year_finds_them_under_the_former_name() -> None:
    world = a_school()
    student = added(world, entry("Anna", "Dias", school_id="417"))
    changed(world, student, entry("Ana", "Díaz", school_id="417"))
    assert filed(world, f"{NEXT},4-A,,417,Díaz,Ana")[0] == {"placed only": 1}
    assert filed(world, f"{NEXT},4-A,,,Dias,Anna")[0] == {"unchanged": 1}
    assert len(world.store.all(Student)) == 1


def test_a_name_that_is_corrected_back_is_the_name_again() -> None:
    world = a_school()
    student = changed(world, added(world, entry("Anna")), entry("Ana"))
    back = changed(world, student, entry("Anna"))
    assert back.former_names == (entry("Ana").name_key,)
    assert filed(world, f"{YEAR},3-A,,,Díaz,Anna")[0] == {"unchanged": 1}


def test_a_corrected_id_is_not_given_back_and_both_lead_to_the_student() -> None:
    world = a_school()
    student = added(world, entry(school_id="100"))
    after = changed(world, student, entry(school_id="200"))
    assert (after.id, after.school_id) == (student.id, "200")
    for school_id in ("100", "200"):
        assert filed(world, f"{YEAR},3-A,,{school_id},Díaz,Ana")[0] == {"unchanged": 1}
    with pytest.raises(SchoolIdTaken):
        added(world, entry("Noé", school_id="100"))
    cleared = changed(world, stored(world, student), entry())
    assert cleared.school_id == ""
    assert filed(world, f"{YEAR},3-A,,200,Díaz,Ana")[0] == {"unchanged": 1}
    assert stored(world, student).school_id == ""


def test_an_id_that_is_set_later_leads_to_the_student() -> None:
    world = a_school()
    student = changed(world, added(world), entry(school_id="300"))
    assert filed(world, f"{YEAR},3-A,,300,Díaz,Ana")[0] == {"unchanged": 1}
    assert [s.id for s in world.store.all(Student)] == [student.id]


def test_whoever_is_moved_stands_in_the_other_homeroom_and_is_remembered_where_they_were() -> None:
    world = a_school()
    student = changed(world, added(world), entry(places={YEAR: ("4-A", ""), NEXT: ("4-A", "5")}))
    here = student.placements[YEAR]
    assert (here.homeroom, here.grade, here.moved_from, here.moved_at) == ("4-A", "4", "3-A", world.clock())
    assert student.placements[NEXT].grade == "5"
    assert actions(world) == [AuditAction.STUDENT_ADDED, AuditAction.STUDENT_MOVED]
    assert filed(world, f"{NEXT},4-A,5,,Díaz,Ana")[0] == {"unchanged": 1}


def test_a_name_that_becomes_another_childs_is_asked_about_once() -> None:
    world = a_school()
    added(world, entry("Noé"))
    student = add(entry(), "e" * 24, by_admin(), world.services)
    with pytest.raises(MayBeThere):
        changed(world, student, entry("Noé"))
    assert changed(world, student, entry("Noé", is_another=True)).first_name == "Noé"


def test_who_has_a_corrected_name_is_still_moved_by_the_files_that_have_the_former_one() -> None:
    world = a_school()
    student = changed(world, added(world, entry("Anna", school_id="417")), entry("Ana", school_id="418"))
    assert filed(world, f"{YEAR},3-B,,417,Díaz,Anna")[0] == {"placed only": 1}
    after = stored(world, student)
    assert (after.name, after.school_id, after.placements[YEAR].homeroom) == ("Ana Díaz", "418", "3-B")


def test_whoever_merges_with_one_who_has_left_is_here_and_one_of_two_reasons_is_kept() -> None:
    gone = a_student("Ana").left(YEAR).as_protected("Court order")
    both = merged(a_student("Anna").corrected("Ann", "Díaz", ""), gone, MergeChoices())
    assert (both.left_from, both.protected_reason) == ("", "Court order")
    assert a_student("Anna").name_key in both.name_keys
    assert merged(gone, a_student("Bo").left(NEXT), MergeChoices()).left_from == NEXT


# ------------------------------------------------------------ two at once
def test_whoever_comes_second_is_shown_what_the_first_has_saved() -> None:
    world = a_school()
    student = added(world)
    seen = edition_of(student)
    change(student.id, entry("Anna"), seen, by_admin(), world.services)
    with pytest.raises(StudentChanged) as late:
        change(student.id, entry(places={YEAR: ("3-B", "")}), seen, by_admin(), world.services)
    assert late.value.stored.first_name == "Anna"
    change(student.id, entry("Anna"), seen, by_admin(), world.services)  # the same twice: nothing to say
    assert actions(world) == [AuditAction.STUDENT_ADDED, AuditAction.STUDENT_CORRECTED]


def test_an_invitation_that_goes_out_meanwhile_is_no_change_of_the_student() -> None:
    student = added(a_school())
    assert edition_of(replace(student, open_invitation_ids=("i1",), version=9)) == edition_of(student)
