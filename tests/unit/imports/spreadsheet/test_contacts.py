"""Relationship, custody and flags against contact, in files of any format: who is no parent is not invited."""

import io
from pathlib import Path

import pytest

from homeroom.domain.imports.spreadsheet import Doubt, FileProblem, NamedParent, SheetRow, open_sheet
from homeroom.domain.imports.spreadsheet.codes import NotInvited
from homeroom.domain.kernel.message import message
from tests.factories import TODAY, YEAR
from tests.steps.english import english
from tests.steps.spreadsheet_files import GOOD, HEADER, notices_of, one_row, placement_of, rows_of, sheet_of, table

SAMPLES = Path(__file__).parents[4] / "samples"
TWO = f"{HEADER},parent2_email"
GOOD_TWO = f"{GOOD},jon@example.org"
POWERSCHOOL = "New Contact Identifier,First Name,Last Name,Email Address,studentNumber"
OF_POWERSCHOOL = "1,Ana,García,ana@example.org,00417"
CLEVER = "School_id,Student_id,Last_name,First_name,Contact_type,Contact_email,Contact_relationship,class_code"


def row_with(text: str, column: str, row: str = GOOD, header: str = HEADER) -> SheetRow:
    """The only row, with one more cell."""
    (read,) = rows_of(table(f'{row},"{text}"', header=f"{header},{column}"))
    return read


def addresses(row: SheetRow) -> list[str]:
    return [parent.email for parent in row.placement.parents] if row.placement else []


# ------------------------------------------------------------------- relationship
@pytest.mark.parametrize("column", ["relationship", "Relation", "Guardian 1 Relationship", "Contact Relationship Type"])
@pytest.mark.parametrize("text", ["Neighbor", "Physician", "Emergency Contact", "Vecino", "邻居", "Aunt"])
def test_who_is_neither_parent_nor_guardian_is_not_invited(column: str, text: str) -> None:
    row = row_with(text, column)
    assert row.placement
    assert (row.placement.parents, row.doubts) == ((), ())
    assert row.placement.not_invited == message(NotInvited.RELATIONSHIP, kind=text)


@pytest.mark.parametrize("text", ["Mother", "Mom", "Foster Parent", "grandmother", "Madre", "어머니", "", "N/A"])
def test_parents_are_invited_and_so_is_who_is_called_nothing(text: str) -> None:
    row = row_with(text, "relationship")
    assert (addresses(row), row.doubts) == (["ana@example.org"], ())


def test_a_word_that_is_not_known_is_a_doubt_and_no_silent_no() -> None:
    row = row_with("Sponsor", "relationship")
    assert row.doubts == (message(Doubt.UNKNOWN_RELATIONSHIP, relationship="Sponsor"),)
    assert addresses(row) == ["ana@example.org"]  # whom an accepted doubt invites
    assert english(row.doubts[0]) == "“Sponsor” may be somebody who is neither a parent nor a guardian."


def test_a_long_text_for_a_relationship_is_shown_shortened() -> None:
    (doubt,) = row_with("x" * 90, "Guardian 2 Relationship", GOOD_TWO, TWO).doubts
    assert doubt.values["relationship"] == "x" * 39 + "…"


def test_nobody_is_asked_about_a_word_beside_no_address() -> None:
    row = row_with("Sponsor", "relationship", "3-A,García,Noé,")
    assert row.placement
    assert (row.doubts, row.placement.not_invited) == ((), None)


def test_each_parent_has_a_relationship_of_their_own() -> None:
    second = row_with("Neighbor", "Guardian 2 Relationship", GOOD_TWO, TWO)
    assert addresses(second) == ["ana@example.org"]
    assert addresses(row_with("Neighbor", "Relationship 2", GOOD_TWO, TWO)) == ["ana@example.org"]
    first = row_with("Neighbor", "relationship", f"{GOOD_TWO},es", f"{TWO},language")
    assert first.placement
    assert addresses(first) == ["jon@example.org"]
    assert (first.placement.relationship, first.placement.language) == ("", "")  # they were the first one's


def test_an_address_of_somebody_who_is_not_invited_is_not_corrected() -> None:
    row = row_with("Neighbor", "relationship", "3-A,García,Noé,not an address")
    assert (row.problems, addresses(row)) == ((), [])
    assert row.placement


