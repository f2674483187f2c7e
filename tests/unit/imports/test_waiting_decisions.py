"""What a Site Admin decides is about what they have seen, and what is counted adds up at each moment."""

from datetime import timedelta

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.answer_doubts import decide_rows, go_on_with_file
from homeroom.use_cases.imports.cancel_import import request_stop
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.start_import import confirm_import
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.pages.imports.contexts import ImportCheckPage
from homeroom.web.pages.imports.doubts import post_rows
from homeroom.web.pages.imports.imports import import_page
from tests.factories import a_homeroom, an_admin, by_admin
from tests.fakes import World

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email\n"
YEAR, FAR = "2026-2027", "2031-2032"


def a_world() -> World:
    world = World()
    homerooms = [a_homeroom("3-A", version=0, year=year) for year in (YEAR, "2027-2028", FAR)]
    world.store.save(*map(Change.new, homerooms))
    return world


def dropped(world: World, text: str, name: str = "a.csv", header: str = HEADER) -> ImportRun:
    run = import_csv(world.files.put_upload(name, (header + text).encode(), ""), world.services)
    assert run
    return run


def again(world: World, run: ImportRun) -> ImportRun:
    now = import_csv(run.upload, world.services)
    assert now
    return now


def rows_of(world: World, run: ImportRun) -> list[tuple[Outcome, list[str]]]:
    parts = world.services.imports.parts(run.id)
    return [(row.outcome, [said.id for said in row.messages]) for part in parts for row in part.rows]


def test_two_families_with_a_site_admins_address_wait() -> None:
    world = a_world()
    world.store.save(Change.new(an_admin(email="jordan@example.org")))
    lines = [f"{YEAR},3-A,{n},{name},Kind,Jordan@Example.org\n" for n, name in ((1, "Weber"), (2, "Li"))]
    run = dropped(world, "".join(lines))
    assert (run.counts, world.queue.mails) == ({"waiting": 2}, [])


def test_going_on_with_a_file_and_its_rows_that_wait_imports_both_at_once() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,1,Muster,Kind,p@example.org\n")
    run = dropped(world, f"{YEAR},3-A,1,Weber,Kind,p@example.org\n{FAR},3-A,2,Li,Mei,l@example.org\n", "b.csv")
    assert run.state is ImportState.WAITING
    go_on_with_file(run.id, (Doubt.OTHER_NAME.value,), {}, by_admin(), world.services)
    run = again(world, run)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"placed only": 1, "invited": 1})


def test_while_a_file_that_waited_is_looked_at_again_none_of_its_rows_is_done() -> None:
    world = a_world()
    run = dropped(world, f"{FAR},3-A,2,Li,Mei,l@example.org\n")
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    looking = world.services.imports.get(run.id)
    assert looking
    assert (looking.state, looking.rows, looking.percent) == (ImportState.LOOKING, 0, 0)
    world.files.delete(run.upload)
    run = again(world, run)
    assert (run.state, run.counts) == (ImportState.FAILED, {})


def test_rows_without_a_school_year_keep_the_one_that_was_current_when_the_file_came() -> None:
    world = a_world()
    header = HEADER.removeprefix("year,")
    dropped(world, "3-A,1,Muster,Kind,p@example.org\n", header=header)
    run = dropped(world, "3-A,1,Weber,Kind,p@example.org\n", "b.csv", header)
    assert run.counts == {"waiting": 1}
    before = site_settings(world.services)
    world.store.save(Change(before if before.version else None, before.with_current_year("2027-2028")))
    decide_rows(run.id, True, (), by_admin(), world.services)
    again(world, run)
    [student] = world.store.all(Student)
    assert (student.name, list(student.placements)) == ("Kind Weber", [YEAR])


def test_a_parent_whose_mail_has_gone_gets_another_one_about_a_child_whose_row_waited() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,2,Muster,Mia,\n")
    lines = f"{YEAR},3-A,1,Weber,Ben,p@example.org\n{YEAR},3-A,2,Weber,Mia,p@example.org\n"
    run = dropped(world, lines, "b.csv")
    assert run.counts == {"invited": 1, "waiting": 1}
    world.clock.wait(timedelta(days=1))
    world.queue.mails.clear()
    decide_rows(run.id, True, (), by_admin(), world.services)
    run = again(world, run)
    [invitation] = world.store.all(Invitation)
    assert len(invitation.student_ids) == 2
    assert (run.counts, run.mails) == ({"invited": 2}, 2)
    assert (invitation.id, 2) in world.queue.mails


def test_one_row_that_waited_does_not_queue_the_mails_of_a_whole_file_once_more() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,1,Muster,Kind,\n")
    others = "".join(f"{YEAR},3-A,{n},Weber {n},Kind,p{n}@example.org\n" for n in range(2, 202))
    run = dropped(world, f"{YEAR},3-A,1,Li,Kind,p1@example.org\n{others}", "b.csv")
    assert (run.counts, len(world.queue.mails)) == ({"waiting": 1, "invited": 200}, 200)
    first, *more = world.services.imports.parts(run.id)
    assert more
    world.queue.mails.clear()
    decide_rows(run.id, True, (), by_admin(), world.services)
    again(world, run)
    assert len(world.queue.mails) == len(first.mails) + 1


