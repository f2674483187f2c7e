"""A file that looks wrong waits: nothing of it is done until a Site Admin has looked."""

import csv
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import Doubt, answered
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.imports.answer_doubts import (
    NotAnswered,
    decide_rows,
    go_on_with_file,
    leave_file,
    take_answers_back,
)
from homeroom.use_cases.imports.cancel_import import request_withdrawal
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.start_import import confirm_import
from homeroom.use_cases.invitations.make_letters import make_letters
from tests.factories import a_homeroom, an_admin, by_admin
from tests.fakes import World
from tests.steps.english import english

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email\n"
YEAR, FAR = "2026-2027", "2031-2032"
CLASS = "".join(f"{YEAR},3-A,{n},Muster {n},Kind,p{n}@example.org\n" for n in range(1, 9))
LATER = f"{FAR},3-A,11,García,Noé,m@example.org\n{FAR},3-A,12,Li,Mei,l@example.org\n"


def a_world() -> World:
    world = World()
    homerooms = [a_homeroom(code, version=0, year=year) for code in ("3-A", "3-B") for year in (YEAR, FAR)]
    world.store.save(*map(Change.new, homerooms))
    return world


def dropped(world: World, text: str, name: str = "a.csv") -> ImportRun:
    upload = world.files.put_upload(name, (HEADER + text).encode(), "")
    return again(world, upload)


def again(world: World, upload: Upload) -> ImportRun:
    run = import_csv(upload, world.services)
    assert run
    return run


def after(world: World, run: ImportRun) -> ImportRun:
    """What has become of it by what was asked for through the queue."""
    assert world.import_queue.uploads.pop() == run.upload
    return again(world, run.upload)


def outcomes_in_results(world: World, run: ImportRun) -> list[str]:
    lines = world.files.read_results(run.upload).decode("utf-8-sig").splitlines()
    return [line["outcome"] for line in csv.DictReader(lines)]


def students(world: World) -> list[Student]:
    return sorted(world.store.all(Student), key=lambda student: student.order)


def test_a_file_about_a_year_that_is_neither_this_nor_the_next_waits_and_does_nothing() -> None:
    world = a_world()
    run = dropped(world, CLASS + LATER)
    assert (run.state, run.counts) == (ImportState.WAITING, {"waiting": 10})
    assert english(*run.look.doubts) == (
        "2 rows are about 2031-2032, which is neither the current school year nor the next: rows 10 and 11."
    )
    assert (students(world), world.queue.mails, world.import_queue.uploads) == ([], [], [])
    assert outcomes_in_results(world, run) == ["waiting"] * 10


def test_the_page_of_a_file_that_waits_has_a_check_of_it() -> None:
    world = a_world()
    run = dropped(world, LATER)
    check = world.services.imports.get(run.check_id)
    assert check
    assert (check.state, check.counts, check.mails) == (ImportState.CHECKED, {"invited": 2}, 2)
    assert [r.id for r in world.services.imports.newest(10)] == [run.id]


def test_a_file_that_waits_is_imported_when_a_site_admin_says_to_go_on() -> None:
    world = a_world()
    run = dropped(world, LATER)
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    run = after(world, run)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"invited": 2})
    assert len(world.queue.mails) == 2
    assert outcomes_in_results(world, run) == ["invited"] * 2


def test_a_file_that_is_left_places_nobody_and_its_rows_are_skipped() -> None:
    world = a_world()
    run = dropped(world, LATER)
    leave_file(run.id, by_admin(), world.services)
    run = after(world, run)
    assert (run.state, run.counts) == (ImportState.LEFT, {"skipped": 2})
    assert (students(world), world.queue.mails) == ([], [])
    assert outcomes_in_results(world, run) == ["skipped"] * 2


def test_going_on_and_leaving_do_nothing_to_a_file_that_does_not_wait() -> None:
    world = a_world()
    run = dropped(world, CLASS)
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    leave_file(run.id, by_admin(), world.services)
    decide_rows(run.id, True, (), by_admin(), world.services)
    assert world.services.imports.get(run.id) == run
    assert world.import_queue.uploads == []


