"""A zip of tables that refer to each other, as OneRoster and Microsoft SDS export it."""

import csv
import io
import zipfile
from datetime import date

import pytest

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet import Doubt, NamedParent, Placement, results_header, results_row
from homeroom.domain.kernel.message import message
from tests.steps.english import english
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
from tests.steps.spreadsheet_files import GOOD, YEAR, notices_of, refusal_of, rows_of, sheet_of, table
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


def test_a_relative_may_be_no_guardian_and_is_asked_about() -> None:
    eva = user("p3", "Eva", "García", role="relative", email="eva@example.org", agentSourcedIds="s1")
    asked = message(Doubt.UNKNOWN_RELATIONSHIP, relationship="relative")
    for people in ((STUDENT, eva), (STUDENT, MOTHER, eva)):
        (row,) = sheet_of(one_roster(*people)).rows()
        assert row.doubts == (asked,)
    assert [row.doubts for row in sheet_of(one_roster(STUDENT, MOTHER, FATHER)).rows()] == [()]


def test_who_is_a_relative_and_a_guardian_is_a_guardian() -> None:
    people = (STUDENT, {**MOTHER, "role": ""}, FATHER)
    of_people = [("s1", "student"), ("p1", "relative"), ("p1", "guardian"), ("p2", "parent")]
    roles = of(ROLES, *({"userSourcedId": who, "role": role, "roleType": "primary"} for who, role in of_people))
    (row,) = sheet_of(one_roster(users=of(USERS_12, *people), roles=roles)).rows()
    assert (row.doubts, row.placement) == ((), PLACED)


def test_without_a_class_that_is_called_homeroom_the_only_one_counts() -> None:
    only = one_roster(enrollments=of(ENROLLMENTS, IN_MATH))
    assert placements_of(only)[0].class_code == "MATH-3"
    several = one_roster(
        classes=of(CLASSES, MATH, {**CLASS, "classType": "scheduled", "title": "Reading"}),
        enrollments=of(ENROLLMENTS, IN_MATH, IN_CLASS),
    )
    assert placements_of(several)[0].class_code == ""


def test_a_zip_whose_tables_lack_their_header_is_told_so() -> None:
    assert (
        "In export/users.csv, these columns are missing: sourcedId, givenName, and familyName."
        in refusal_of(one_roster(users="s1,Noé,García\r\n"))[0]
    )


def test_a_zip_that_is_cut_off_is_told_so() -> None:
    assert "damaged" in refusal_of(one_roster()[:-30])[0]


def test_a_zip_that_unpacks_beyond_the_bound_is_never_unpacked() -> None:
    bomb = with_huge_part(one_roster(), "export/users.csv", USERS_11.encode(), b"\n" * (1024 * 1024), 501)
    assert "500 MB" in refusal_of(bomb)[0]


def test_a_zip_with_no_student_in_it_is_told_so() -> None:
    assert "These tables name no students." in refusal_of(one_roster(TEACHER))[0]


def test_the_tables_of_two_schools_in_folders_of_their_own_are_told_apart_by_nobody() -> None:
    file = io.BytesIO(one_roster())
    with zipfile.ZipFile(file, "a") as written:
        written.writestr("other/users.csv", of(USERS_11, STUDENT))
    assert "holds export/users.csv and other/users.csv. Put the files of each school" in refusal_of(file.getvalue())[0]


def test_what_programs_leave_in_a_zip_is_no_table() -> None:
    file = io.BytesIO(one_roster())
    with zipfile.ZipFile(file, "a") as written:
        written.writestr("__MACOSX/export/._users.csv", b"\0\5\x16\7")
        written.writestr("export/~$users.csv", of(USERS_11, STUDENT))
    assert placements_of(file.getvalue()) == [PLACED]


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
    sheet = sheet_of(one_roster(classes=of(CLASSES, CLASS, LATER), enrollments=enrolled), today=date(2026, 10, 2))
    assert [row.placement.class_code for row in sheet.rows() if row.placement] == ["4-B"]