# ------------------------------------------------------------------- do not contact
@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Do Not Contact", "Yes"),
        ("no_contact", "x"),
        ("Do Not Contact (Y/N)", "Y"),
        ("Restraining Order? Yes/No", "yes"),
        ("No Contact (optional)", "1"),
        ("Restraining Order", "1"),
        ("Court Order", "see office"),  # any other text than no
        ("Do Not Email", "sí"),
        ("Email Opt-Out", "TRUE"),
        ("OK to contact", "No"),
        ("Receives Email", "0"),
        ("Deceased", "Y"),
        ("Restraining Order Against", "Jon García"),
        ("Court Order on File?", "Yes"),
        ("Contact Restrictions", "not by email"),
        ("Special Instructions", "Do not contact"),
        ("DNC", "1"),
        ("relationship", "restraining order - no contact"),
        ("relationship", "Father, who has not lived with the family since 2021 (no contact)"),
        ("Notes", "Allergic to nuts.\nRestraining order, do NOT contact"),
        ("Legal Alert", "orden de restricción"),
        ("Flag", "No contact"),
        ("Flag", "Do not contact"),  # whatever the column is called
        ("Status", "do not contact"),
        ("Communication Preference", "Do not email"),
        ("Ne pas contacter", "Oui"),
        ("Kontaktverbot", "ja"),
        ("Orden de alejamiento", "Sí"),
        ("Safe to contact", "No"),
        ("Email Opt-In", "No"),
        ("Blocked", "x"),
    ],
)
def test_a_flag_against_contact_forbids_every_contact_of_the_row(column: str, text: str) -> None:
    row = row_with(text, column)
    assert row.placement
    assert (row.placement.parents, row.doubts) == ((), ())
    assert row.placement.no_contact == (NamedParent("ana@example.org", "", ""),)
    assert row.placement.not_invited
    assert row.placement.not_invited.is_(NotInvited.NO_CONTACT)
    assert english(row.placement.not_invited).startswith(f"“{column}” says “{text[:9]}")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Do Not Contact", "No"),
        ("Do Not Contact", ""),
        ("Restraining Order", "0"),
        ("Court Order", "none"),
        ("OK to contact", "yes"),
        ("Notes", "Contact the office for allergies; mother works nights"),
        ("Notes", ""),
        ("Photo Release Notes", "not allowed; no email; no access"),
        ("Medical Alert", "asthma"),
        ("Phone", "no contact number"),
        ("Medical", "no contact sports"),
    ],
)
def test_a_flag_that_says_no_forbids_nobody(column: str, text: str) -> None:
    row = row_with(text, column)
    assert row.placement
    assert (addresses(row), row.placement.no_contact, row.doubts) == (["ana@example.org"], (), ())


def test_a_flag_may_be_about_one_parent() -> None:
    row = row_with("yes", "Guardian 2 Do Not Contact", GOOD_TWO, TWO)
    assert row.placement
    assert (addresses(row), row.placement.no_contact) == (
        ["ana@example.org"],
        (NamedParent("jon@example.org", "", ""),),
    )
    assert addresses(row_with("x", "Parent 2 Restraining Order on file", GOOD_TWO, TWO)) == ["ana@example.org"]
    both = row_with("yes", "Do Not Contact", GOOD_TWO, TWO)
    assert both.placement
    assert (addresses(both), len(both.placement.no_contact)) == ([], 2)


def test_what_any_column_of_one_parent_says_is_about_that_one() -> None:
    row = row_with("do not contact", "Father Status", GOOD_TWO, TWO)
    assert addresses(row) == ["ana@example.org"]
    assert addresses(row_with("Mother: call first", "Pick-up", GOOD_TWO, TWO)) == ["ana@example.org", "jon@example.org"]


@pytest.mark.parametrize(
    "column",
    [
        "Relationship to Child",
        "Relation Type",
        "Contact Role",
        "Parentesco",
        "Lien de parenté",
        "Verwandtschaft",
        "关系",
    ],
)
def test_a_relationship_is_one_whatever_language_its_column_is_called_in(column: str) -> None:
    assert [addresses(row_with(word, column)) for word in ("Neighbor", "Voisine", "Mutter")] == [
        [],
        [],
        ["ana@example.org"],
    ]


@pytest.mark.parametrize(
    "column",
    ["Legal Guardian", "Parental Responsibility", "Custodia", "Autorité parentale", "Sorgerecht", "Guarda legal"],
)
def test_a_column_that_may_name_a_guardian_says_no_with_no_and_nothing_with_a_name(column: str) -> None:
    assert addresses(row_with("No", column)) == []
    for text in ("Sí", "García, Ana", ""):
        row = row_with(text, column)
        assert (addresses(row), row.doubts) == (["ana@example.org"], ())


def test_a_flag_beats_the_same_address_in_another_column() -> None:
    row = row_with("yes", "Guardian 2 No Contact", f"{GOOD},ANA@example.org", TWO)
    assert addresses(row) == []


def test_a_flag_beats_custody_and_a_parents_word() -> None:
    header = f"{POWERSCHOOL},Relationship Type,Contact Has Custody"
    assert addresses(row_with("yes", "No Contact", f"{OF_POWERSCHOOL},Mother,1", header)) == []


# ------------------------------------------------------------------- custody
@pytest.mark.parametrize("text", ["Yes", "y", "TRUE", "t", "1", "x", "on", "ja", "sí", "✓"])
def test_custody_is_said_in_many_ways(text: str) -> None:
    for row in (row_with(text, "Contact Has Custody", OF_POWERSCHOOL, POWERSCHOOL), row_with(text, "Has Custody")):
        assert (addresses(row), row.doubts) == (["ana@example.org"], ())


