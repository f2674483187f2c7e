"""Sets of tables that are not OneRoster's, as zips: Clever's, Microsoft SDS 1, ParentSquare's."""

import io
import zipfile

import pytest

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet import NamedParent, Placement
from tests.steps.english import english
from tests.steps.roster_zips import archive, of, placements_of
from tests.steps.spreadsheet_files import YEAR, refusal_of, rows_of, sheet_of

ANA, LUIS = (NamedParent("ana@example.org", "Ana", "García"), NamedParent("luis@example.org", "Luis", "García"))
NOE = Placement(YEAR, "3-A", "3", "00417", "Noé", "García", (ANA, LUIS), "Mother")

# ------------------------------------------------------------------- Clever
STUDENTS = (
    "School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Grade,Student_email,"
    "Contact_relationship,Contact_type,Contact_name,Contact_phone,Contact_phone_type,Contact_email,Contact_sis_id"
)
SECTIONS = (
    "School_id,Section_id,Teacher_id,Name,Section_number,Grade,Course_name,Course_number,Period,Subject,Term_name,"
    "Term_start,Term_end"
)
STUDENT = {"School_id": "1", "Student_id": "s1", "Student_number": "00417", "Last_name": "García", "First_name": "Noé"}
STUDENT |= {"Grade": "3", "Student_email": "noe@school.example.org"}
MOTHER = {"Contact_relationship": "Mother", "Contact_type": "Primary", "Contact_name": "Ana García"}
MOTHER |= {"Contact_email": "ana@example.org", "Contact_sis_id": "7"}
FATHER = {"Contact_relationship": "Father", "Contact_type": "Parent/Guardian", "Contact_name": "García, Luis"}
FATHER |= {"Contact_email": "luis@example.org", "Contact_sis_id": "8"}
AUNT = {
    "Contact_type": "Emergency",
    "Contact_name": "Eva Wu",
    "Contact_email": "eva@example.org",
    "Contact_sis_id": "9",
}
HOMEROOM = {"Section_id": "c1", "Name": "3-A", "Subject": "Homeroom/advisory", "School_id": "1", "Teacher_id": "s1"}
MATH = {"Section_id": "c2", "Name": "Math", "Subject": "math", "School_id": "1"}


def clever(**tables: str) -> bytes:
    usual = {
        "schools": of("School_id,School_name", {"School_id": "1", "School_name": "Lincoln"}),
        "students": of(
            STUDENTS,
            *({**STUDENT, **MOTHER, "Contact_phone_type": phone} for phone in ("Cell", "Home")),
            *({**STUDENT, **contact} for contact in (FATHER, AUNT)),
        ),
        "teachers": of("School_id,Teacher_id,Last_name,First_name", {"Teacher_id": "s1", "Last_name": "Rivera"}),
        "sections": of(SECTIONS, MATH, HOMEROOM),
        "enrollments": of(
            "School_id,Section_id,Student_id", *({"Section_id": c, "Student_id": "s1"} for c in ("c1", "c2"))
        ),
    }
    return archive(**usual | tables)


def test_clevers_set_places_students_in_their_homerooms_and_names_their_parents() -> None:
    assert sheet_of(clever()).kind is FileKind.CLEVER_SET
    assert placements_of(clever()) == [NOE]


def test_a_row_of_clevers_set_says_where_its_people_stand() -> None:
    (row,) = rows_of(clever())
    assert [english(place) for place in row.place] == ["See students.csv, rows 2, 4."]


def test_sections_of_clever_that_share_a_name_are_told_apart_by_their_teachers() -> None:
    sections = of(SECTIONS, HOMEROOM, {**HOMEROOM, "Section_id": "c3", "Teacher_id": "t2"})
    teachers = of(
        "Teacher_id,Last_name,First_name",
        *({"Teacher_id": t, "Last_name": n} for t, n in (("s1", "Rivera"), ("t2", "Wu"))),
    )
    assert placements_of(clever(sections=sections, teachers=teachers)) == [NOE._replace(class_code="3-A Rivera")]


def test_a_section_of_clever_whose_term_is_over_is_not_the_students_homeroom() -> None:
    spring = {**HOMEROOM, "Term_start": "1/20/2026", "Term_end": "6/10/2026"}
    fall = {**HOMEROOM, "Section_id": "c2", "Name": "4-B", "Term_start": "8/20/2026", "Term_end": "1/15/2027"}
    (placed,) = placements_of(clever(sections=of(SECTIONS, spring, fall)))
    assert placed.class_code == "4-B"


def test_the_dates_of_clevers_terms_tell_the_school_year() -> None:
    next_year = {**HOMEROOM, "Term_name": "27-28", "Term_start": "8/20/2027", "Term_end": "6/10/2028"}
    assert [p.year for p in placements_of(clever(sections=of(SECTIONS, next_year)))] == ["2027-2028"]


