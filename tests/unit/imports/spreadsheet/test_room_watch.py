"""Two homerooms of one code, in a list that tells them apart by a column that is not ours."""

import pytest

from tests.steps.english import english
from tests.steps.spreadsheet_files import sheet_of, table

HEADER = "Class,Last Name,First Name"


def doubts_of(text: str) -> list[str]:
    sheet = sheet_of(text)
    list(sheet.rows())
    return [english(doubt) for doubt in sheet.doubts]


@pytest.mark.parametrize("column", ["School", "School Name", "Campus (required)", "School_id"])
def test_one_code_at_two_schools_is_a_doubt(column: str) -> None:
    rows = ("3-A,García,Noé,Lincoln", "3-B,Li,Mei,Lincoln", "3 – a,Ito,Ren,Adams")
    assert doubts_of(table(*rows, header=f"{HEADER},{column}")) == [
        "Two homerooms of this file have the code 3-A: Adams and Lincoln. They would become one."
    ]


def test_one_code_with_two_teachers_is_a_doubt_where_both_have_students() -> None:
    of = {"Rivera": 3, "Okafor": 3, "Riviera": 1}
    rows = [f"3,{teacher}{n},Ann,{teacher}" for teacher, count in of.items() for n in range(count)]
    assert doubts_of(table(*rows, header=f"{HEADER},Teacher")) == [
        "Two homerooms of this file have the code 3: Okafor and Rivera. They would become one."
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("3-A,García,Noé,Lincoln", "3-B,Li,Mei,Adams"),
        ("3-A,García,Noé,Lincoln", "3-A,Li,Mei,", "3-A,Ito,Ren, LINCOLN ", "3-A,Wu,Eva,N/A"),
        (",García,Noé,Lincoln", ",Li,Mei,Adams"),
    ],
)
def test_a_list_in_which_each_homeroom_is_one_raises_none(rows: tuple[str, ...]) -> None:
    assert doubts_of(table(*rows, header=f"{HEADER},School")) == []
