"""A grade that contradicts its homeroom makes its row wait."""

from typing import Any

import pytest

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.grades import SeenGrades
from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_import import place
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from tests.factories import NOW, YEAR, a_homeroom, a_row, a_student
from tests.steps.english import english


def placed(
    code: str, grade: str, *stored: Homeroom | Student, notes: FileNotes | None = None, **more: Any
) -> tuple[Outcome, tuple[Message, ...]]:
    noted = notes or FileNotes(import_id="i")
    context = ImportContext(import_id="i", inviter="s", now=NOW, link_days=30, notes=noted, **more)
    known = WorkingSet(stored)
    outcome = place(a_row(class_code=code, grade=grade), known, context).outcome
    if outcome.outcome is Outcome.WAITING:
        assert known.changes() == []
    return outcome.outcome, outcome.messages


def noted(*rows: tuple[str, str]) -> FileNotes:
    seen = SeenGrades()
    seen.note([a_row(class_code=code, grade=grade).row for code, grade in rows])
    return FileNotes(import_id="i", grades_in_codes=seen.are_in_codes, several_grades=seen.of_several)


USUAL = (("1-A", "1"), ("2-A", "2"), ("3-A", "3"), ("4-A", "04"), ("5-A", "Grade 5"), ("5-B", "5th"))


def test_another_grade_than_the_homerooms_is_a_doubt_about_the_row() -> None:
    outcome, [doubt] = placed("5-B", "3", a_homeroom("5-B"))
    assert (outcome, doubt.id) == (Outcome.WAITING, Doubt.OTHER_GRADE)
    assert english(doubt) == "The grade 3 does not go with the homeroom 5-B, which is grade 5."


@pytest.mark.parametrize("code", ["Blue", "101", "Smith"])
def test_the_stored_grade_counts_whatever_the_code(code: str) -> None:
    assert placed(code, "3", a_homeroom(code, grade="5"))[0] is Outcome.WAITING


@pytest.mark.parametrize(
    ("code", "stored", "grade"),
    [
        ("5-B", "5", "5"),
        ("5-B", "5", "05"),
        ("5-B", "5", "Grade 5"),
        ("5-B", "5th", "5"),
        ("5-B", "5", ""),
        ("5-B", "", "3"),
        ("3&4-A", "3", "4"),
        ("3-4-A", "3", "4"),
        ("3+4", "3", "3"),
        ("Blue", "3/4", "4"),
        ("K-A", "K", "KG"),
        ("K-A", "K", "1"),
        ("1-A", "1", "K"),
        ("PK", "PK", "Pre-K"),
        ("Owls", "Kindergarten", "0"),
        ("9-12", "High School", "9"),
    ],
)
def test_what_may_be_the_same_raises_nothing(code: str, stored: str, grade: str) -> None:
    assert placed(code, grade, a_homeroom(code, grade=stored))[0] is Outcome.PLACED_ONLY


def test_a_student_who_is_there_with_that_grade_already_stays() -> None:
    student = a_student("Noé", "García López", school_id="417", homeroom="5-B", grade="3")
    context = ImportContext(import_id="i", inviter="s", now=NOW, link_days=30)
    row = a_row(class_code="5-B", grade="3", student_id="417")
    assert place(row, WorkingSet([a_homeroom("5-B"), student]), context).outcome.outcome is Outcome.UNCHANGED


def test_a_row_goes_on_when_the_doubt_was_accepted() -> None:
    accepted = frozenset({Doubt.OTHER_GRADE.value})
    assert placed("5-B", "3", a_homeroom("5-B"), accepted=accepted)[0] is Outcome.PLACED_ONLY


def test_a_code_tells_the_grade_where_those_of_the_file_do() -> None:
    notes = noted(*USUAL)
    outcome, [doubt] = placed("5-B", "3", notes=notes, new_years=(YEAR,))
    assert (outcome, doubt.values["expected"]) == (Outcome.WAITING, "5")
    assert placed("5-B", "3", a_homeroom("5-B", grade=""), notes=notes)[0] is Outcome.WAITING
    assert placed("5-B", "3", new_years=(YEAR,))[0] is Outcome.PLACED_ONLY


@pytest.mark.parametrize("code", ["3-4-A", "101", "7", "12", "Room 5", "5", "20-B"])
def test_a_code_that_may_mean_something_else_tells_nothing(code: str) -> None:
    assert placed(code, "4", notes=noted(*USUAL), new_years=(YEAR,))[0] is Outcome.PLACED_ONLY


def test_codes_that_begin_with_other_numbers_tell_nothing() -> None:
    rooms = [
        ("1-A", "4"),
        ("2-A", "2"),
        ("3-A", "1"),
        ("4-A", "4"),
        ("5-A", "3"),
        ("6-A", "6"),
        ("7-A", "7"),
        ("8-A", "8"),
    ]
    assert not noted(*rooms).grades_in_codes


def test_a_homeroom_of_several_grades_in_the_file_is_one() -> None:
    mixed = noted(*[("Blue", "1")] * 8, *[("Blue", "2")] * 7, *[("Blue", "3")] * 3)
    assert placed("Blue", "3", a_homeroom("Blue", grade="1"), notes=mixed)[0] is Outcome.PLACED_ONLY
    wrong = noted(*[("Blue", "1")] * 18, *[("Blue", "2")] * 2)
    assert placed("Blue", "2", a_homeroom("Blue", grade="1"), notes=wrong)[0] is Outcome.WAITING


def test_a_homeroom_that_this_import_may_have_set_up_has_only_the_grade_of_a_row() -> None:
    stored = a_homeroom("Blue", grade="1")
    assert placed("Blue", "2", stored, new_years=(YEAR,))[0] is Outcome.PLACED_ONLY
    assert placed("Blue", "2", stored, any_homerooms=True)[0] is Outcome.PLACED_ONLY


def test_what_is_noted_of_a_file_stays_small() -> None:
    notes = noted(*[(f"R{n}", "1") for n in range(3_000)])
    assert len(notes.several_grades) == 1
    assert placed("Blue", "2", a_homeroom("Blue", grade="1"), notes=notes)[0] is Outcome.PLACED_ONLY


def test_a_row_that_waits_for_something_else_says_this_as_well() -> None:
    row = a_row(class_code="5-B", grade="3")
    lost = message(Doubt.LOST_LETTER, text="Nguy?n")
    context = ImportContext(import_id="i", inviter="s", now=NOW, link_days=30)
    outcome = place(
        row._replace(row=row.row._replace(doubts=(lost,))), WorkingSet([a_homeroom("5-B")]), context
    ).outcome
    assert [doubt.id for doubt in outcome.messages] == [Doubt.LOST_LETTER, Doubt.OTHER_GRADE]