def test_going_on_shows_the_file_again_where_more_would_become_of_it_than_was_seen() -> None:
    world = a_world()
    run = dropped(world, LATER)
    dropped(world, f"{FAR},3-A,11,García,Noé,\n".replace(FAR, YEAR), "b.csv")
    world.store.save(Change.new(a_homeroom("9-Z", version=0)))
    first = world.services.imports.get(run.check_id)
    other = f"{FAR},3-A,11,García,Noé,m@example.org\n"
    accepted = dropped(world, other, "c.csv")
    go_on_with_file(accepted.id, (), {}, by_admin(), world.services)
    assert after(world, accepted).state is ImportState.FINISHED
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    run = after(world, run)
    second = world.services.imports.get(run.check_id)
    assert first
    assert second
    assert (run.state, run.look.differs, run.counts) == (ImportState.WAITING, True, {"waiting": 2})
    assert (first.counts, second.counts) == ({"invited": 2}, {"unchanged": 1, "invited": 1})
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    assert after(world, run).state is ImportState.FINISHED


def test_a_file_of_a_site_whose_files_do_not_wait_goes_on_and_the_doubt_is_noted() -> None:
    world = a_world()
    world.store.save(Change.new(SiteSettings(school_year=YEAR, files_wait=False)))
    run = dropped(world, LATER)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"invited": 2})
    assert [doubt.id for doubt in run.look.not_accepted] == [Doubt.OTHER_YEAR]


@pytest.mark.parametrize(("moved", "state"), [(5, ImportState.FINISHED), (6, ImportState.WAITING)])
def test_a_file_that_moves_more_than_a_tenth_of_the_students_and_more_than_five_waits(
    moved: int, state: ImportState
) -> None:
    world = a_world()
    dropped(world, CLASS)
    lines = CLASS.splitlines(keepends=True)
    run = dropped(
        world, "".join(line.replace("3-A", "3-B") for line in lines[:moved]) + "".join(lines[moved:]), "b.csv"
    )
    assert (run.state, run.look.moved, run.look.known) == (state, moved, 8)


def test_a_row_that_moves_a_student_says_from_where() -> None:
    world = a_world()
    dropped(world, CLASS)
    run = dropped(world, f"{YEAR},3-B,1,Muster 1,Kind,p1@example.org\n", "b.csv")
    [row] = next(world.services.imports.parts(run.id)).rows
    assert row.outcome is Outcome.PLACED_ONLY
    assert english(*row.messages) == "Moved from 3-A to 3-B. Invited before: p1@example.org."
    [moved] = [s for s in students(world) if s.school_id == "1"]
    assert moved.placements[YEAR].moved_from == "3-A"
    assert moved.placements[YEAR].moved_at == world.clock()


# ---------------------------------------------------------------- rows that wait
OTHER_NAME = f"{YEAR},3-A,1,Nguyễn,Kind,p1@example.org\n"
NEW_ID = f"{YEAR},3-A,0002-X,Muster 2,Kind,p2@example.org\n"
NEW_CHILD = f"{YEAR},3-A,20,Weber,Ben,b@example.org\n"


def with_waiting_rows(world: World) -> ImportRun:
    dropped(world, CLASS)
    world.queue.mails.clear()
    return dropped(world, OTHER_NAME + NEW_ID + NEW_CHILD, "b.csv")


def test_only_the_rows_that_look_wrong_wait() -> None:
    world = a_world()
    run = with_waiting_rows(world)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"waiting": 2, "invited": 1})
    assert outcomes_in_results(world, run) == ["waiting", "waiting", "invited"]
    rows = next(world.services.imports.parts(run.id)).rows
    assert [english(*row.messages) for row in rows[:2]] == [
        (
            "The student with the ID 1 is called Kind Muster 1. Here the name is Kind Nguyễn. "
            "If you go on, the name is corrected; contacts and invitations are kept."
        ),
        (
            "Kind Muster 2 is in 3-A already, with the ID 2. Here the ID is 0002-X. "
            "If you go on, the student gets the new ID."
        ),
    ]


