"""A parent's address that cannot be used costs that parent the invitation, and not the child the place."""

import pytest

from homeroom.domain.imports.spreadsheet import Placement, SheetRow
from tests.steps.roster_zips import FATHER, MOTHER, STUDENT, one_roster
from tests.steps.spreadsheet_files import problems_of, rows_of, table

HEADER = "class_code,student_id,last_name,first_name,parent_email,parent_first_name,parent2_email,relationship,notes"
CLEVER = "School_id,Student_id,Last_name,First_name,Contact_type,Contact_name,Contact_email,class_code"
POWERSCHOOL = "New Contact Identifier,First Name,Last Name,Email Address,studentNumber,Relationship Type"


def row_of(row: str, header: str = HEADER) -> SheetRow:
    (read,) = rows_of(table(row, header=header))
    return read


def placed(row: SheetRow) -> Placement:
    assert row.placement, row.problems
    return row.placement


@pytest.mark.parametrize(
    "typed", ["ana.example.org", "josé@x.org", "unknown", "TBD", "see file", "a@x", "a@x.org;b@x.org"]
)
def test_the_student_is_placed_without_that_parent_and_the_cell_has_its_sentence(typed: str) -> None:
    row = row_of(f"3-A,7,García,Noé,{typed},Ana,,mother,")
    assert placed(row)[:6] == ("2026-2027", "3-A", "", "7", "Noé", "García")
    assert (placed(row).parents, placed(row).relationship) == ((), "")
    assert [column for column, _ in problems_of(row)] == ["parent_email"]


def test_the_other_parent_stays_and_gets_nothing_that_was_said_of_the_first() -> None:
    row = row_of("3-A,7,García,Noé,ana,Ana,luis@x.org,mother,")
    assert [(p.email, p.first_name) for p in placed(row).parents] == [("luis@x.org", "")]
    assert placed(row).relationship == ""
    row = row_of("3-A,7,García,Noé,ana@x.org,Ana,luis,mother,")
    assert [(p.email, p.first_name) for p in placed(row).parents] == [("ana@x.org", "Ana")]
    assert placed(row).relationship == "mother"
    assert [column for column, _ in problems_of(row)] == ["parent2_email"]


@pytest.mark.parametrize(
    "row",
    [
        "3-Apr,7,García,Noé,ana,Ana,,,",
        "3-A,7,García,,ana,Ana,,,",
        "3-A,1.23457E+11,García,Noé,ana,Ana,,,",
        "3-A,7,García,Noé,ana,https://evil.example/x,,,",
    ],
)
def test_a_row_in_which_something_else_is_wrong_fails(row: str) -> None:
    read = row_of(row)
    assert read.entry is None
    assert "parent_email" in [column for column, _ in problems_of(read)]


def test_a_row_whose_cells_are_shifted_places_no_child_of_another_name() -> None:
    header = "class_code,student_id,last_name,first_name,parent_email,notes"
    assert row_of("3-A,7,García, Jr.,Noé,ana@x.org", header).entry is None
    assert row_of("3-A,7,García,Noé,ana,noe@school.org", f"{header[:-5]}Student e-mail").entry


def test_a_header_further_down_in_another_order_is_no_student() -> None:
    header = "class_code,student_id,last_name,first_name,parent_email"
    assert row_of("student_id,class_code,first_name,parent_email,last_name", header).entry is None
    assert row_of("3-A,7,García,Noé,Email", header).entry


def test_it_is_the_same_in_files_of_other_systems() -> None:
    clever = row_of("1,7,García,Noé,Primary,Ana García,ana,3-A", CLEVER)
    powerschool = row_of("c1,Ana,García,ana,7,Mother", POWERSCHOOL)
    roster, *_ = rows_of(one_roster(STUDENT, {**MOTHER, "email": "ana"}, FATHER))
    for row, parents in ((clever, 0), (powerschool, 0), (roster, 1)):
        assert len(placed(row).parents) == parents
        assert [column for column, _ in problems_of(row)] == ["parent_email"]


def test_who_is_not_to_be_invited_needs_no_address() -> None:
    row = row_of("1,7,García,Noé,Emergency,Ana García,ana,3-A", CLEVER)
    assert placed(row).not_invited
    assert not row.problems