def test_of_two_homerooms_at_once_none_is_guessed_and_a_notice_says_so() -> None:
    data = one_roster(classes=of(CLASSES, CLASS, LATER, MATH), enrollments=of(ENROLLMENTS, IN_CLASS, IN_LATER, IN_MATH))
    sheet = sheet_of(data)
    assert [row.placement.class_code for row in sheet.rows() if row.placement] == [""]
    assert notices_of(sheet)[-1] == "Noé García is in several homerooms at once, and was placed in none of them."


# ------------------------------------------------------------------- other ways in which systems export it
SCHEDULED = {**CLASS, "classType": "scheduled"}


@pytest.mark.parametrize(
    ("column", "text"),
    [("title", "HR Rivera"), ("title", "Home Room 3"), ("subjects", "Advisory"), ("periods", "HR(A)")],
)
def test_where_no_class_is_of_the_type_homeroom_its_name_may_say_so(column: str, text: str) -> None:
    homeroom = {**SCHEDULED, "title": "3-A", column: text}
    data = one_roster(classes=of(CLASSES, MATH, homeroom), enrollments=of(ENROLLMENTS, IN_MATH, IN_CLASS))
    assert [p.class_code for p in placements_of(data)] == ["3-A"]


def test_where_no_class_is_of_the_type_homeroom_its_course_may_say_so() -> None:
    homeroom = {**SCHEDULED, "title": "Grade 3", "courseSourcedId": "k1"}
    data = one_roster(
        classes=of(CLASSES, MATH, homeroom),
        courses=of("sourcedId,title", {"sourcedId": "k1", "title": "Homeroom"}),
        enrollments=of(ENROLLMENTS, IN_MATH, IN_CLASS),
    )
    assert placements_of(data)[0].class_code == "3-A"


def test_one_roster_1_0_calls_agents_and_terms_otherwise() -> None:
    data = one_roster(
        users=of(USERS_11, STUDENT, MOTHER, FATHER).replace("agentSourcedIds", "agents"),
        classes=of(CLASSES, {**CLASS, "termSourcedIds": "t2"}).replace("termSourcedIds", "termSourcedId"),
    )
    assert placements_of(data) == [PLACED]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_tables_may_have_another_separator(delimiter: str) -> None:
    users = of(USERS_11, *({**p, "agentSourcedIds": ""} for p in (STUDENT, MOTHER)), {**FATHER, "givenName": "Lu, Is"})
    csv_rows = (delimiter.join(row) for row in csv.reader(io.StringIO(users)))
    (placed,) = placements_of(one_roster(users="\r\n".join(csv_rows)))
    assert (placed.class_code, placed.parents) == ("3-A", (NamedParent("luis@example.org", "Lu, Is", "García"),))


def test_somebody_may_stand_in_a_row_for_each_school() -> None:
    elsewhere = {"orgSourcedIds": "o2", "email": ""}
    married = {**TEACHER, "familyName": "Rivera-Lopez"}
    data = one_roster(STUDENT, {**STUDENT, **elsewhere}, MOTHER, {**MOTHER, **elsewhere}, FATHER, TEACHER, married)
    assert placements_of(data) == [PLACED]


def test_a_parents_address_may_stand_in_the_username() -> None:
    mother = {**MOTHER, "email": "", "username": "ana@example.org"}
    father = {**FATHER, "email": "", "username": "luis.garcia"}
    (placed,) = placements_of(one_roster(STUDENT, mother, father))
    assert placed.parents == (NamedParent("ana@example.org", "Ana", "García"),)


# ------------------------------------------------------------------- rooms that share a code, terms
ORGS = "sourcedId,name"
SCHOOLS = of(ORGS, {"sourcedId": "o1", "name": "Lincoln"}, {"sourcedId": "o2", "name": "Adams"})
SISTER = user("s2", "Eva", "García", role="student", identifier="00418")


def in_two_rooms(first: dict[str, str], second: dict[str, str], *enrolled: dict[str, str], **tables: str) -> bytes:
    """Noé in the one, Eva in the other."""
    classes = of(CLASSES, {**CLASS, **first}, {**CLASS, "sourcedId": "c3", **second})
    enrollments = of(ENROLLMENTS, IN_CLASS, {**IN_LATER, "userSourcedId": "s2"}, *enrolled)
    return one_roster(STUDENT, SISTER, TEACHER, **{"classes": classes, "enrollments": enrollments} | tables)


