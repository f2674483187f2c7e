"""Files of other systems, taken as they come: the kind is told by the header."""

import pytest

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.spreadsheet import HomeroomEntry, NamedParent
from homeroom.domain.imports.spreadsheet.codes import NotInvited
from homeroom.domain.kernel.message import message
from tests.steps.spreadsheet_files import YEAR, placement_of, problems_of, refusal_of, rows_of, sheet_of, table

CLEVER = (
    "School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Grade,Gender,DOB,Home_language,"
    "Student_email,Contact_relationship,Contact_type,Contact_name,Contact_phone,Contact_phone_type,Contact_email,"
    "Contact_sis_id"
)
POWERSCHOOL = (
    "New Contact Identifier,First Name,Middle Name,Last Name,Email Address,Email Type,studentNumber,Relationship Type,"
    "Contact Has Custody,Contact Lives With,STUDENTCONTACTDETAILCOREFIELDS.legalGuardian,Is Emergency Contact"
)


def clever(**cells: str) -> str:
    """A row of Clever's students.csv."""
    row = {"Student_id": "sis-9", "Student_number": "00417", "Last_name": "García", "First_name": "Noé", "Grade": "3"}
    row |= {"Contact_type": "Primary", "Contact_name": "Ana García", "Contact_email": "ana@example.org", **cells}
    return ",".join(row.get(name, "") for name in CLEVER.split(","))


# ------------------------------------------------------------------- whole names, wide guardian columns
@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ('"García López, Noé"', "Noé", "García López"),
        ("Noé García", "Noé", "García"),
        ('" García , Noé Luis "', "Noé Luis", "García"),
    ],
)
def test_a_student_may_stand_in_one_column(typed: str, first: str, last: str) -> None:
    placement = placement_of(table(f"3-A,{typed}", header="Class,Student Name"))
    assert (placement.first_name, placement.last_name) == (first, last)


@pytest.mark.parametrize("typed", ["Maria de la Cruz", "Noé", "", '"García,"'])
def test_a_students_name_is_never_guessed_apart(typed: str) -> None:
    (row,) = rows_of(table(f"3-A,{typed},x@example.org", header="Class,Student Name,Email"))
    assert [p.column for p in row.problems] == ["student_name"]
    assert "Type the last name, a comma, and the first name" in problems_of(row)[0][1]


def test_guardians_stand_in_columns_of_their_own() -> None:
    header = "Homeroom,Student Last Name,Student First Name,Guardian 1 Name,Guardian 1 Email,Guardian 1 Relationship,"
    header += "Guardian 2 Name,Guardian 2 Email"
    row = '3-A,García,Noé,"García, Ana María",ana@example.org,Mother,Luis de la Cruz,luis@example.org'
    placement = placement_of(table(row, header=header))
    assert placement.parents == (
        NamedParent("ana@example.org", "Ana María", "García"),
        NamedParent("luis@example.org", "Luis de la", "Cruz"),
    )
    assert placement.relationship == "Mother"


def test_a_number_may_stand_at_the_end_of_a_columns_name() -> None:
    header = "Class,Last Name,First Name,Parent Email 1,Parent Email 2,Parent First Name 2"
    placement = placement_of(table("3-A,García,Noé,a@example.org,b@example.org,Luis", header=header))
    assert [(p.email, p.first_name) for p in placement.parents] == [("a@example.org", ""), ("b@example.org", "Luis")]


# ------------------------------------------------------------------- homerooms
def test_a_file_may_set_up_homerooms() -> None:
    header = "year,class_code,class_room,grade,teacher_first_name,teacher_last_name"
    sheet = sheet_of(table(f"{YEAR},3-A,Room 12,3,Rosa,Rivera", ",3-B,,,,", header=header))
    assert sheet.format is FileFormat.HOMEROOMS
    assert [row.entry for row in sheet.rows()] == [
        HomeroomEntry(YEAR, "3-A", "3", "Room 12", "Rosa Rivera"),
        HomeroomEntry(YEAR, "3-B", "", "", ""),
    ]


def test_a_wrong_cell_of_a_homeroom_is_told_in_its_column() -> None:
    (row,) = rows_of(table(",www.example.org,2026", header="Class,Teacher,Year"))
    assert [p.column for p in row.problems] == ["year", "class_code", "teacher_name"]
    assert row.entry is None


def test_a_file_about_students_that_lacks_their_names_is_no_file_of_homerooms() -> None:
    refusal = refusal_of(table("3-A,3,a@example.org", header="class_code,grade,parent_email"))
    assert "These columns are missing: student_last_name and student_first_name." in refusal[0]


