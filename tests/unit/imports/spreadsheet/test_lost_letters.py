"""A question mark within a name is a letter that a program did not have, and `Ã©` one that it read wrong: the row waits
until somebody has looked.
"""

import pytest

from homeroom.domain.imports.spreadsheet import Doubt
from tests.steps.english import english
from tests.steps.spreadsheet_files import one_row, rows_of, table

NAMES = ("student_last_name", "student_first_name", "parent_first_name", "parent_last_name", "parent2_last_name")


@pytest.mark.parametrize("column", NAMES)
@pytest.mark.parametrize(
    "name",
    ["Nguy?n", "?ukasz", "Jos?", "Maria ?", "D?AZ", "Muñoz?", "JosÃ©", "GarcÃ\xada", "GroÃŸ", "NguyÃªn"],
)
def test_a_letter_that_was_lost_in_a_name_is_a_doubt_about_its_row(column: str, name: str) -> None:
    [row] = rows_of(one_row(**{column: name}))
    assert (row.problems, [d.id for d in row.doubts]) == ((), [Doubt.LOST_LETTER])
    assert row.placement
    assert name.replace("\xad", "") in english(*row.doubts).replace("\xad", "")


@pytest.mark.parametrize("name", ["JOÃO", "Ãlvaro", "Åsa", "Šimić", "GROSS", "Đặng", "Zoë", "Smith – Åberg"])
def test_a_letter_that_is_meant_so_is_none(name: str) -> None:
    assert rows_of(one_row(student_last_name=name))[0].doubts == ()


def test_each_name_is_named_once() -> None:
    [row] = rows_of(one_row(student_last_name="Tr?n", student_first_name="V?n", parent_last_name="Tr?n"))
    assert [d.values["text"] for d in row.doubts] == ["Tr?n", "V?n"]


def test_in_a_full_name_as_well_and_in_that_of_a_teacher() -> None:
    [row] = rows_of(table('3-A,"Nguy?n, Van"', header="class_code,student_name"))
    assert [d.values["text"] for d in row.doubts] == ["Nguy?n"]
    [row] = rows_of(table("3-A,12,Nguy?n", header="class_code,class_room,teacher_last_name"))
    assert [d.id for d in row.doubts] == [Doubt.LOST_LETTER]


@pytest.mark.parametrize("column", ["class_code", "grade", "language"])
def test_elsewhere_it_says_nothing(column: str) -> None:
    [row] = rows_of(one_row(**{column: "a?b"}))
    assert row.doubts == ()


def test_a_name_of_question_marks_alone_is_none() -> None:
    [row] = rows_of(one_row(student_last_name="???"))
    assert row.placement is None


def test_a_letter_that_cannot_be_read_is_still_a_mistake_of_its_cell() -> None:
    [row] = rows_of(one_row(student_last_name="Nguy\ufffdn"))
    assert [p.column for p in row.problems] == ["student_last_name"]


@pytest.mark.parametrize("name", ["José", "García", "O’Brien", "Święta", "Nguyễn"])
def test_a_name_that_was_read_in_the_wrong_way_once_is_a_doubt_about_its_row(name: str) -> None:
    damaged = name.encode().decode("cp1252", errors="ignore")
    [row] = rows_of(one_row(student_last_name=damaged))
    assert [d.id for d in row.doubts] == [Doubt.LOST_LETTER]
    [row] = rows_of(one_row(student_last_name=name))
    assert row.doubts == ()