def codes_of(data: bytes) -> dict[str, str]:
    return {placement.first_name: placement.class_code for placement in placements_of(data)}


def test_rooms_of_two_schools_with_one_code_are_told_apart_by_the_schools_names() -> None:
    data = in_two_rooms({"schoolSourcedId": "o1"}, {"schoolSourcedId": "o2", "classCode": "3 – a"}, orgs=SCHOOLS)
    assert codes_of(data) == {"Noé": "3-A Lincoln", "Eva": "3 – a Adams"}


def test_rooms_with_one_code_are_told_apart_by_their_titles_or_else_their_teachers() -> None:
    by_title = in_two_rooms({"classCode": "HR", "title": "Rivera"}, {"classCode": "HR", "title": "Okafor"})
    assert codes_of(by_title) == {"Noé": "HR Rivera", "Eva": "HR Okafor"}
    teacher = {"classSourcedId": "c3", "userSourcedId": "x9", "role": "teacher"}
    other = {**teacher, "classSourcedId": "c1", "userSourcedId": "x8"}
    people = (STUDENT, SISTER, TEACHER, user("x8", "Ada", "Okafor", role="teacher"))
    by_teacher = in_two_rooms({}, {}, teacher, other, users=of(USERS_11, *people))
    assert codes_of(by_teacher) == {"Noé": "3-A Okafor", "Eva": "3-A Rivera"}


def test_rooms_that_nothing_tells_apart_are_never_taken_for_one() -> None:
    (sentence,) = refusal_of(in_two_rooms({}, {}))
    assert sentence.startswith("In classes.csv, 2 classes are called 3-A, and nothing tells them apart.")
    unused = of(ENROLLMENTS, IN_MATH, {**IN_MATH, "userSourcedId": "s2"})
    classes = of(CLASSES, MATH, SCHEDULED, {**SCHEDULED, "sourcedId": "c3"})
    assert codes_of(in_two_rooms({}, {}, classes=classes, enrollments=unused)) == {"Noé": "MATH-3", "Eva": "MATH-3"}


def test_one_room_in_two_terms_is_one_room() -> None:
    assert codes_of(in_two_rooms({"termSourcedIds": "t1"}, {"termSourcedIds": "t2"})) == {"Noé": "3-A", "Eva": "3-A"}


@pytest.mark.parametrize(("today", "code"), [("2026-08-01", "3-A"), ("2026-12-01", "3-A"), ("2027-03-01", "4-B")])
def test_where_rooms_change_with_the_term_it_is_the_one_of_today(today: str, code: str) -> None:
    fall = {"sourcedId": "t1", "schoolYear": "2027", "startDate": "2026-08-20", "endDate": "2027-01-15"}
    spring = {"sourcedId": "t2", "schoolYear": "2027", "startDate": "2027-01-16", "endDate": "2027-06-10"}
    data = one_roster(
        classes=of(CLASSES, {**CLASS, "termSourcedIds": "t1"}, {**LATER, "termSourcedIds": "t2"}),
        enrollments=of(ENROLLMENTS, IN_CLASS, IN_LATER),
        academicSessions=of(SESSIONS, fall, spring),
    )
    rows = sheet_of(data, today=date.fromisoformat(today)).rows()
    assert [row.placement.class_code for row in rows if row.placement] == [code]


def test_where_classes_that_are_no_homerooms_change_with_the_term_it_is_the_only_one_of_today() -> None:
    fall = {"sourcedId": "t1", "startDate": "2026-08-20", "endDate": "2027-01-15"}
    spring = {"sourcedId": "t2", "startDate": "2027-01-16", "endDate": "2027-06-10"}
    first, second = ({**MATH, "classCode": f"M-{n}", "sourcedId": f"m{n}", "termSourcedIds": f"t{n}"} for n in (1, 2))
    enrolled = of(ENROLLMENTS, *({**IN_MATH, "classSourcedId": f"m{n}"} for n in (1, 2)))
    data = one_roster(
        classes=of(CLASSES, first, second), enrollments=enrolled, academicSessions=of(SESSIONS, fall, spring)
    )
    for today, code in ((date(2026, 8, 1), "M-1"), (date(2026, 12, 1), "M-1"), (date(2027, 3, 1), "M-2")):
        rows = sheet_of(data, today=today).rows()
        assert [row.placement.class_code for row in rows if row.placement] == [code]