# ------------------------------------------------------------------- Clever
def test_a_clever_file_names_a_contact_in_each_row() -> None:
    sheet = sheet_of(table(clever(Contact_relationship="Mother", Home_language="Spanish"), header=CLEVER))
    assert sheet.format is FileFormat.CLEVER
    (row,) = sheet.rows()
    assert row.placement
    assert row.placement._asdict() == {
        "year": YEAR,
        "class_code": "",
        "grade": "3",
        "student_id": "00417",
        "first_name": "Noé",
        "last_name": "García",
        "parents": (NamedParent("ana@example.org", "Ana", "García"),),
        "relationship": "Mother",
        "language": "Spanish",
        "not_invited": None,
        "no_contact": (),
    }


def test_a_clever_file_without_student_numbers_goes_by_the_systems_id() -> None:
    header = CLEVER.replace("Student_number,", "")
    row = clever().replace("00417,", "", 1)
    assert placement_of(table(row, header=header)).student_id == "sis-9"


@pytest.mark.parametrize("kind", ["Primary", "Secondary", "Parent/Guardian", "PRIMARY", " parent / guardian "])
def test_these_contacts_of_a_clever_file_are_invited(kind: str) -> None:
    placement = placement_of(table(clever(Contact_type=kind), header=CLEVER))
    assert [p.email for p in placement.parents] == ["ana@example.org"]


@pytest.mark.parametrize("kind", ["Emergency", "Family", "Other"])
def test_these_contacts_of_a_clever_file_are_never_invited_whatever_their_address(kind: str) -> None:
    placement = placement_of(table(clever(Contact_type=kind, Contact_email="not an address"), header=CLEVER))
    assert placement.parents == ()
    assert placement.not_invited == message(NotInvited.TYPE, kind=kind)


def test_a_contact_of_a_clever_file_without_a_type_is_not_invited() -> None:
    placement = placement_of(table(clever(Contact_type=""), header=CLEVER))
    assert (placement.parents, placement.not_invited) == ((), message(NotInvited.NO_TYPE))
    nobody = placement_of(table(clever(Contact_type="", Contact_name="", Contact_email=""), header=CLEVER))
    assert nobody.not_invited is None


def test_a_clever_student_without_a_number_goes_by_the_systems_id() -> None:
    rows = rows_of(table(clever(Student_number=" "), clever(), header=CLEVER))
    assert [row.placement.student_id for row in rows if row.placement] == ["sis-9", "00417"]


def test_a_homeroom_may_be_added_to_a_clever_file() -> None:
    placement = placement_of(table(f"{clever()},3-A", header=f"{CLEVER},class_code"))
    assert placement.class_code == "3-A"


# ------------------------------------------------------------------- PowerSchool
def powerschool(*rows: str) -> str:
    return table(*rows, header=POWERSCHOOL)


def test_a_powerschool_contact_has_an_address_on_its_first_row_and_students_on_all() -> None:
    text = powerschool(
        "1,Ana,,García,ana@example.org,Home,00417,Mother,1,1,1,0",
        "1,Ana,,García,,,00418,Mother,1,1,1,0",
        "2,Luis,,García,luis@example.org,Home,00417,Father,0,0,1,0",
    )
    assert sheet_of(text).format is FileFormat.POWERSCHOOL
    placements = [row.placement for row in rows_of(text)]
    assert [(p.student_id, p.parents[0].email, p.relationship) for p in placements if p] == [
        ("00417", "ana@example.org", "Mother"),
        ("00418", "ana@example.org", "Mother"),
        ("00417", "luis@example.org", "Father"),
    ]
    assert all(p and not p.name and not p.class_code for p in placements)


def test_a_powerschool_contact_without_an_id_never_gets_the_address_of_another_family() -> None:
    text = powerschool(
        ",Ana,,García,ana@example.org,Home,00417,Mother,1,1,1,0",
        ",Cy,,Jones,,,00418,Father,1,1,1,0",
        " ,,,,,,00419,Mother,1,1,1,0",
    )
    placements = [row.placement for row in rows_of(text)]
    assert [[parent.email for parent in p.parents] for p in placements if p] == [["ana@example.org"], [], []]


def test_a_powerschool_contact_without_rights_is_never_invited() -> None:
    placement = placement_of(powerschool("3,Bob,,Neighbor,bob@example.org,Home,00417,Neighbor,0,0,0,1"))
    assert placement.parents == ()
    assert placement.not_invited == message(NotInvited.NO_RIGHTS)


@pytest.mark.parametrize(
    ("relationship", "invited"),
    [("Mother", True), ("Step-Father", True), ("Grandmother", True), ("Neighbor", False), ("", False)],
)
def test_where_a_powerschool_file_says_nothing_of_rights_parents_are_invited(relationship: str, invited: bool) -> None:
    header = "New Contact Identifier,First Name,Last Name,Email Address,studentNumber,Relationship Type"
    placement = placement_of(table(f"1,Ana,García,ana@example.org,00417,{relationship}", header=header))
    assert bool(placement.parents) is invited


def test_a_powerschool_row_needs_the_students_number() -> None:
    (row,) = rows_of(powerschool("1,Ana,,García,ana@example.org,Home,,Mother,1,1,1,0"))
    assert problems_of(row) == [("student_id", "The student's ID is needed here.")]