def test_a_name_is_corrected_in_place_when_a_site_admin_says_so_and_invitations_are_kept() -> None:
    world = a_world()
    run = with_waiting_rows(world)
    [before] = [s for s in students(world) if s.school_id == "1"]
    decide_rows(run.id, True, [2], by_admin(), world.services)
    run = after(world, run)
    [now] = [s for s in students(world) if s.school_id == "1"]
    assert (run.state, run.counts) == (ImportState.FINISHED, {"waiting": 1, "placed only": 1, "invited": 1})
    assert (now.id, now.name, now.open_invitation_ids) == (before.id, "Kind Nguyễn", before.open_invitation_ids)
    assert [s.id for s in world.services.roster.search(YEAR, "Nguyễn", 10)] == [now.id]
    assert outcomes_in_results(world, run) == ["placed only", "waiting", "invited"]


def test_a_known_child_under_a_new_id_is_never_a_second_child() -> None:
    world = a_world()
    run = with_waiting_rows(world)
    decide_rows(run.id, True, [3], by_admin(), world.services)
    after(world, run)
    assert [s.school_id for s in students(world) if s.name == "Kind Muster 2"] == ["0002-X"]
    [old] = next(world.services.imports.parts(dropped(world, CLASS.splitlines(keepends=True)[1], "c.csv").id)).rows
    assert (old.outcome, [m.id for m in old.messages]) == (Outcome.WAITING, [Doubt.NEW_ID])


def test_rows_that_are_left_are_skipped_with_the_name_of_whoever_said_so() -> None:
    world = a_world()
    run = with_waiting_rows(world)
    decide_rows(run.id, False, (), by_admin(), world.services)
    run = after(world, run)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"skipped": 2, "invited": 1})
    [first, *_] = next(world.services.imports.parts(run.id)).rows
    assert english(first.messages[0]) == f"Left out by {by_admin().user.name}."
    assert outcomes_in_results(world, run) == ["skipped", "skipped", "invited"]


def test_a_row_that_waited_invites_its_parent_once_it_may() -> None:
    world = a_world()
    dropped(world, CLASS)
    lines = [f"{YEAR},3-A,1,Nguyễn,Kind,new@example.org\n", NEW_CHILD]
    run = dropped(world, "".join(lines), "b.csv")
    mails = set(world.queue.mails)
    decide_rows(run.id, True, (), by_admin(), world.services)
    run = after(world, run)
    assert (run.counts, run.mails) == ({"invited": 2}, 2)
    assert len(set(world.queue.mails) - mails) == 1


def test_a_withdrawn_import_has_no_rows_that_wait() -> None:
    world = a_world()
    run = with_waiting_rows(world)
    request_withdrawal(run.id, by_admin(), world.services)
    run = after(world, run)
    assert (run.state, run.counts) == (ImportState.WITHDRAWN, {"skipped": 2, "invited": 1})


def test_a_file_most_of_whose_rows_look_wrong_waits_altogether() -> None:
    world = a_world()
    dropped(world, CLASS)
    run = dropped(world, CLASS.replace("Muster", "Nguyễn"), "b.csv")
    assert (run.state, [d.id for d in run.look.doubts]) == (ImportState.WAITING, [Doubt.MANY_ROWS])


# ---------------------------------------------------------------- what was checked on the page
def test_what_was_accepted_on_the_page_does_not_wait() -> None:
    world = a_world()
    check = check_file(world.files.put_check("a.csv", (HEADER + LATER).encode(), "admin@example.org"), world.services)
    assert check
    assert [d.id for d in check.look.doubts] == [Doubt.OTHER_YEAR]
    run = again(world, confirm_import(check.id, (), {}, by_admin(), world.services))
    assert (run.state, run.counts) == (ImportState.FINISHED, {"invited": 2})


