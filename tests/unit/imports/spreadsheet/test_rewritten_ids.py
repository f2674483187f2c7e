"""Ids that a program took for numbers: mended where no digit can be lost, refused where one may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.imports.spreadsheet import HomeroomEntry
from homeroom.domain.imports.spreadsheet.rewritten_ids import mended_id
from tests.steps.roster_zips import FATHER, MOTHER, STUDENT, one_roster, placements_of
from tests.steps.spreadsheet_files import notices_of, one_row, placement_of, problem_of, rows_of, sheet_of, table


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12345678.0", "12345678"),
        (" 12345678.00 ", "12345678"),
        ("7.0", "7"),
        ("123456789012345.0", "123456789012345"),
        ("1.2345678E7", "12345678"),
        ("1,2345678E7", "12345678"),
        ("1.2345678e+07", "12345678"),
        ("1.23456789012E+11", "123456789012"),
        ("10,020", "10020"),  # as polars shows it, and others save what is shown
        ("12,345,678", "12345678"),
    ],
)
def test_an_id_that_was_written_as_a_number_is_mended(typed: str, meant: str) -> None:
    sheet = sheet_of(one_row(student_id=typed))
    assert [row.placement.student_id for row in sheet.rows() if row.placement] == [meant]
    assert notices_of(sheet) == [
        f"One ID or homeroom code was written as a number, {typed.strip()}, and was read as {meant}."
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "1.23457E+11",
        "1.2E7",  # Java writes 12000000 so, and Excel also 12345678
        "1E+12",
        "1.2345678901E+11",
        "1.234567890123456E15",
        "1234567890123456.0",
        "(error)",  # Miller, of a number that is none
    ],
)
def test_an_id_that_may_have_lost_digits_is_asked_for(typed: str) -> None:
    where, sentence = problem_of(one_row(student_id=typed))
    assert where == "student_id"
    assert "Set the column's format to Text and type the original again" in sentence


@pytest.mark.parametrize(
    "typed", ["00417", "00417.0", "12.1", "12.5.0", "1E5", "1E5X", "S-7.0", "1234567890123456", "1,2", "01,020"]
)
def test_an_id_that_no_program_wrote_is_kept(typed: str) -> None:
    sheet = sheet_of(one_row(student_id=typed))
    assert [row.placement.student_id for row in sheet.rows() if row.placement] == [typed]
    assert notices_of(sheet) == []


def test_a_homeroom_is_mended_alike_in_every_kind_of_file() -> None:
    assert placement_of(one_row(class_code="101.0")).class_code == "101"
    (row,) = rows_of(table("101.0,B12,3", header="class_code,class_room,grade"))
    assert isinstance(row.entry, HomeroomEntry)
    assert row.entry.class_code == "101"


@pytest.mark.parametrize("code", ["12.1", "3.0A", "3.10", "K.0"])
def test_a_homeroom_with_a_point_in_its_code_is_kept(code: str) -> None:
    assert placement_of(one_row(class_code=code)).class_code == code


def test_the_notice_counts_and_shows_one() -> None:
    header = "class_code,student_id,student_last_name,student_first_name"
    sheet = sheet_of(table("101.0,5.0,Li,Mei", "102.0,6.0,Ito,Ren", header=header))
    list(sheet.rows())
    (notice,) = notices_of(sheet)
    assert notice == "4 IDs or homeroom codes were written as numbers, such as 101.0, which was read as 101."


def test_ids_of_tables_find_each_other() -> None:
    """A column with a gap becomes one of numbers, and the one that it refers to does not."""
    parents = [MOTHER | {"sourcedId": "8"}, FATHER | {"agentSourcedIds": ""}]
    (placement,) = placements_of(one_roster(STUDENT | {"agentSourcedIds": "8.0", "identifier": "417.0"}, *parents))
    assert [p.first_name for p in placement.parents] == ["Ana"]
    assert placement.student_id == "417"


WHOLE = st.integers(min_value=1, max_value=10**15 - 1)


@given(WHOLE)
def test_what_python_writes_of_an_id_is_mended_exactly(number: int) -> None:
    assert mended_id(str(float(number))) == str(number)


@given(WHOLE.filter(lambda number: number >= 10**7))
def test_all_digits_with_an_exponent_are_mended_exactly(number: int) -> None:
    digits = str(number)
    assert mended_id(f"{digits[0]}.{digits[1:]}E{len(digits) - 1}") == digits


@given(st.from_regex(r"\d{1,3}([.,]\d{0,18})?(E[+-]?\d{1,3})?", fullmatch=True, alphabet=st.characters(codec="ascii")))
def test_no_digit_is_made_up(text: str) -> None:
    mended = mended_id(text)
    written = text.upper().partition("E")[0].replace(".", "").replace(",", "")
    assert mended == text or written.startswith(mended)
    assert mended_id(mended) == mended