def test_a_table_of_clever_without_its_columns_is_told_so_by_clevers_names() -> None:
    sentence = refusal_of(clever(enrollments="a,b\r\n1,2\r\n"))[0]
    assert "In export/enrollments.csv, these columns are missing: Section_id and Student_id." in sentence


# ------------------------------------------------------------------- Microsoft SDS 1
def test_sds_1_places_students_and_finds_guardians_by_their_addresses() -> None:
    data = archive(
        School=of("SIS ID,Name", {"SIS ID": "1", "Name": "Lincoln"}),
        Student=of(
            "SIS ID,School SIS ID,First Name,Last Name,Username,Grade",
            {
                "SIS ID": "00417",
                "First Name": "Noé",
                "Last Name": "García",
                "Username": "noe@example.org",
                "Grade": "03",
            },
        ),
        Section=of("SIS ID,School SIS ID,Section Name", {"SIS ID": "c1", "Section Name": "3-A"}),
        StudentEnrollment=of("Section SIS ID,SIS ID", {"Section SIS ID": "c1", "SIS ID": "00417"}),
        Teacher=of("SIS ID,School SIS ID,First Name,Last Name", {"SIS ID": "00417", "Last Name": "Rivera"}),
        TeacherRoster=of("Section SIS ID,SIS ID", {"Section SIS ID": "c1", "SIS ID": "00417"}),
        User=of(
            "Email,First Name,Last Name,Phone,SIS ID",
            *({"Email": p.email, "First Name": p.first_name, "Last Name": p.last_name} for p in (ANA, LUIS)),
            {"Email": "doc@example.org", "First Name": "Doc", "Last Name": "Tor"},
        ),
        GuardianRelationship=of(
            "SIS ID,Email,Role",
            {"SIS ID": "00417", "Email": "Ana@example.org", "Role": "Parent"},
            {"SIS ID": "00417", "Email": "luis@example.org", "Role": "Guardian"},
            {"SIS ID": "00417", "Email": "doc@example.org", "Role": "Doctor"},
        ),
    )
    assert sheet_of(data).kind is FileKind.SDS_1
    assert placements_of(data) == [NOE._replace(relationship="Parent")]


# ------------------------------------------------------------------- ParentSquare
PUPILS = of(
    "student_id,school_id,first_name,last_name,grade",
    {"student_id": "00417", "first_name": "Noé", "last_name": "García", "grade": "3"},
)
PARENTS = of(
    "parent_id,student_id,first_name,last_name,email,relationship",
    {
        "parent_id": "1",
        "student_id": "00417",
        "first_name": "Ana",
        "last_name": "García",
        "email": "ana@example.org",
        "relationship": "Mother",
    },
    {
        "parent_id": "2",
        "student_id": "00417",
        "first_name": "Luis",
        "last_name": "García",
        "email": "luis@example.org",
        "relationship": "Father",
    },
)


def test_parent_squares_set_is_read() -> None:
    data = archive(
        students=PUPILS,
        parents=PARENTS,
        sections=of("section_id,school_id,section_name,staff_id", {"section_id": "c1", "section_name": "3-A"}),
        rosters=of("section_id,student_id", {"section_id": "c1", "student_id": "00417"}),
    )
    assert sheet_of(data).kind is FileKind.PARENT_SQUARE_SET
    assert placements_of(data) == [NOE]


def test_a_set_without_classes_is_about_students_who_are_there_already() -> None:
    assert placements_of(archive(students=PUPILS, parents=PARENTS)) == [NOE._replace(class_code="")]


def test_a_zip_of_one_table_that_is_no_set_is_told_so() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("students.csv", PUPILS)
    assert "without any tables that are known here" in refusal_of(file.getvalue())[0]


@pytest.mark.parametrize("flag", ["do_not_contact", "Court Order", "notes"])
def test_whom_a_flag_forbids_to_be_told_is_told_by_no_row(flag: str) -> None:
    says = "no contact with the father" if flag == "notes" else "Yes"
    (row,) = rows_of(archive(students=PUPILS, parents=with_column(PARENTS, flag, "", says)))
    assert row.placement
    assert [parent.email for parent in row.placement.parents] == ["ana@example.org"]
    assert [parent.email for parent in row.placement.no_contact] == ["luis@example.org"]


def test_a_contact_of_a_set_without_custody_is_not_invited() -> None:
    (placed,) = placements_of(archive(students=PUPILS, parents=with_column(PARENTS, "custody", "Y", "N")))
    assert placed.parents == (ANA,)


def test_a_relationship_of_a_set_that_is_no_parents_is_not_invited() -> None:
    (row,) = rows_of(archive(students=PUPILS, parents=PARENTS.replace("Father", "Neighbor")))
    assert row.placement
    assert row.placement.parents == (ANA,)


def with_column(text: str, name: str, *cells: str) -> str:
    lines = text.splitlines()
    return "".join(f"{line},{cell}\r\n" for line, cell in zip(lines, (name, *cells), strict=True))
