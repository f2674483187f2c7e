"""A zip of tables that refer to each other, as OneRoster and Microsoft SDS export it."""

import io
import zipfile
from datetime import date

import pytest

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet import NamedParent, Placement, open_sheet
from tests.steps.roster_zips import (
    CLASS,
    CLASSES,
    ENROLLMENTS,
    FATHER,
    IN_CLASS,
    IN_MATH,
    MATH,
    MOTHER,
    RELATIONSHIPS,
    ROLES,
    SESSIONS,
    STUDENT,
    TEACHER,
    USERS_11,
    USERS_12,
    archive,
    of,
    one_roster,
    placements_of,
    user,
)
from tests.steps.spreadsheet_files import YEAR, notices_of, refusal_of, sheet_of
from tests.steps.zip_bomb import with_huge_part

PLACED = Placement(
    YEAR,
    "3-A",
    "3",
    "00417",
    "Noé",
    "García",
    (NamedParent("ana@example.org", "Ana", "García"), NamedParent("luis@example.org", "Luis", "García")),
)


def placed_on(today: date, data: bytes) -> list[tuple[str, str]]:
    """Years and homerooms of a file that is read on this day."""
    rows = open_sheet(io.BytesIO(data), default_year=YEAR, today=today).rows()
    return [(row.placement.year, row.placement.class_code) for row in rows if row.placement]


def test_one_roster_1_1_places_students_in_homerooms_and_finds_parents_from_either_side() -> None:
    data = one_roster()
    assert sheet_of(data).kind is FileKind.ONE_ROSTER_1_1
    assert placements_of(data) == [PLACED]


def test_one_roster_1_2_has_roles_in_a_table_of_their_own() -> None:
    people = (STUDENT, MOTHER, FATHER, TEACHER)
    roles = of(ROLES, *({"userSourcedId": p["sourcedId"], "role": p["role"], "roleType": "primary"} for p in people))
    data = one_roster(users=of(USERS_12, *people), roles=roles)
    assert sheet_of(data).kind is FileKind.ONE_ROSTER_1_2
    assert placements_of(data) == [PLACED]


def test_sds_has_relationships_in_a_table_of_their_own() -> None:
    users = "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms"
    plain = [{k: v for k, v in p.items() if k != "agentSourcedIds"} for p in (STUDENT, MOTHER, FATHER)]
    bob = user("p3", "Bob", "Ito", email="bob@example.org")
    data = archive(
        users=of(users, *plain, bob),
        classes=of("sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId", {**CLASS, "title": "3-A"}),
        enrollments=of("classSourcedId,userSourcedId,role", IN_CLASS),
        roles=of(
            "userSourcedId,orgSourcedId,role,sessionSourcedId,grade",
            {"userSourcedId": "s1", "role": "student", "grade": "03"},
        ),
        relationships=of(
            RELATIONSHIPS,
            {"userSourcedId": "s1", "relationshipUserSourcedId": "p1", "relationshipRole": "guardian"},
            {"userSourcedId": "s1", "relationshipUserSourcedId": "p2", "relationshipRole": "parent"},
            {"userSourcedId": "s1", "relationshipUserSourcedId": "p3", "relationshipRole": "emergencyContact"},
        ),
    )
    assert sheet_of(data).kind is FileKind.SDS_2_1
    assert placements_of(data) == [PLACED._replace(student_id="s1", relationship="guardian")]


def test_what_is_marked_for_deletion_is_left_out() -> None:
    data = one_roster(STUDENT, {**MOTHER, "status": "tobedeleted"}, FATHER, {**TEACHER, "status": "active"})
    assert [p.email for p in placements_of(data)[0].parents] == ["luis@example.org"]


def test_a_third_parent_stands_in_a_further_row() -> None:
    aunt = user("p3", "Eva", "García", role="relative", email="eva@example.org", agentSourcedIds="s1")
    data = one_roster(STUDENT, MOTHER, FATHER, aunt)
    assert [[p.email for p in placement.parents] for placement in placements_of(data)] == [
        ["ana@example.org", "luis@example.org"],
        ["eva@example.org"],
    ]


def test_without_a_class_that_is_called_homeroom_the_only_one_counts() -> None:
    only = one_roster(enrollments=of(ENROLLMENTS, IN_MATH))
    assert placements_of(only)[0].class_code == "MATH-3"
    several = one_roster(
        classes=of(CLASSES, MATH, {**CLASS, "classType": "scheduled"}), enrollments=of(ENROLLMENTS, IN_MATH, IN_CLASS)
    )
    assert placements_of(several)[0].class_code == ""


def test_a_zip_whose_tables_lack_their_header_is_told_so() -> None:
    assert (
        "In export/users.csv, these columns are missing: sourcedId, givenName and familyName."
        in refusal_of(one_roster(users="s1,Noé,García\r\n"))[0]
    )


def test_a_zip_that_is_cut_off_is_told_so() -> None:
    assert "damaged" in refusal_of(one_roster()[:-30])[0]


def test_a_zip_that_unpacks_beyond_the_bound_is_never_unpacked() -> None:
    bomb = with_huge_part(one_roster(), "export/users.csv", USERS_11.encode(), b"\n" * (1024 * 1024), 501)
    assert "500 MB" in refusal_of(bomb)[0]


def test_a_zip_with_no_student_in_it_has_no_rows() -> None:
    assert "no rows" in refusal_of(one_roster(TEACHER))[0]