def test_rows_of_a_checked_file_wait_unless_their_kind_was_ticked() -> None:
    for ticked, counts in (((), {"waiting": 1}), ((Doubt.OTHER_NAME.value,), {"placed only": 1})):
        world = a_world()
        dropped(world, CLASS)
        body = (HEADER + OTHER_NAME).encode()
        check = check_file(world.files.put_check("b.csv", body, "admin@example.org"), world.services)
        assert check
        run = again(world, confirm_import(check.id, ticked, {}, by_admin(), world.services))
        assert (run.state, run.counts) == (ImportState.FINISHED, counts)


def test_a_checked_file_that_looks_otherwise_by_now_waits() -> None:
    world = a_world()
    lines = CLASS.splitlines(keepends=True)
    body = (HEADER + CLASS.replace("3-A", "3-B")).encode()
    check = check_file(world.files.put_check("b.csv", body, "admin@example.org"), world.services)
    assert check
    assert check.look.doubts == ()
    dropped(world, "".join(lines))
    run = again(world, confirm_import(check.id, (), {}, by_admin(), world.services))
    assert (run.state, [d.id for d in run.look.doubts]) == (ImportState.WAITING, [Doubt.MANY_MOVES])


def test_an_import_that_died_while_rows_were_decided_comes_to_the_same_end() -> None:
    world = a_world()
    run = with_waiting_rows(world)
    decide_rows(run.id, True, (), by_admin(), world.services)
    time = iter([True, True])
    half = import_csv(run.upload, world.services, lambda: next(time, False))
    assert half
    assert (half.state, half.counts["waiting"]) == (ImportState.DECIDING, 1)
    run = again(world, run.upload)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"placed only": 2, "invited": 1})
    assert replace(run, version=0).look == half.look


@pytest.mark.parametrize("homeroom", ["3-A", "3-B"])
def test_an_id_whose_zeros_came_back_is_the_same_child_in_whatever_homeroom(homeroom: str) -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,77,García,Noé,m@example.org\n")
    again_with_zeros = dropped(world, f"{YEAR},{homeroom},0077,García,Noé,\n", "b.csv")
    [row] = next(world.services.imports.parts(again_with_zeros.id)).rows
    assert [m.id for m in row.messages] == [Doubt.NEW_ID]


@pytest.mark.parametrize(("year", "code"), [(YEAR, "3-B"), ("2027-2028", "4-A")])
def test_a_new_id_in_another_homeroom_is_the_same_child_where_the_parent_is_the_same(year: str, code: str) -> None:
    world = a_world()
    world.store.save(Change.new(a_homeroom("4-A", version=0, year="2027-2028")))
    dropped(world, f"{YEAR},3-A,77,García,Noé,m@example.org\n")
    line = f"{year},{code},N-1,García,Noé,{{}}@example.org\n"
    assert dropped(world, line.format("m"), "b.csv").counts == {"waiting": 1}
    assert dropped(world, line.format("other"), "c.csv").counts == {"invited": 1}
    assert {child.school_id for child in students(world)} == {"77", "N-1"}


def test_a_child_under_a_new_id_of_a_new_system_is_kept_once_a_site_admin_says_so() -> None:
    world = a_world()
    world.store.save(Change.new(a_homeroom("4-A", version=0, year="2027-2028")))
    dropped(world, f"{YEAR},3-A,77,García,Noé,m@example.org\n")
    run = dropped(world, "2027-2028,4-A,N-1,García,Noé,m@example.org\n", "b.csv")
    decide_rows(run.id, True, (), by_admin(), world.services)
    assert after(world, run).counts == {"placed only": 1}
    [child] = students(world)
    assert (child.school_id, sorted(child.placements), len(set(world.queue.mails))) == ("N-1", [YEAR, "2027-2028"], 1)


def test_a_name_alone_in_another_homeroom_with_other_parents_may_be_another_child() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,,Li,Mei,a@example.org\n")
    world.queue.mails.clear()
    run = dropped(world, f"{YEAR},3-B,,Li,Mei,b@example.org\n", "b.csv")
    [row] = next(world.services.imports.parts(run.id)).rows
    assert (run.counts, [m.id for m in row.messages]) == ({"waiting": 1}, [Doubt.FORMER_STUDENT])
    assert ([s.placements[YEAR].homeroom for s in students(world)], world.queue.mails) == (["3-A"], [])
    assert dropped(world, f"{YEAR},3-B,,Li,Mei,a@example.org\n", "c.csv").counts == {"placed only": 1}
    decide_rows(run.id, True, (), by_admin(), world.services)
    assert after(world, run).counts == {"invited": 1}


