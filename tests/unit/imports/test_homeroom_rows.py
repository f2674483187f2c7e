"""Files of homerooms: what they would change is said before anybody confirms."""

from homeroom.domain.imports.homeroom_rows import HomeroomChange
from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.import_run import MOST_HOMEROOMS, ImportRun
from homeroom.domain.kernel.change import Change
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.imports.check_file import check_file
from tests.factories import a_homeroom, an_admin
from tests.fakes import World

HEADER = "class_code,class_room,grade,teacher_name\n"
ROOM_12 = a_homeroom("3-A", grade="3", room="12", teachers=("Ana Lee", "Ben Ito"), version=0)


def checked(rows: str) -> tuple[World, ImportRun]:
    world = World()
    world.store.save(Change.new(ROOM_12), Change.new(a_homeroom("3-B", grade="3", room="13", version=0)))
    run = check_file(world.files.put_check("h.csv", (HEADER + rows).encode(), an_admin().email_key), world.services)
    assert run
    return world, run


def said(world: World, run: ImportRun) -> list[str]:
    rows: list[RowOutcome] = [row for part in world.services.imports.parts(run.id) for row in part.rows]
    return [catalogue().say_all(row.messages) for row in rows]


def test_a_check_says_of_each_homeroom_what_it_was_and_what_it_would_be() -> None:
    _, run = checked("3-A,14,4,Ana Lee\n3-A,14,4,Mei Li\n6-A,41,6,Eva Lindqvist\n3-B,13,3,\n")
    assert run.homerooms == (
        HomeroomChange(
            code="3-A",
            room="14",
            old_room="12",
            grade="4",
            old_grade="3",
            teachers=("Ana Lee", "Mei Li"),
            old_teachers=("Ana Lee", "Ben Ito"),
        ),
        HomeroomChange(code="6-A", is_new=True, room="41", grade="6", teachers=("Eva Lindqvist",)),
    )


def test_a_teacher_whom_the_file_leaves_out_is_seen_to_go_although_no_row_says_anything_new() -> None:
    _, run = checked("3-A,12,3,Ana Lee\n")
    [change] = run.homerooms
    assert (change.old_teachers, change.teachers) == (("Ana Lee", "Ben Ito"), ("Ana Lee",))


def test_a_file_that_changes_nothing_lists_nothing() -> None:
    _, run = checked("3-A,12,3,Ben Ito\n3-A,,,Ana Lee\n3-B,13,,\n")
    assert run.homerooms == ()


def test_a_row_says_what_it_changes() -> None:
    world, run = checked("3-A,14,4,Mei Li\n6-A,41,6,Eva Lindqvist\n")
    assert said(world, run) == [
        "Homeroom 3-A was changed: room 12 → 14, grade 3 → 4, and teacher Mei Li.",
        "Homeroom 6-A was set up.",
    ]


def test_a_check_keeps_no_more_homerooms_than_fit_into_its_item() -> None:
    _, run = checked("".join(f"R{n},{n},1,\n" for n in range(MOST_HOMEROOMS + 5)))
    assert len(run.homerooms) == MOST_HOMEROOMS


def test_a_file_of_students_lists_no_homerooms() -> None:
    world = World()
    body = b"class_code,student_last_name,student_first_name\n3-A,Li,Mei\n"
    run = check_file(world.files.put_check("s.csv", body, an_admin().email_key), world.services)
    assert run
    assert run.homerooms == ()
