"""The header: matched kindly, and everything wrong with it told at once."""

from collections.abc import Mapping

import pytest

from homeroom.domain.imports.spreadsheet import Leaver, NamedParent
from homeroom.domain.imports.spreadsheet.columns import HOMEROOM_COLUMNS, STUDENT_COLUMNS, by_spelling, folded
from homeroom.domain.imports.spreadsheet.header_problems import column_letter
from tests.steps.spreadsheet_files import HEADER, notices_of, placement_of, problems_of, refusal_of, sheet_of, table


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Parent Email", "parent_email"),
        ("PARENT-E-MAIL", "parent_email"),
        ("Guardian 1 Email", "parent_email"),
        ("Guardian 2 Email", "parent2_email"),
        ("First Name", "student_first_name"),
        ("\ufeffclass\u00a0code\u200b", "class_code"),
        ("Homeroom", "class_code"),
        ("School Year", "year"),
        ("Student Surname", "student_last_name"),
    ],
)
def test_a_column_may_be_written_in_many_ways(written: str, meant: str) -> None:
    assert by_spelling(STUDENT_COLUMNS)[folded(written)] == meant


@pytest.mark.parametrize("written", ["Student Email", "Email", "Email 2", "Emergency Contact Email", "", "#", "Name"])
def test_a_column_is_not_guessed(written: str) -> None:
    assert folded(written) not in by_spelling(STUDENT_COLUMNS)


@pytest.mark.parametrize("columns", [STUDENT_COLUMNS, HOMEROOM_COLUMNS], ids=["students", "homerooms"])
def test_no_spelling_means_two_columns(columns: Mapping[str, tuple[str, ...]]) -> None:
    spellings = [{folded(a) for a in (name, *aliases)} for name, aliases in columns.items()]
    assert len(by_spelling(columns)) == sum(map(len, spellings))


def test_the_order_of_columns_is_free_and_unknown_ones_are_named_in_a_notice() -> None:
    sheet = sheet_of(table("x,Noé,3-A,y,García", header="Bus,First Name,Class,,Surname"))
    assert dict(sheet.columns) == {"student_first_name": 1, "class_code": 2, "student_last_name": 4}
    assert sheet.header == ("Bus", "First Name", "Class", "", "Surname")
    assert notices_of(sheet) == ["These columns were ignored: “Bus” and column D, which has no name."]
    (row,) = sheet.rows()
    assert row.placement
    assert row.placement.name == "Noé García"


def test_a_missing_column_is_named_with_what_was_found_and_what_was_perhaps_meant() -> None:
    refusal = refusal_of(table("3-A,x,y", header="Class,Lst Name,First Name"))
    assert "This column is missing: student_last_name (did you mean “Lst Name”?)." in " ".join(refusal)
    assert "The file has “Class”, “Lst Name”, and “First Name”." in " ".join(refusal)


def test_a_misspelt_header_is_still_taken_for_a_header() -> None:
    refusal = refusal_of(table("3-A,x,y", header="Clas Code,Lst Name,Frst Name"))
    assert " ".join(refusal).count("did you mean") == 3


def test_two_columns_that_mean_the_same_are_an_error_that_names_both() -> None:
    refusal = refusal_of(table("3-A,x,y,z", header="Class,Last Name,First Name,Surname"))
    assert "B “Last Name” and D “Surname” mean the same (student_last_name)" in " ".join(refusal)


def test_one_name_twice_is_an_error_too() -> None:
    refusal = refusal_of(table("a,b", header=f"{HEADER},parent_email"))
    assert "D “parent_email” and E “parent_email” mean the same" in " ".join(refusal)


def test_all_that_is_wrong_with_a_header_is_told_at_once() -> None:
    refusal = refusal_of(table("3-A", header="Class,Email,E-mail,Grade,grade"))
    assert len(refusal) == 3


def test_a_file_without_header_is_told_so() -> None:
    refusal = refusal_of("3-A,García,Noé,ana@example.org\r\n3-B,Smith,Bob,bob@example.org\r\n")
    assert " ".join(refusal).startswith("Row 1 should be the header, with the columns")
    assert "class_code, student_last_name, and student_first_name" in " ".join(refusal)
    assert "“García”" in " ".join(refusal)