# ---------------------------------------------------------------- what rows say of each other
FAMILIES = "".join(
    f"{YEAR},3-A,4{n},{name},Kind,office@example.org\n" for n, name in enumerate(["Weber", "Li", "Diaz"])
)


def test_who_has_a_letter_only_is_invited_at_the_address_that_a_file_brings() -> None:
    """Nobody was asked at another address before: there is none that it could have taken the place of."""
    world = a_world()
    dropped(world, f"{YEAR},3-A,1,Weber,Kind,\n{YEAR},3-A,2,Li,Kind,p@example.org\n")
    weber = next(student for student in students(world) if student.last_name == "Weber")
    make_letters([weber.id], by_admin(), world.services)
    run = dropped(world, f"{YEAR},3-A,1,Weber,Kind,p@example.org\n", "b.csv")
    assert run.counts == {"invited": 1}
    assert len(students(world)[1].open_invitation_ids) == 2


def test_addresses_that_have_become_the_neighbors_hold_their_rows() -> None:
    world = a_world()
    names = ("Weber", "Li", "Diaz", "García", "Okafor", "Nguyễn")
    as_meant, sorted_alone = (
        "".join(f"{YEAR},3-A,{n},{name},Kind,p{(n + by) % 6}@example.org\n" for n, name in enumerate(names, start=1))
        for by in (0, 1)
    )
    dropped(world, as_meant)
    world.queue.mails.clear()
    run = dropped(world, sorted_alone, "b.csv")
    rows = next(world.services.imports.parts(run.id)).rows
    assert {m.id for row in rows for m in row.messages} == {Doubt.OTHERS_ADDRESS}
    assert (run.counts, world.queue.mails) == ({"waiting": 6}, [])


def test_a_new_address_and_that_of_a_sibling_are_the_familys_own() -> None:
    world = a_world()
    lines = [f"{YEAR},3-A,{n},{name},Kind,{a}@example.org\n" for n, name, a in ((1, "Li", "a"), (2, "Li Wu", "b"))]
    dropped(world, "".join([*lines, CLASS]))
    for address in ("b@example.org", "new@example.org"):
        assert dropped(world, lines[0].replace("a@example.org", address), f"{address}.csv").counts == {"invited": 1}
    [row] = next(world.services.imports.parts(dropped(world, lines[0].replace("a@", "p4@"), "c.csv").id)).rows
    assert english(*row.messages) == (
        "The address p4@example.org is that of a parent of Kind Muster 4, and Kind Li was invited at another. If you "
        "go on, its reader is told of Kind Li."
    )


def test_an_address_that_unrelated_families_share_holds_their_rows_and_no_others() -> None:
    world = a_world()
    run = dropped(world, FAMILIES + CLASS)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"waiting": 3, "invited": 8})
    [first, *_] = next(world.services.imports.parts(run.id)).rows
    assert [m.id for m in first.messages] == [Doubt.SHARED_ADDRESS]
    decide_rows(run.id, True, (), by_admin(), world.services)
    assert after(world, run).counts == {"invited": 11}


def test_a_site_admins_own_address_with_the_children_of_two_families_holds_their_rows() -> None:
    world = a_world()
    world.store.save(Change.new(an_admin(version=0)))
    two = FAMILIES.splitlines(keepends=True)[:2]
    run = dropped(world, "".join(two).replace("office@example.org", an_admin().email) + CLASS)
    assert run.counts == {"waiting": 2, "invited": 8}


