"""Rows that say that the student has left, in every format, and words that say nothing."""

import csv
import io
from datetime import date

import pytest

from homeroom.domain.imports.spreadsheet import Leaver, SheetRow
from tests.steps.english import english
from tests.steps.roster_zips import (
    CLASS,
    ENROLLMENTS,
    FATHER,
    IN_CLASS,
    IN_MATH,
    MATH,
    MOTHER,
    ROLES,
    STUDENT,
    TEACHER,
    USERS_11,
    USERS_12,
    of,
    one_roster,
)
from tests.steps.spreadsheet_files import notices_of, placement_of, rows_of, sheet_of, table

HEADER = "class_code,last_name,first_name,parent_email"
ROW = "3-A,García,Noé,ana@example.org"
TODAY = date(2026, 11, 27)


def rows_with(column: str, *cells: str) -> tuple[list[SheetRow], list[str]]:
    """The rows of a file with one more column, and the notices about it."""
    sheet = sheet_of(table(*(f"{ROW},{cell}" for cell in cells), header=f"{HEADER},{column}"), today=TODAY)
    return list(sheet.rows()), notices_of(sheet)


def why(row: SheetRow) -> str:
    assert isinstance(row.entry, Leaver)
    return english(row.entry.why)


LEFT = ["Withdrawn", "inactive", "TRANSFERRED", "Transferred Out", "Graduated", " left ", "Moved", "Deceased", "baja"]


@pytest.mark.parametrize("column", ["Status", "student_status", "Enrollment Status", "Enroll_Status"])
def test_a_status_says_who_has_left(column: str) -> None:
    rows, notices = rows_with(column, *LEFT)
    assert [row.entry.listed_name for row in rows if isinstance(row.entry, Leaver)] == ["García, Noé"] * len(LEFT)
    assert why(rows[0]).startswith(f"{column} says “Withdrawn”: the student has left.")
    assert notices == [
        "9 rows say that the student has left. They are skipped: nobody is placed, invited, or removed because of them."
    ]


@pytest.mark.parametrize(("code", "left"), [("0", False), ("-1", False), ("1", True), ("2", True), ("3", True)])
def test_the_codes_of_powerschool_count_in_its_column_and_nowhere_else(code: str, left: bool) -> None:
    [row], _ = rows_with("Enroll_Status", code)
    assert isinstance(row.entry, Leaver) is left
    [row], notices = rows_with("Status", code)
    assert row.placement
    assert notices == [f"Status says “{code}”, which is not known here. Such students were read as active."]


@pytest.mark.parametrize("column", ["Exit Date", "ExitDate", "withdrawal_date", "End Date", "Date of Leaving"])
@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("2026-11-26", True),
        ("2026-11-27", False),
        ("2027-06-10", False),
        ("2026-09-30T00:00:00.000Z", True),
        ("9/30/2026", True),
        ("6/10/2027", False),
        ("30.09.2026", True),
        ("9/30/26", True),
        ("10/1/2026", True),
        ("", False),
        ("NULL", False),
    ],
)
def test_a_date_that_has_passed_says_it_and_a_later_one_does_not(column: str, typed: str, left: bool) -> None:
    [row], notices = rows_with(column, typed)
    assert (isinstance(row.entry, Leaver), len(notices)) == (left, int(left))


@pytest.mark.parametrize("typed", ["11/12/2026", "1900-01-01", "0/0/0", "0000-00-00", "31.02.2026", "soon"])
def test_a_date_that_may_be_two_or_none_is_named_and_drops_nobody(typed: str) -> None:
    [row], notices = rows_with("Exit Date", typed)
    assert row.placement
    assert notices == [f"Exit Date says “{typed}”, which is not known here. Such students were read as active."]


@pytest.mark.parametrize(
    ("column", "typed", "left"),
    [
        *(("Active", "No", True), ("Is Active", "FALSE", True), ("Enrolled", "N", True), ("Active", "Inactive", True)),
        *(("Inactive", "Yes", True), ("Withdrawn", "x", True), ("Leaver", "sí", True), ("Left", "2026-06-30", True)),
        *(("Active", "Yes", False), ("Enrolled", "2024-08-15", False), ("Inactive", "No", False)),
        *(("Withdrawn", "2027-06-30", False), ("Withdrawn", "", False), ("enabledUser", "true", False)),
    ],
)
def test_a_yes_or_no_says_it_and_so_does_a_date_beside_who_has_left(column: str, typed: str, left: bool) -> None:
    [row], notices = rows_with(column, typed)
    assert (isinstance(row.entry, Leaver), len(notices)) == (left, int(left))


def test_words_that_are_unknown_are_named_once_and_drop_nobody() -> None:
    rows, notices = rows_with("Status", "Returning", "New", "returning", "Active", "", "left early", "Not withdrawn")
    assert all(row.placement for row in rows)
    words = "“Returning”, “New”, “left early”, and “Not withdrawn”"
    assert notices == [f"Status says {words}, which are not known here. Such students were read as active."]


def test_a_row_of_a_leaver_may_be_wrong_in_any_other_cell() -> None:
    header = f"{HEADER},Status"
    rows = rows_of(table(",,Noé,none,Withdrawn", "3-A,García,,x,Left", ",,,,Left", header=header))
    assert [row.entry.listed_name for row in rows if isinstance(row.entry, Leaver)] == ["Noé", "García", ""]
    assert not any(row.problems for row in rows)


def test_several_columns_may_tell_it_also_two_with_one_name() -> None:
    header = f"{HEADER},Status,Status,Exit Date,Enroll_Status"
    text = table(f"{ROW},Active,Active,,0", f"{ROW},,Withdrawn,,0", f"{ROW},,,2026-08-01,0", header=header)
    sheet = sheet_of(text)
    assert [isinstance(row.entry, Leaver) for row in sheet.rows()] == [False, True, True]
    assert len(notices_of(sheet)) == 1


