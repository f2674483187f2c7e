"""Headers among the rows: a row is read by the header above it, or not at all."""

import pytest

from homeroom.domain.imports.spreadsheet import SheetRow
from tests.steps.spreadsheet_files import problems_of, rows_of, table

HEADER = "class_code,student_last_name,student_first_name,parent_email"
FIRST = "3-A,García,Noé,a@example.org"


def read(row: SheetRow) -> tuple[str, ...]:
    assert row.placement, row.problems
    parents = [parent.email for parent in row.placement.parents]
    return (row.placement.class_code, row.placement.last_name, row.placement.first_name, *parents)


@pytest.mark.parametrize(
    ("second", "row"),
    [
        ("parent_email,student_first_name,class_code,student_last_name", "b@example.org,Mei,3-B,Li"),
        ("student_first_name,student_last_name,parent_email,class_code", "Mei,Li,b@example.org,3-B"),
        ("Parent E-mail,Student First Name,CLASS CODE,Student Last Name", "b@example.org,Mei,3-B,Li"),
        ("student_first_name,,class_code,student_last_name,parent_email", "Mei,,3-B,Li,b@example.org"),
    ],
)
def test_rows_below_a_header_in_another_order_are_read_by_it(second: str, row: str) -> None:
    first, header, below = rows_of(table(FIRST, second, row, header=HEADER))
    assert read(first) == ("3-A", "García", "Noé", "a@example.org")
    [(column, sentence)] = problems_of(header)
    assert (column, header.entry) == (None, None)
    assert "in another order" in sentence
    assert read(below) == ("3-B", "Li", "Mei", "b@example.org")
    assert below.cells == ("3-B", "Li", "Mei", "b@example.org")


def test_names_alone_are_read_by_their_header_as_well() -> None:
    rows = rows_of(
        table("García,Noé,3-A", "Class,First Name,Last Name", "3-B,Mei,Li", header="Last Name,First Name,Class")
    )
    assert [bool(row.placement) for row in rows] == [True, False, True]
    assert read(rows[2]) == ("3-B", "Li", "Mei")


def test_the_first_header_again_ends_the_other_order() -> None:
    second = "student_first_name,student_last_name,parent_email,class_code"
    rows = rows_of(table(FIRST, second, "Mei,Li,b@example.org,3-B", HEADER, "3-C,Ho,Ann,c@example.org", header=HEADER))
    assert read(rows[4]) == ("3-C", "Ho", "Ann", "c@example.org")
    assert "repeats the header" in problems_of(rows[3])[0][1]


@pytest.mark.parametrize(
    "second",
    [
        "class_code,student_last_name,student_first_name,parent2_email",
        "class_code,student_first_name,student_last_name",
        "year,class_code,student_first_name,student_last_name,parent_email",
        "class_code,student_last_name,student_first_name,bus,parent_email,shoes",
    ],
)
def test_rows_below_a_header_with_other_columns_are_refused_one_by_one(second: str) -> None:
    good, header, *below = rows_of(table(FIRST, second, "3-B,Li,Mei,b@example.org", "x", header=HEADER))
    assert good.placement
    assert "a header with other columns" in problems_of(header)[0][1]
    assert [row.entry for row in below] == [None, None]
    assert all("below another header, in row 3" in problems_of(row)[0][1] for row in below)


def test_people_called_like_columns_are_people() -> None:
    rows = rows_of(
        table("3-A,Grade,Class,a@example.org", "3-A,Last,First,", "3-A,Name,Student,b@example.org", header=HEADER)
    )
    assert [row.placement.last_name for row in rows if row.placement] == ["Grade", "Last", "Name"]


def test_a_surplus_cell_below_a_header_in_another_order_is_still_told() -> None:
    second = "parent_email,student_first_name,class_code,student_last_name"
    *_, row = rows_of(table(FIRST, second, "b@example.org,Mei,3-B,Li,surplus", header=HEADER))
    assert row.placement is None
    assert "surplus" in problems_of(row)[0][1]