# ------------------------------------------------------------------- school years
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


# ------------------------------------------------------------------- how tables are written
def users_in(codec: str, *names: str) -> bytes:
    file = io.BytesIO(one_roster())
    people = of(USERS_11, *(user(f"s{n}", name, "Wu", role="student") for n, name in enumerate(names)))
    with zipfile.ZipFile(file) as read:
        parts = {part: read.read(part) for part in read.namelist()}
    with zipfile.ZipFile(file, "w") as written:
        for part, data in (parts | {"export/users.csv": people.encode(codec)}).items():
            written.writestr(part, data)
    return file.getvalue()


def test_a_table_in_windows_1252_is_read_where_its_letters_are_proved() -> None:
    assert [p.first_name for p in placements_of(users_in("cp1252", "José", "François"))] == ["José", "François"]


@pytest.mark.parametrize(("codec", "name"), [("cp1250", "Łukasz"), ("cp1251", "Оксана"), ("shift_jis", "太郎")])
def test_a_zip_with_a_table_whose_letters_cannot_be_proved_waits(codec: str, name: str) -> None:
    assert Doubt.LETTERS in [doubt.id for doubt in sheet_of(users_in(codec, name)).doubts]


# ------------------------------------------------------------------- where to look
def test_a_row_that_was_joined_of_several_says_where_they_stand() -> None:
    (row,) = rows_of(one_roster())
    assert [english(place) for place in row.place] == ["See users.csv, rows 2, 3, 4."]
    (alone,) = rows_of(one_roster(TEACHER, STUDENT))
    assert [english(place) for place in alone.place] == ["See users.csv, row 3."]
    assert rows_of(table(GOOD))[0].place == ()


# ------------------------------------------------------------------- not all of the tables
USERS_ALONE = "Without classes.csv and enrollments.csv, users.csv names no homerooms: students stay where they are."


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_users_alone_are_about_students_who_are_there_already(delimiter: str) -> None:
    people = of(USERS_11, {**STUDENT, "agentSourcedIds": "p1"}, MOTHER)
    sheet = sheet_of(people.replace(",", delimiter))
    (row,) = sheet.rows()
    assert row.placement == PLACED._replace(class_code="", grade="", parents=PLACED.parents[:1])
    assert [english(place) for place in row.place] == ["See users.csv, rows 2, 3."]
    assert (sheet.kind, notices_of(sheet)[-1][: len(USERS_ALONE)]) == (FileKind.ONE_ROSTER_USERS, USERS_ALONE)


def test_users_alone_may_come_as_a_zip() -> None:
    sheet = sheet_of(archive(users=of(USERS_11, STUDENT, MOTHER, FATHER), orgs="sourcedId,name\r\n"))
    assert [row.placement.class_code for row in sheet.rows() if row.placement] == [""]
    assert sheet.kind is FileKind.ONE_ROSTER_USERS


def test_users_alone_of_version_1_2_do_not_say_who_is_a_student() -> None:
    assert "with roles.csv, classes.csv and enrollments.csv" in refusal_of(of(USERS_12, STUDENT, MOTHER))[0]


@pytest.mark.parametrize("text", [of(CLASSES, CLASS), of(ENROLLMENTS, IN_CLASS)])
def test_another_table_alone_is_told_with_those_it_needs(text: str) -> None:
    assert refusal_of(text)[0].startswith("This is only one of OneRoster's tables. Put users.csv, classes.csv,")


def test_a_set_of_which_a_table_is_missing_is_told_which() -> None:
    data = archive(users=of(USERS_11, STUDENT), enrollments=of(ENROLLMENTS, IN_CLASS))
    assert refusal_of(data)[0].startswith("This zip archive lacks a table: classes.csv.")


def test_a_results_file_that_was_made_of_such_a_set_is_a_file_of_ours() -> None:
    sheet = sheet_of(one_roster())
    (row,) = sheet.rows()
    text = io.StringIO()
    csv.writer(text).writerows([results_header(sheet.header), results_row(row, "failed", "")])
    again = sheet_of(text.getvalue())
    assert again.kind is FileKind.TEXT
    assert [r.placement for r in again.rows()] == [PLACED]