def test_the_tables_of_two_schools_in_one_zip_are_told_apart_by_nobody() -> None:
    file = io.BytesIO(one_roster())
    with zipfile.ZipFile(file, "a") as written:
        written.writestr("other/users.csv", of(USERS_11, STUDENT))
    assert "holds export/users.csv and other/users.csv. Put the files of each school" in refusal_of(file.getvalue())[0]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (user("s1", "Zed", "Wu", role="student"), "the sourcedId s1 appears in 2 rows"),
        (user("", "Tom", "Wu", role="student"), "a row has no sourcedId"),
    ],
)
def test_ids_that_name_nobody_or_two_lose_no_student_silently(other: dict[str, str], sentence: str) -> None:
    assert sentence in refusal_of(one_roster(STUDENT, MOTHER, other))[0]


def test_a_stray_quote_in_a_table_is_told_as_what_it_is() -> None:
    users = of(USERS_11, STUDENT) + 's3,,,,,student,,,"Bo "B" x",Lee,,3,,,,,,\r\n'
    assert "In export/users.csv, a quote" in refusal_of(one_roster(users=users))[0]


LATER = {**CLASS, "sourcedId": "c3", "title": "Homeroom 4-B", "classCode": "4-B"}
IN_LATER = {**IN_CLASS, "classSourcedId": "c3"}


def test_the_homeroom_of_an_enrollment_that_has_ended_is_not_the_students() -> None:
    ended = {**IN_CLASS, "beginDate": "2026-08-01", "endDate": "2026-10-01"}
    enrolled = of(ENROLLMENTS, ended, {**IN_LATER, "beginDate": "2026-10-02"})
    data = one_roster(classes=of(CLASSES, CLASS, LATER), enrollments=enrolled)
    assert placed_on(date(2026, 10, 1), data) == [(YEAR, "3-A")]
    assert placed_on(date(2026, 10, 2), data) == [(YEAR, "4-B")]


def test_of_two_homerooms_at_once_none_is_guessed_and_a_notice_says_so() -> None:
    data = one_roster(classes=of(CLASSES, CLASS, LATER, MATH), enrollments=of(ENROLLMENTS, IN_CLASS, IN_LATER, IN_MATH))
    sheet = sheet_of(data)
    assert [row.placement.class_code for row in sheet.rows() if row.placement] == [""]
    assert notices_of(sheet)[-1] == "Noé García is in several homerooms at once, and was placed in none of them."


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2026-08-20", "2027-06-10"),
        ("2026-07-01", "2027-06-30"),
        ("2026-08-20", "2026-12-18"),
        ("2027-06-15", "2027-07-31"),
        ("2026-08-20T00:00:00Z", ""),
        ("", "2027-06-10"),
    ],
)
@pytest.mark.parametrize("column", ["2026", "2027", "", "2026-2027"])
def test_a_sessions_dates_say_in_which_school_year_it_lies_whatever_its_column_says(
    begin: str, end: str, column: str
) -> None:
    term = {"sourcedId": "t2", "startDate": begin, "endDate": end, "schoolYear": column}
    data = one_roster(academicSessions=of(SESSIONS, term))
    assert [placement.year for placement in placements_of(data)] == [YEAR]


def test_without_dates_the_column_is_the_year_in_which_it_ends() -> None:
    data = one_roster(academicSessions=of(SESSIONS, {"sourcedId": "t2", "startDate": "soon", "schoolYear": "2028"}))
    assert [placement.year for placement in placements_of(data)] == ["2027-2028"]


def test_a_student_without_a_class_is_of_the_only_school_year_that_there_is() -> None:
    next_year = {"sourcedId": "t2", "startDate": "2027-08-20", "endDate": "2028-06-10"}
    other = user("s2", "Mia", "Berg", role="student", identifier="00418", grades="03")
    data = one_roster(STUDENT, other, academicSessions=of(SESSIONS, next_year))
    assert {placement.year for placement in placements_of(data)} == {"2027-2028"}


TERMS = of(
    SESSIONS,
    {"sourcedId": "t1", "startDate": "2026-08-20", "endDate": "2026-12-18"},
    {"sourcedId": "t2", "startDate": "2027-01-05", "endDate": "2027-06-10"},
)


def rooms_of_two_terms(**more: str) -> tuple[str, str]:
    rooms = [{**CLASS, **more, "classCode": f"3-{n}", "sourcedId": f"c{n}", "termSourcedIds": f"t{n}"} for n in (1, 2)]
    return of(CLASSES, *rooms), of(ENROLLMENTS, *({**IN_CLASS, "classSourcedId": f"c{n}"} for n in (2, 1)))


@pytest.mark.parametrize(
    ("today", "room"),
    [
        (date(2026, 8, 1), "3-1"),
        (date(2026, 12, 18), "3-1"),
        (date(2026, 12, 28), "3-2"),
        (date(2027, 2, 1), "3-2"),
        (date(2027, 7, 1), "3-2"),
    ],
)
@pytest.mark.parametrize("kind", ["homeroom", "scheduled"])
def test_where_rooms_change_with_the_term_todays_counts_or_else_the_next(today: date, room: str, kind: str) -> None:
    classes, enrollments = rooms_of_two_terms(classType=kind)
    data = one_roster(classes=classes, enrollments=enrollments, academicSessions=TERMS)
    assert placed_on(today, data) == [(YEAR, room)]


def test_a_room_that_the_student_enters_later_in_the_term_does_not_count_yet() -> None:
    rooms = of(CLASSES, CLASS, {**CLASS, "sourcedId": "c9", "classCode": "3-B"})
    later = {**IN_CLASS, "classSourcedId": "c9", "beginDate": "2026-11-02", "endDate": "2027-06-10"}
    data = one_roster(classes=rooms, enrollments=of(ENROLLMENTS, later, IN_CLASS), academicSessions=TERMS)
    assert [placement.class_code for placement in placements_of(data)] == ["3-A"]