@pytest.mark.parametrize("text", ["Joint", "full", "Legal custody", "50/50"])
def test_custody_of_any_kind_is_custody(text: str) -> None:
    row = row_with(text, "Custody")
    assert (addresses(row), row.doubts) == (["ana@example.org"], ())


@pytest.mark.parametrize("text", ["No", "n", "false", "0", "no custody"])
def test_who_has_no_custody_is_not_invited(text: str) -> None:
    for row in (row_with(text, "Contact Has Custody", OF_POWERSCHOOL, POWERSCHOOL), row_with(text, "Has Custody")):
        assert row.placement
        assert (row.placement.parents, row.placement.not_invited) == ((), message(NotInvited.NO_RIGHTS))


def test_custody_that_is_left_empty_is_no_only_where_the_system_leaves_nothing_open() -> None:
    assert addresses(row_with("", "Contact Has Custody", OF_POWERSCHOOL, POWERSCHOOL)) == []
    assert addresses(row_with("", "Has Custody")) == ["ana@example.org"]


@pytest.mark.parametrize("text", ["weekends", "None"])
def test_custody_in_a_word_that_is_not_known_is_a_doubt(text: str) -> None:
    row = row_with(text, "Contact Has Custody", OF_POWERSCHOOL, POWERSCHOOL)
    assert row.doubts == (message(Doubt.UNKNOWN_RELATIONSHIP, relationship=f"Contact Has Custody: {text}"),)


def test_an_aunt_with_custody_is_a_guardian() -> None:
    assert addresses(row_with("Aunt", "relationship", f"{GOOD},yes", f"{HEADER},Has Custody")) == ["ana@example.org"]


# ------------------------------------------------------------------- other systems
@pytest.mark.parametrize(
    "word", ["Mom", "Parent/Guardian", "Foster Parent", "Stepfather", "Legal Guardian", "Grandparent"]
)
def test_words_of_powerschool_are_read(word: str) -> None:
    row = row_with(word, "Relationship Type", OF_POWERSCHOOL, POWERSCHOOL)
    assert (addresses(row), row.doubts) == (["ana@example.org"], ())


@pytest.mark.parametrize(("word", "asked"), [("Doctor", False), ("Relative", True)])
def test_a_primary_contact_of_clever_may_still_be_no_parent(word: str, asked: bool) -> None:
    (row,) = rows_of(table(f"1,417,García,Noé,Primary,ana@example.org,{word},3-A", header=CLEVER))
    assert bool(row.doubts) is asked
    assert bool(addresses(row)) is asked


def test_an_emergency_contact_without_a_relationship_is_not_invited() -> None:
    header = "Class,Last Name,First Name,Contact Email"
    assert addresses(row_with("Yes", "Emergency Contact", GOOD, header)) == []
    assert addresses(row_with("Yes", "Emergency Contact", f"{GOOD},Mother", f"{header},relationship")) == [
        "ana@example.org"
    ]
    assert addresses(row_with("Yes", "Emergency Contact")) == ["ana@example.org"]  # the column says that it is a parent
    assert addresses(row_with("Jo, 555-0100", "Emergency Contact", GOOD, header)) == ["ana@example.org"]


@pytest.mark.parametrize("column", ["Student Email", "Student_email", "Pupil E-Mail"])
def test_an_address_that_is_the_students_own_is_a_doubt(column: str) -> None:
    row = row_with("ANA@example.org", column)
    assert row.doubts == (message(Doubt.STUDENTS_ADDRESS, email="ana@example.org"),)
    assert english(*row.doubts) == "The address ana@example.org seems to be the student’s own."
    assert row_with("noe@example.org", column).doubts == row_with("", column).doubts == ()


# ------------------------------------------------------------------- notices, and clean files
def test_a_column_that_counts_is_not_called_ignored() -> None:
    sheet = sheet_of(table(f"{GOOD},No,,blue", header=f"{HEADER},Do Not Contact,Guardian 2 Relationship,Bus"))
    assert notices_of(sheet) == ["This column was ignored: “Bus”."]


def test_a_student_who_has_left_is_asked_nothing() -> None:
    row = row_with("Sponsor", "relationship", f"{GOOD},Withdrawn", f"{HEADER},Status")
    assert row.doubts == ()


def test_neither_samples_nor_our_own_columns_hold_a_doubt() -> None:
    assert placement_of(one_row()).no_contact == ()
    for path in (*SAMPLES.glob("*.csv"), *SAMPLES.glob("*.zip")):
        try:
            sheet = open_sheet(io.BytesIO(path.read_bytes()), default_year=YEAR, today=TODAY)
        except FileProblem:
            continue
        rows = list(sheet.rows())
        assert [row.number for row in rows if row.doubts or (row.placement and row.placement.no_contact)] == []