def test_stopping_what_was_decided_keeps_what_the_import_has_sent_before() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,2,Muster,Mia,\n")
    lines = f"{YEAR},3-A,1,Weber,Ben,p@example.org\n{YEAR},3-A,2,Weber,Mia,p@example.org\n"
    run = dropped(world, lines, "b.csv")
    [first] = world.store.all(Invitation)
    send_invite(first.id, 1, world.services)
    world.clock.wait(timedelta(days=1))
    decide_rows(run.id, True, (), by_admin(), world.services)
    time = iter([True, True])
    import_csv(run.upload, world.services, lambda: next(time, False))
    [asked] = world.store.all(Invitation)
    assert asked.send_number == 2
    request_stop(run.id, by_admin(), world.services)
    run = again(world, run)
    [invitation] = world.store.all(Invitation)
    assert (run.state, run.counts) == (ImportState.STOPPED, {"invited": 1, "skipped": 1})
    assert (invitation.is_open, invitation.send_number) == (True, 1)
    assert invitation.student_ids == first.student_ids


def test_a_row_does_not_do_what_was_not_shown_of_it() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,1,Muster,Kind,p@example.org\n")
    run = dropped(world, f"{YEAR},3-A,1,Muster,Kind,none@example.org\n", "b.csv")
    assert rows_of(world, run) == [(Outcome.WAITING, [Doubt.NOBODYS_ADDRESS])]
    [student] = world.store.all(Student)
    world.store.save(Change(student, student.called("Kind", "Li")))
    decide_rows(run.id, True, (), by_admin(), world.services)
    run = again(world, run)
    assert (run.state, run.counts) == (ImportState.FINISHED, {"waiting": 1})
    assert rows_of(world, run) == [(Outcome.WAITING, [Doubt.NOBODYS_ADDRESS, Doubt.OTHER_NAME])]
    assert [s.name for s in world.store.all(Student)] == ["Kind Li"]


def test_a_wrong_address_in_a_row_that_waited_is_counted_once_it_is_placed() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,1,Muster,Kind,\n")
    run = dropped(world, f"{YEAR},3-A,1,Weber,Kind,p.example.org\n", "b.csv")
    assert (run.counts, run.with_wrong_address) == ({"waiting": 1}, 0)
    decide_rows(run.id, True, (), by_admin(), world.services)
    assert again(world, run).with_wrong_address == 1


def test_a_checked_file_of_very_many_school_years_can_be_confirmed() -> None:
    world = a_world()
    lines = [f"{year}-{year + 1},3-A,{year},Weber,Kind,\n" for year in range(1950, 2100)]
    check = check_file(world.files.put_check("a.csv", (HEADER + "".join(lines)).encode(), ""), world.services)
    assert check
    upload = confirm_import(check.id, (), {}, by_admin(), world.services)
    run = import_csv(upload, world.services)
    assert run
    assert run.state is ImportState.FINISHED
    with world.services.files.open(upload) as file:
        assert len(",".join(file.accepted)) < 1_000


def test_who_has_seen_an_earlier_check_does_not_make_the_file_go_on() -> None:
    world = a_world()
    run = dropped(world, f"{FAR},3-A,2,Li,Mei,l@example.org\n")
    go_on_with_file(run.id, (), {}, by_admin(), world.services, seen=f"{run.id}.0")
    assert world.services.imports.get(run.id) == run
    go_on_with_file(run.id, (), {}, by_admin(), world.services, seen=run.check_id)
    assert again(world, run).counts == {"invited": 1}


def test_a_file_of_the_next_year_whose_students_are_known_by_their_names_waits_as_a_whole() -> None:
    world = a_world()
    names = ["Ada", "Ben", "Cy", "Dee", "Eli", "Fay", "Gus"]
    dropped(world, "".join(f"{YEAR},3-A,,Muster,{name},\n" for name in names))
    run = dropped(world, "".join(f"2027-2028,3-A,,Muster,{name},\n" for name in names), "b.csv")
    assert (run.state, [doubt.id for doubt in run.look.doubts]) == (ImportState.WAITING, [Doubt.MANY_ROWS])
    go_on_with_file(run.id, (Doubt.FORMER_STUDENT.value,), {}, by_admin(), world.services)
    assert again(world, run).counts == {"placed only": 7}
    assert len(world.store.all(Student)) == 7


def test_the_page_of_a_file_that_waits_does_not_say_that_nobody_is_emailed_where_nobody_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = a_world()
    monkeypatch.setattr("homeroom.use_cases.imports.check_file.MOST_ROWS", 1)
    run = dropped(world, f"{FAR},3-A,2,Li,Mei,l@example.org\n{FAR},3-A,3,Li,Kai,k@example.org\n")
    request = Request(method="GET", params={"id": run.id}, query={}, user=an_admin())
    page = import_page(request, world.services).context
    assert isinstance(page, ImportCheckPage)
    assert (page.mails, page.is_whole) == (0, False)


def test_a_form_with_what_is_no_rows_number_decides_about_nothing() -> None:
    world = a_world()
    dropped(world, f"{YEAR},3-A,1,Muster,Kind,\n")
    run = dropped(world, f"{YEAR},3-A,1,Weber,Kind,\n", "b.csv")
    for number in ("9" * 50, "9" * 5_000, "one"):
        form = {f"row_{number}": "yes", "which": "ticked", "what": "accept"}
        request = Request(method="POST", params={"id": run.id}, query={}, form=form, user=an_admin())
        page = post_rows(request, world.services)
        assert isinstance(page, Page)
        assert page.status == 422
    assert world.services.imports.get(run.id) == run
