"""Rows of students who have left: checked and imported."""

from datetime import timedelta

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.show_import import show_import
from tests.fakes import World
from tests.steps.english import english

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email,Status,Exit Date\n"
HERE = "2026-2027,3-A,1,García,Noé,ana@example.org,Active,2027-06-10\n"
LEFT = "2026-2027,4-B,2,Li,Mei,li@example.org,Withdrawn,\n2026-2027,3-A,3,Ito,Ren,ito@example.org,,2026-08-01\n"
SAID = "Status says “Withdrawn”: the student has left. Nobody was placed, invited, or removed."


def imported(world: World, text: str) -> ImportRun:
    run = import_csv(world.files.put_upload("a.csv", (HEADER + text).encode(), ""), world.services)
    assert run
    return run


def test_nobody_is_placed_or_invited_and_the_row_says_why() -> None:
    world = World()
    run = imported(world, HERE + LEFT)
    assert run.counts == {"invited": 1, "skipped": 2}
    rows = show_import(run.id, Outcome.SKIPPED, 0, world.services).rows
    assert [row.student for row in rows] == ["Li, Mei", "Ito, Ren"]
    assert english(*rows[0].messages) == SAID
    assert [student.first_name for student in world.store.all(Student)] == ["Noé"]
    assert [invitation.email for invitation in world.store.all(Invitation)] == ["ana@example.org"]
    assert [homeroom.code for homeroom in world.store.all(Homeroom)] == ["3-A"]
    assert f"skipped,{SAID.partition(',')[0]}" in world.files.read_results(run.upload).decode("utf-8-sig").replace(
        '"', ""
    )


def test_the_import_and_its_check_say_the_same_and_a_notice_counts_the_leavers() -> None:
    world = World()
    check = check_file(world.files.put_check("a.csv", (HEADER + HERE + LEFT).encode(), ""), world.services)
    run = imported(world, HERE + LEFT)
    assert check
    assert (check.counts, check.notices) == (run.counts, run.notices)
    assert english(*run.notices).startswith("2 rows say that the student has left.")


def test_a_known_student_who_has_left_stays_where_they_are() -> None:
    world = World()
    imported(world, LEFT.replace("Withdrawn", "Active").replace("2026-08-01", ""))
    things = [*world.store.all(Student), *world.store.all(Invitation)]
    run = imported(world, LEFT.replace("3-A", "4-A"))
    assert run.counts == {"skipped": 2}
    assert [*world.store.all(Student), *world.store.all(Invitation)] == things


def test_an_import_that_goes_on_days_later_goes_by_the_day_on_which_it_began() -> None:
    world = World()
    rows = (f"2026-2027,3-A,{n},Family {n:03},Kim,p{n}@example.org,,2026-09-05\n" for n in range(600))
    upload, times = world.files.put_upload("a.csv", (HEADER + "".join(rows)).encode(), ""), iter((True, False))
    begun = import_csv(upload, world.services, lambda: next(times))
    assert begun
    assert (begun.over, begun.counts) == (False, {"invited": 300})
    world.clock.now += timedelta(days=10)
    run = import_csv(upload, world.services)
    assert run
    assert (run.counts, run.notices) == ({"invited": 600}, ())