def test_a_title_above_the_header_is_told_with_the_row_of_the_header() -> None:
    refusal = refusal_of("Lincoln School, autumn\r\n\r\n" + table("3-A,x,y,"))
    assert "the header seems to be in row 3" in " ".join(refusal)


def test_a_header_that_is_repeated_further_down_is_no_student() -> None:
    sheet = sheet_of(table("3-A,x,y,", HEADER, "3-B,a,b,"))
    good, repeated, also_good = sheet.rows()
    assert good.placement
    assert also_good.placement
    assert problems_of(repeated) == [(None, "This row repeats the header. Take it out.")]


def test_the_school_year_may_come_from_the_site() -> None:
    assert placement_of(table("3-A,x,y,")).year == "2026-2027"
    with_year = table("2027/28,3-A,x,y,", header=f"year,{HEADER}")
    assert placement_of(with_year).year == "2027-2028"
    assert placement_of(table(",3-A,x,y,", header=f"year,{HEADER}")).year == "2026-2027"


def test_the_school_year_is_needed_where_the_site_has_none() -> None:
    refusal = refusal_of(table("3-A,x,y,"), default_year="")
    assert "This column is missing: year." in " ".join(refusal)


def test_a_hundred_columns_are_read_and_more_are_not() -> None:
    more = [f"extra {i}" for i in range(96)]
    assert placement_of(table("3-A,x,y,", header=",".join([HEADER, *more])))
    refusal = refusal_of(table("3-A,x,y,", header=",".join([HEADER, *more, "one"])))
    assert " ".join(refusal).startswith("The file has 101 columns, and at most 100 can be read.")
    assert "16,384" in str(refusal_of(table("3-A", header=",".join(["x"] * 16_384))))


def test_ten_thousand_trailing_commas_mean_nothing() -> None:
    commas = "," * 10_000
    sheet = sheet_of(table(f"3-A,x,y,{commas}", header=HEADER + commas))
    (row,) = sheet.rows()
    assert sheet.header == tuple(HEADER.split(","))
    assert row.cells == ("3-A", "x", "y", "")
    assert row.placement


def test_columns_are_called_as_spreadsheet_programs_call_them() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_header_cell_may_hold_a_line_break() -> None:
    assert placement_of(table("3-A,x,y", header='Class,"Last\r\nName",First Name')).last_name == "x"


def test_a_header_with_a_broken_quote_is_told() -> None:
    refusal = refusal_of('"class_code,student_last_name,student_first_name\r\n3-A,x,y\r\n')
    assert " ".join(refusal).startswith("Row 1 should be the header, and it cannot be read. A quote")


# ------------------------------------------------------------------- remarks beside a name
@pytest.mark.parametrize(
    "written",
    [
        *("Parent Email (required)", "Parent Email*", "Parent Email [Optional]", "Parent Email: e.g. ana@example.org"),
        *("Parent Email - required", "Parent Email (if known) *", "Email (Parent)", "Parent Email\n(one per row)"),
    ],
)
def test_a_remark_beside_a_columns_name_changes_nothing(written: str) -> None:
    header = f'Class (required),"Last Name*",First Name (as text - optional),"{written}"'
    sheet = sheet_of(table("3-A,García,Noé,ana@example.org", header=header.replace("(as text - optional)", "(text)")))
    (row,) = sheet.rows()
    assert row.placement
    assert [parent.email for parent in row.placement.parents] == ["ana@example.org"]
    assert notices_of(sheet) == []


def test_what_says_whose_an_address_is_is_no_remark() -> None:
    header = "Class,Last Name,First Name,Email (Student),Email (Guardian 2),Email (Emergency),"
    header += "Parent Email (do not use),Parent Email (please never contact)"
    assert dict(sheet_of(table("3-A,a,b,c@x.org", header=header)).columns) == {
        "class_code": 0,
        "student_last_name": 1,
        "student_first_name": 2,
        "parent2_email": 4,
    }


def test_a_status_with_a_remark_is_a_status() -> None:
    (row,) = sheet_of(table("3-A,a,b,Left", header="Class,Last Name,First Name,Status (optional)")).rows()
    assert isinstance(row.entry, Leaver)