def test_a_header_in_the_middle_is_no_unknown_status() -> None:
    header = f"{HEADER},Status"
    sheet = sheet_of(table(f"{ROW},Active", header, f"{ROW},Active", header=header))
    assert [bool(row.placement) for row in sheet.rows()] == [True, False, True]
    assert notices_of(sheet) == []


def test_homerooms_have_no_leavers() -> None:
    sheet = sheet_of(table("3-A,Room 1,Left", header="class_code,room,status"))
    assert [bool(row.entry) for row in sheet.rows()] == [True]
    assert notices_of(sheet) == ["This column was ignored: “status”."]


def test_long_files_say_it_in_each_row_of_the_student() -> None:
    header = "School_id,Student_id,Last_name,First_name,Contact_type,Contact_name,Contact_email,Status"
    left = [f"1,7,García,Noé,{kind},Ana García,ana@example.org,Inactive" for kind in ("Primary", "Emergency")]
    rows = rows_of(table(*left, header=header))
    assert [type(row.entry) for row in rows] == [Leaver, Leaver]


def test_the_address_of_a_powerschool_contact_is_known_also_when_it_stands_in_a_leavers_row() -> None:
    header = "New Contact Identifier,First Name,Last Name,Email Address,studentNumber,Relationship Type,Enroll_Status"
    first, second = rows_of(
        table("c1,Ana,García,ana@example.org,7,Mother,2", "c1,Ana,García,,8,Mother,0", header=header)
    )
    assert isinstance(first.entry, Leaver)
    assert second.placement
    assert [parent.email for parent in second.placement.parents] == ["ana@example.org"]


# ------------------------------------------------------------------- tables in a zip
OLD = {"beginDate": "2026-08-01", "endDate": "2026-10-01"}
ENDED = {**IN_CLASS, **OLD}


def only(data: bytes) -> SheetRow:
    sheet = sheet_of(data, today=TODAY)
    (row,) = sheet.rows()
    assert len(notices_of(sheet)) == int(isinstance(row.entry, Leaver))
    return row


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "tobedeleted"}, "status says “tobedeleted”"),
        ({"status": "inactive"}, "status says “inactive”"),
        ({"enabledUser": "false"}, "enabledUser says “false”"),
    ],
)
def test_one_roster_says_it_of_a_user(cells: dict[str, str], said: str) -> None:
    assert why(only(one_roster({**STUDENT, **cells}, MOTHER, FATHER, TEACHER))).startswith(said)


@pytest.mark.parametrize("cells", [{}, {"status": "active", "enabledUser": "true"}])
def test_one_roster_says_nothing_of_others(cells: dict[str, str]) -> None:
    parents = [{**parent, "enabledUser": "false"} for parent in (MOTHER, FATHER)]
    row = only(one_roster({**STUDENT, **cells}, *parents, TEACHER))
    assert row.placement
    assert len(row.placement.parents) == 2


@pytest.mark.parametrize(
    ("enrollments", "left"),
    [
        ([ENDED], True),
        ([ENDED, {**IN_MATH, **OLD}], True),
        ([{**IN_CLASS, "status": "tobedeleted"}], True),
        ([ENDED, IN_MATH], False),
        ([ENDED, {**IN_MATH, "endDate": "2027-06-30"}], False),
        ([{**IN_CLASS, "status": "tobedeleted"}, IN_MATH], False),
        ([], False),
    ],
)
def test_whose_enrollments_are_all_over_has_left(enrollments: list[dict[str, str]], left: bool) -> None:
    data = one_roster(enrollments=of(ENROLLMENTS, *enrollments))
    assert isinstance(only(data).entry, Leaver) is left


@pytest.mark.parametrize(
    ("role", "left"),
    [({"endDate": "2026-10-01"}, True), ({"status": "tobedeleted"}, True), ({"endDate": "2027-06-30"}, False)],
)
def test_whose_role_as_a_student_is_over_has_left(role: dict[str, str], left: bool) -> None:
    people = (STUDENT, MOTHER, FATHER)
    roles = [{"userSourcedId": p["sourcedId"], "role": p["role"]} for p in people]
    data = one_roster(users=of(USERS_12, *people), roles=of(ROLES, roles[0] | role, *roles[1:]))
    assert isinstance(only(data).entry, Leaver) is left


def test_a_user_who_was_deleted_and_made_again_has_not_left() -> None:
    users = of(USERS_11, {**STUDENT, "status": "tobedeleted"}, STUDENT, {**STUDENT, "status": "tobedeleted"}, MOTHER)
    row = only(one_roster(users=users, classes=of("sourcedId,title,classCode,classType", CLASS, MATH)))
    assert row.placement


# ------------------------------------------------------------------- no false alarms
def test_a_clean_file_of_600_rows_gets_no_notice() -> None:
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([*HEADER.split(","), "Status", "Enroll_Status", "Exit Date", "enabledUser"])
    for n in range(600):
        row = [f"{n % 6 + 1}-A", f"Family {n:03}", "Kim", f"p{n}@example.org", ("Active", "")[n % 2], "0", "", "true"]
        lines.writerow(row if n % 3 else [*row[:6], "6/10/2027", ""])
    sheet = sheet_of(written.getvalue(), today=TODAY)
    assert sum(len(row.placement.parents) for row in sheet.rows() if row.placement) == 600
    assert notices_of(sheet) == []


def test_our_own_columns_are_read_as_before_where_a_status_stands_beside_them() -> None:
    text = table(f"{ROW},Active", header=f"{HEADER},Status")
    assert placement_of(text) == placement_of(table(ROW, header=HEADER))
