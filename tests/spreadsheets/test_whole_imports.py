"""The files of this folder, dropped: what becomes of their rows, and who gets mail."""

import csv
import io
from pathlib import Path

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.upload import Upload
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.import_csv import import_csv
from tests.fakes import World

HERE = Path(__file__).parent
TEN_FAMILIES = sorted((HERE / "ten-families").iterdir())
BROKEN = sorted((HERE / "broken").iterdir())


def dropped(world: World, path: Path) -> ImportRun:
    run = import_csv(world.files.put_upload(path.name, path.read_bytes(), ""), world.services)
    assert run is not None
    return run


def results_of(world: World, upload: Upload) -> list[dict[str, str]]:
    text = world.files.read_results(upload).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def outcomes_of(name: str) -> tuple[World, list[tuple[str, str, str]]]:
    world = World()
    run = dropped(world, HERE / "broken" / name)
    assert run.state is ImportState.FINISHED
    results = results_of(world, run.upload)
    return world, [(row["row_number"], row["outcome"], row["message"]) for row in results]


def students_of_invitations(world: World) -> dict[str, list[str]]:
    """Address -> the students that its invitation is about."""
    names = {student.id: student.first_name for student in world.store.all(Student)}
    return {i.email: [names[student] for student in i.student_ids] for i in world.store.all(Invitation)}


def test_the_same_families_saved_in_another_way_are_nothing_new() -> None:
    world = World()
    first, *others = (dropped(world, path) for path in TEN_FAMILIES)
    assert first.counts == {"invited": 13, "placed only": 1}
    assert {tuple(run.counts.items()) for run in others} == {(("unchanged", 14),)}
    assert len(world.store.all(Student)) == 14
    assert len(set(world.queue.mails)) == 11  # one for each address, however many children and files


def test_three_siblings_on_one_address_get_one_invitation() -> None:
    world, outcomes = outcomes_of("three-siblings-on-one-address.csv")
    assert [outcome for _, outcome, _ in outcomes] == ["invited"] * 3
    assert students_of_invitations(world) == {"ana@example.org": ["José", "Zoë", "Eva"]}
    assert len(set(world.queue.mails)) == 1


def test_the_same_row_twice_is_told_as_a_repeat() -> None:
    world, outcomes = outcomes_of("same-row-twice.csv")
    assert outcomes[2] == ("4", "unchanged", "Says the same as row 2.")
    assert len(world.store.all(Student)) == 2
    assert len(set(world.queue.mails)) == 2


def test_a_student_twice_with_two_addresses_has_two_parents() -> None:
    world, outcomes = outcomes_of("student-twice-with-two-addresses.csv")
    assert [outcome for _, outcome, _ in outcomes] == ["invited", "invited"]
    assert students_of_invitations(world) == {"ana@example.org": ["José"], "luis@example.org": ["José"]}
    assert len(world.store.all(Student)) == 1


def test_one_parent_in_two_cases_is_one_parent() -> None:
    world, _ = outcomes_of("one-parent-in-two-cases.csv")
    assert students_of_invitations(world) == {"A@Example.com": ["One", "Two"]}


def test_who_is_meant_is_never_guessed() -> None:
    _, outcomes = outcomes_of("two-students-of-one-name.csv")
    number, outcome, sentence = outcomes[-1]
    assert (number, outcome) == ("4", "failed")
    assert sentence.endswith("if these are two students, give both a student_id.")


def test_another_name_for_an_id_waits_until_somebody_says_so() -> None:
    world, outcomes = outcomes_of("one-id-with-two-names.csv")
    number, outcome, sentence = outcomes[-1]
    assert (number, outcome) == ("3", "waiting")
    assert "The student with the ID 00417 is called José García." in sentence
    assert [student.last_name for student in world.store.all(Student)] == ["García"]


def test_an_id_that_lost_its_leading_zeros_makes_no_second_student() -> None:
    world, _ = outcomes_of("lost-leading-zeros.csv")
    assert len(world.store.all(Student)) == 1


def test_formulas_are_stored_as_they_are_and_do_nothing_in_the_results() -> None:
    world = World()
    run = dropped(world, HERE / "broken" / "formulas.csv")
    assert {s.last_name for s in world.store.all(Student)} == {"García", "=1+1", "@SUM(A1)"}
    cells = [cell for row in results_of(world, run.upload) for cell in row.values()]
    assert "'@SUM(A1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_every_row_gets_an_outcome_and_a_refused_file_leaves_nothing(path: Path) -> None:
    world = World()
    run = dropped(world, path)
    if run.state is ImportState.FINISHED:
        assert sum(run.counts.values()) == run.rows > 0
    else:
        assert run.state is ImportState.FAILED
        assert run.problems
        assert (world.store.all(Student), world.queue.mails) == ([], [])


def test_the_paper_names_every_file() -> None:
    paper = (HERE / "README.md").read_text("utf-8")
    assert [path.name for path in (*TEN_FAMILIES, *BROKEN) if f"`{path.name}`" not in paper] == []