def test_a_flag_against_contact_further_down_keeps_the_row_above_from_inviting() -> None:
    header = "year,class_code,student_id,student_last_name,student_first_name,parent_email,do_not_contact\n"
    line = f"{YEAR},3-A,1,Weber,Ben,m@example.org"
    rows = [f"{line},\n", *(f"{YEAR},3-A,x{n},Muster {n},Kind,,\n" for n in range(400)), f"{line},yes\n"]
    world = a_world()
    upload = world.files.put_upload("a.csv", (header + "".join(rows)).encode(), "")
    assert again(world, upload).counts == {"placed only": 401, "skipped": 1}
    assert world.queue.mails == []


def test_what_was_answered_about_a_column_is_remembered_for_files_with_the_same_header() -> None:
    header = "year,class_code,student_id,student_last_name,student_first_name,email\n"
    line = f"{YEAR},3-A,{{0}},Weber {{0}},Ben,p{{0}}@example.org\n"
    for answer, counts in (("parent", {"invited": 1}), ("student", {"placed only": 1})):
        world = a_world()
        first = again(world, world.files.put_upload("a.csv", (header + line.format(1)).encode(), ""))
        assert (first.state, [d.id for d in first.look.doubts]) == (ImportState.WAITING, [Doubt.WHOSE_ADDRESS])
        with pytest.raises(NotAnswered):
            go_on_with_file(first.id, (), {}, by_admin(), world.services)
        go_on_with_file(first.id, (), {Doubt.WHOSE_ADDRESS.value: answer}, by_admin(), world.services)
        first = after(world, first)
        if first.state is ImportState.WAITING:
            assert first.look.differs
            go_on_with_file(first.id, (), {}, by_admin(), world.services)
            first = after(world, first)
        second = again(world, world.files.put_upload("b.csv", (header + line.format(2)).encode(), ""))
        assert (first.counts, second.counts) == (counts, counts)


def test_an_answer_that_was_wrong_is_taken_back_and_the_next_file_is_asked_about_again() -> None:
    header = "year,class_code,student_id,student_last_name,student_first_name,email\n"
    line = f"{YEAR},3-A,{{0}},Weber {{0}},Ben,p{{0}}@example.org\n"
    world = a_world()
    first = again(world, world.files.put_upload("a.csv", (header + line.format(1)).encode(), ""))
    go_on_with_file(first.id, (), {Doubt.WHOSE_ADDRESS.value: "parent"}, by_admin(), world.services)
    assert english(*answered(after(world, first).look.answers)).endswith("the email address is the parent's.")
    take_answers_back(first.id, by_admin(), world.services)
    second = again(world, world.files.put_upload("b.csv", (header + line.format(2)).encode(), ""))
    assert (second.state, [d.id for d in second.look.doubts]) == (ImportState.WAITING, [Doubt.WHOSE_ADDRESS])


POLISH = "2026-2027,3-A,21,Wałęsa,Łucja,w@example.org\n2026-2027,3-A,22,Żak,Żaneta,z@example.org\n"


def test_nobody_is_emailed_while_it_is_open_how_the_names_are_written() -> None:
    world = a_world()
    upload = world.files.put_upload("a.csv", (HEADER + POLISH).encode("cp1250"), "")
    run = again(world, upload)
    assert [doubt.id for doubt in run.look.doubts] == [Doubt.LETTERS]
    assert (run.state, students(world), world.queue.mails) == (ImportState.WAITING, [], [])
    with pytest.raises(NotAnswered):
        go_on_with_file(run.id, (), {}, by_admin(), world.services)


def test_garbled_names_wait_also_at_a_site_whose_files_do_not() -> None:
    world = a_world()
    world.store.save(Change.new(SiteSettings(school_year=YEAR, files_wait=False)))
    run = again(world, world.files.put_upload("a.csv", (HEADER + POLISH).encode("cp1250"), ""))
    assert (run.state, students(world), world.queue.mails) == (ImportState.WAITING, [], [])


def test_a_corrected_name_is_placed_where_one_with_a_lost_letter_waits() -> None:
    world = a_world()
    assert dropped(world, f"{YEAR},3-A,17,Nguy?n,Van,n@example.org\n").counts == {"waiting": 1}
    assert (students(world), world.queue.mails) == ([], [])
    assert dropped(world, f"{YEAR},3-A,17,Nguyễn,Van,n@example.org\n", "b.csv").counts == {"invited": 1}