# ------------------------------------------------------------------- lists of English schools
@pytest.mark.parametrize("room", ["Reg", "Form", "Tutor Group", "Reg Group", "Registration Group"])
@pytest.mark.parametrize("year", ["3", "Year 3", "R", "y10"])
def test_a_year_group_may_stand_in_the_column_year(room: str, year: str) -> None:
    placement = placement_of(table(f"{year},3-A,García,Noé", header=f"Year,{room},Surname,Forename"))
    assert (placement.year, placement.grade, placement.class_code) == ("2026-2027", year, "3-A")


def test_a_column_year_is_the_school_year_wherever_it_says_one() -> None:
    placement = placement_of(table("2027/28,3,3-A,García,Noé", header="Year,Year Group,Form,Surname,Forename"))
    assert (placement.year, placement.grade) == ("2027-2028", "3")
    (row,) = sheet_of(table("soon,3-A,García,Noé", header="Year,Form,Surname,Forename")).rows()
    assert [problem.column for problem in row.problems] == ["year"]


# ------------------------------------------------------------------- whole names
@pytest.mark.parametrize("header", ["LastFirst", "Last, First", "Last Name, First Name", "Student Name"])
def test_a_list_may_have_last_and_first_name_in_one_column(header: str) -> None:
    placement = placement_of(table('3-A,"García López, Noé"', header=f'Home_Room,"{header}"'))
    assert (placement.last_name, placement.first_name) == ("García López", "Noé")


def test_where_the_last_name_comes_first_two_words_are_not_turned_round() -> None:
    (row,) = sheet_of(table("3-A,García Noé", header="Home_Room,LastFirst")).rows()
    assert [column for column, _ in problems_of(row)] == ["student_name"]


# ------------------------------------------------------------------- one name for the student and for a parent
@pytest.mark.parametrize(
    "header",
    [
        "Form,Surname,Forename,Relationship,Title,Surname,Forename,Email",
        "Form,Surname,Forename,Relationship,Contact Title,Contact Surname,Contact Forename,Email",
        "Form,Pupil Surname,Pupil Forename,Relationship,Title,Surname,Forename,Email",
    ],
)
def test_a_name_may_stand_twice_for_the_student_and_for_a_parent(header: str) -> None:
    placement = placement_of(table("3-A,García,Noé,Mother,Ms,Lopez,Ana,ana@example.org", header=header))
    assert (placement.last_name, placement.first_name) == ("García", "Noé")
    assert placement.parents == (NamedParent("ana@example.org", "Ana", "Lopez"),)


def test_the_parent_may_come_first_where_the_students_columns_say_so() -> None:
    header = "Email,Forename,Surname,Pupil Forename,Pupil Surname,Form"
    placement = placement_of(table("ana@example.org,Ana,Lopez,Noé,García,3-A", header=header))
    assert (placement.name, placement.parents[0].name) == ("Noé García", "Ana Lopez")


@pytest.mark.parametrize(
    "header",
    [
        "Surname,Forename,Email,Surname,Forename,Form",  # whose form?
        "Surname,Forename,Form,Forename,Surname",  # nothing of a parent
        "Form,Surname,Forename,Tutor,Surname,Forename,Email",  # somebody else's
        "Form,Surname,Forename,Email,Bus,Stop,Notes,Surname,Forename",  # too far from it
    ],
)
def test_a_name_that_stands_twice_is_refused_where_nothing_tells_whose_it_is(header: str) -> None:
    (sentence, *_) = refusal_of(table("a,b,c,d,e,f,g,h,i", header=header))
    assert "mean the same" in sentence
    assert "“Surname”" in sentence or "“Forename”" in sentence


def test_rooms_and_teachers_in_a_file_of_students_are_told_where_they_belong() -> None:
    sheet = sheet_of(table("Garcia,Noé,3-A,Room 4,Ms. East,7", header="Last Name,First Name,Class,Room,Teacher,Bus"))
    assert notices_of(sheet) == [
        "These columns were ignored: “Room”, “Teacher”, and “Bus”.",
        "Rooms and teachers come in a file of homerooms. You can also enter them on each homeroom's page.",
    ]
