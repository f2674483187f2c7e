"""A child's own address is never taken for the parent's without being asked."""

import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from homeroom.domain.imports.spreadsheet import Choice, Doubt, FileProblem, Sheet, choices_of, no_answers, open_sheet
from homeroom.domain.kernel.message import message
from tests.factories import TODAY, YEAR
from tests.steps.english import english
from tests.steps.spreadsheet_files import GOOD, notices_of, refusal_of, sheet_of, table

SAMPLES = Path(__file__).parents[4] / "samples"
NAMES = "Class,Last Name,First Name"
ROW = "3-A,García,Noé,noe@students.example.org"
BARE = table(ROW, header=f"{NAMES},E-mail")


def answered(text: str, answers: Mapping[str, str]) -> Sheet:
    return open_sheet(io.BytesIO(text.encode()), default_year=YEAR, today=TODAY, answers_for=lambda _: answers)


def addresses(sheet: Sheet) -> list[str]:
    return [parent.email for row in sheet.rows() if row.placement for parent in row.placement.parents]


@pytest.mark.parametrize("column", ["Email", "E-mail", "EMAIL ADDRESS", "Mail", "e_mail"])
def test_it_is_asked_whose_an_address_is_that_stands_beside_the_students_name(column: str) -> None:
    sheet = sheet_of(table(ROW, header=f"{NAMES},{column}"))
    (doubt,) = sheet.doubts
    assert (doubt.id, doubt.values["column"]) == (Doubt.WHOSE_ADDRESS, column)
    assert choices_of(doubt) == (message(Choice.PARENTS, answer="parent"), message(Choice.STUDENTS, answer="student"))
    assert english(doubt).startswith(f"The column {column} is next to the student's name")
    assert addresses(sheet) == ["noe@students.example.org"]  # who would be emailed if it is the parent's


def test_an_answer_ends_the_question() -> None:
    parents = answered(BARE, {"doubt.whose_address": "parent"})
    assert (parents.doubts, parents.columns["parent_email"]) == ((), 3)
    assert addresses(parents) == ["noe@students.example.org"]
    students = answered(BARE, {"doubt.whose_address": "student"})
    assert (students.doubts, addresses(students)) == ((), [])
    assert notices_of(students) == ["This column was ignored: “E-mail”."]


@pytest.mark.parametrize("named", ["Parent Email", "Guardian 1 Email", "Contact Email", "Mother Email", "Father Email"])
@pytest.mark.parametrize("own", ["Email", "Student Email"])
def test_a_column_that_names_the_parent_wins(named: str, own: str) -> None:
    sheet = sheet_of(table(f"{ROW},ana@example.org", header=f"{NAMES},{own},{named}"))
    assert (sheet.doubts, addresses(sheet)) == ((), ["ana@example.org"])
    assert notices_of(sheet) == [f"This column was ignored: “{own}”."]


def test_a_students_address_needs_no_question() -> None:
    sheet = sheet_of(table(ROW, header=f"{NAMES},Student Email"))
    assert (sheet.doubts, addresses(sheet)) == ((), [])


def test_two_columns_that_may_both_be_meant_are_an_error() -> None:
    refusal = refusal_of(table(f"{ROW},x@example.org", header=f"{NAMES},Email,Mail"))
    assert "D “Email” and E “Mail” mean the same" in " ".join(refusal)


def test_neither_samples_nor_files_of_our_own_columns_are_asked_about() -> None:
    assert not sheet_of(table(GOOD)).doubts
    for path in (*SAMPLES.glob("*.csv"), *SAMPLES.glob("*.zip")):
        try:
            sheet = open_sheet(io.BytesIO(path.read_bytes()), default_year=YEAR, today=TODAY, answers_for=no_answers)
        except FileProblem:
            continue
        assert [row.number for row in sheet.rows() if row.doubts] == []
        assert sheet.doubts == (), path.name