def test_a_file_whose_letters_were_told_is_imported_so_and_the_next_one_does_not_ask() -> None:
    world = a_world()
    run = again(world, world.files.put_upload("a.csv", (HEADER + POLISH).encode("cp1250"), ""))
    go_on_with_file(run.id, (), {Doubt.LETTERS: "cp1250"}, by_admin(), world.services)
    assert after(world, run).counts == {"invited": 2}
    assert [s.last_name for s in students(world)] == ["Wałęsa", "Żak"]
    more = f"{HEADER}2026-2027,3-A,23,Ćwik,Bożena,c@example.org\n".encode("cp1250")
    assert again(world, world.files.put_upload("b.csv", more, "")).counts == {"invited": 1}
    assert "Ćwik" in [s.last_name for s in students(world)]


def test_a_file_of_which_its_end_tells_that_it_cannot_be_used_does_nothing() -> None:
    world = a_world()
    good = (HEADER + CLASS + "2026-2027,3-A,21,García,Noé,w@example.org\n").encode()
    bad = "2026-2027,3-A,22,García,Noé,w@example.org\n".encode("cp1252") * 10
    far = b"2026-2027,3-A,31,Smith,Bob,\n" * 6_000
    run = again(world, world.files.put_upload("a.csv", good + far + bad, ""))
    assert [problem.id for problem in run.problems] == ["file.two_encodings"]
    assert (run.state, students(world), world.queue.mails) == (ImportState.FAILED, [], [])


def test_a_flag_against_contact_counts_for_later_files_that_say_nothing_of_it() -> None:
    header = "year,class_code,student_id,student_last_name,student_first_name,parent_email,do_not_contact\n"
    line = f"{YEAR},3-A,1,Weber,Ben,m@example.org"
    world = a_world()
    again(world, world.files.put_upload("a.csv", f"{header}{line},yes\n".encode(), ""))
    assert dropped(world, f"{line}\n", "b.csv").counts == {"skipped": 1}
    assert world.queue.mails == []
    [student] = students(world)
    assert student.must_not_tell("m@example.org")
    assert not student.may_tell("m@example.org").must_not_tell("m@example.org")


def test_a_file_that_waits_is_shown_again_where_a_later_one_has_placed_its_students_meanwhile() -> None:
    world = a_world()
    run = dropped(world, LATER)
    dropped(world, f"{YEAR},3-A,11,García,Noé,\n", "b.csv")
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    run = after(world, run)
    assert (run.state, run.look.differs) == (ImportState.WAITING, True)


def test_a_row_that_waits_says_first_that_a_later_file_has_changed_its_student() -> None:
    world = a_world()
    run = with_waiting_rows(world)
    world.clock.wait(timedelta(hours=1))
    dropped(world, f"{YEAR},3-B,1,Muster 1,Kind,\n", "c.csv")
    decide_rows(run.id, True, [2], by_admin(), world.services)
    run = after(world, run)
    [row, *_] = next(world.services.imports.parts(run.id)).rows
    assert (run.state, run.counts["waiting"]) == (ImportState.FINISHED, 2)
    assert [said.id for said in row.messages] == [Doubt.CHANGED_SINCE, Doubt.OTHER_NAME]
    decide_rows(run.id, True, [2], by_admin(), world.services)
    assert after(world, run).counts["waiting"] == 1


def test_a_later_file_of_another_year_has_not_changed_the_student_of_a_row() -> None:
    world = a_world()
    world.store.save(Change.new(a_homeroom("4-A", version=0, year="2027-2028")))
    run = with_waiting_rows(world)
    world.clock.wait(timedelta(hours=1))
    dropped(world, "2027-2028,4-A,1,Muster 1,Kind,\n", "c.csv")
    decide_rows(run.id, True, [2], by_admin(), world.services)
    assert after(world, run).counts["waiting"] == 1
