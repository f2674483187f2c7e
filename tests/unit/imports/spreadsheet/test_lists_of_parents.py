"""A list of parents is read as one: a mother is never stored as a student."""

import pytest

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.spreadsheet import Doubt, NamedParent, Placement
from homeroom.domain.imports.spreadsheet.codes import NotInvited
from homeroom.domain.kernel.message import message
from tests.steps.spreadsheet_files import (
    YEAR,
    notices_of,
    placement_of,
    problems_of,
    refusal_of,
    rows_of,
    sheet_of,
    table,
)

ANA = NamedParent("ana@example.org", "Ana", "García")
ROW = "00417,p-1,Ana,García,ana@example.org"


@pytest.mark.parametrize(
    "header",
    [
        "student_id,parent_id,first_name,last_name,email",
        "Student Number,Guardian ID,First Name,Surname,E-Mail",
        "student_id,parent_id,parent_first_name,parent_last_name,parent_email",
        "student_id,Guardian Number,Guardian First Name,Guardian Last Name,Email",
    ],
)
def test_parents_of_students_who_are_known_by_their_id(header: str) -> None:
    sheet = sheet_of(table(ROW, header=header))
    assert (sheet.format, sheet.doubts, notices_of(sheet)) == (FileFormat.PARENTS, (), [])
    assert [row.entry for row in sheet.rows()] == [Placement(YEAR, "", "", "00417", "", "", (ANA,))]


def test_a_file_without_any_students_name_is_about_parents_even_without_their_ids() -> None:
    assert placement_of(table("00417,Ana García,ana@example.org", header="student_id,Parent Name,Email")).parents == (
        ANA,
    )
    alone = placement_of(table("00417,ana@example.org", header="student_id,parent_email"))
    assert (alone.name, [p.email for p in alone.parents]) == ("", ["ana@example.org"])


def test_names_beside_an_address_that_is_the_parents_are_nobodys() -> None:
    header = "student_id,parent_id,first_name,last_name,parent_email"
    sheet = sheet_of(table(ROW, header=header))
    assert [row.placement.parents for row in sheet.rows() if row.placement] == [
        (NamedParent("ana@example.org", "", ""),)
    ]
    assert notices_of(sheet) == ["These columns were ignored: “first_name” and “last_name”."]


def test_the_students_own_name_still_has_to_be_theirs() -> None:
    header = "student_id,student_first_name,student_last_name,parent_id,parent_email"
    placement = placement_of(table("00417,Noé,García,p-1,ana@example.org", header=header))
    assert (placement.name, placement.class_code) == ("Noé García", "")


def test_an_address_beside_the_students_name_is_asked_about_here_too() -> None:
    header = "student_id,student_first_name,student_last_name,parent_id,email"
    assert [d.id for d in sheet_of(table("00417,Noé,García,p-1,x@example.org", header=header)).doubts] == [
        Doubt.WHOSE_ADDRESS
    ]


def test_a_list_of_parents_needs_the_students_id_in_each_row() -> None:
    (row,) = rows_of(table(ROW.replace("00417", ""), header="student_id,parent_id,first_name,last_name,email"))
    assert problems_of(row) == [("student_id", "The student's ID is needed here.")]


@pytest.mark.parametrize(("relationship", "invited"), [("Mother", True), ("Neighbor", False), ("", False)])
def test_not_everybody_in_a_list_of_contacts_is_a_parent(relationship: str, invited: bool) -> None:
    header = "student_id,contact_id,first_name,last_name,email,relationship"
    placement = placement_of(table(f"{ROW},{relationship}", header=header))
    assert bool(placement.parents) is invited
    without = placement_of(table(ROW, header=header.removesuffix(",relationship")))
    assert (without.parents, without.not_invited) == ((), message(NotInvited.NO_RELATIONSHIP))


@pytest.mark.parametrize(
    "header", ["class_code,student_id,parent_id,first_name,last_name,email", "class,parent_id,last name,first name"]
)
def test_names_that_may_be_the_parents_or_the_students_are_refused(header: str) -> None:
    (refusal,) = refusal_of(table(",".join("x" for _ in header.split(",")), header=header))
    assert refusal.startswith("The names in this file may be the parents' or the students'.")
    assert "“parent_id”" in refusal


@pytest.mark.parametrize(
    "header",
    [
        "class_code,student_id,last_name,first_name,parent_id,parent_email",
        "class_code,student_id,student_last_name,student_first_name,parent_id,email",
    ],
)
def test_a_list_of_students_may_have_ids_of_their_parents(header: str) -> None:
    sheet = sheet_of(table("3-A,00417,García,Noé,p-1,ana@example.org", header=header))
    assert sheet.format is FileFormat.STUDENTS
    assert [row.placement.name for row in sheet.rows() if row.placement] == ["Noé García"]


def test_a_list_of_students_without_homerooms_is_still_told_what_it_lacks() -> None:
    refusal = refusal_of(table("417,García,Noé,x@example.org", header="student_id,last_name,first_name,email"))
    assert "This column is missing: class_code." in " ".join(refusal)
