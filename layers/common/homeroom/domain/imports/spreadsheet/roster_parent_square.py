"""ParentSquare's set of files. `parents.csv` has a row for each parent of each student."""

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.contact_rules import Flag
from homeroom.domain.imports.spreadsheet.roster_people import (
    NO_ACCOUNT,
    PARENT,
    STUDENT,
    TEACHER,
    classes_of,
    enrollments_of,
    relation_of,
    sessions_of,
    students_of,
    teachers_of,
)
from homeroom.domain.imports.spreadsheet.roster_sets import FLAG, Cells, Filled, RosterSet

_FIRST_AND_LAST = {"givenName": ("first_name",), "familyName": ("last_name",)}
_SECTION_ID = ("section_id", "class_id", "sis_section_id")


def _parent_square_parent(cells: Cells) -> Cells | None:
    key = cells["sourcedId"] or cells["email"].casefold()
    is_out = not key or cells[FLAG] == Flag.NO_RIGHTS.value
    return None if is_out else {**cells, "role": PARENT, "sourcedId": f"{PARENT} {key}"}


def _parent_square_relationship(cells: Cells) -> Cells | None:
    key = cells["relationshipUserSourcedId"] or cells["email"].casefold()
    return {**cells, "relationshipUserSourcedId": f"{PARENT} {key}", **relation_of(cells)} if key else None


_SECTIONS = (
    classes_of(
        {
            "sourcedId": _SECTION_ID,
            "title": ("section_name", "class_name", "name", "title", "course_name", "description"),
            "classCode": (),
            "termSourcedIds": ("term", "term_name", "term_id"),
            "schoolSourcedId": ("school_id",),
            "courseSourcedId": (),
            "subjects": ("subject", "course_name"),
            "periods": ("period",),
            "beginDate": ("start_date", "term_start"),
            "endDate": ("end_date", "term_end"),
        }
    ),
    sessions_of(
        {
            "sourcedId": ("term", "term_name", "term_id"),
            "startDate": ("start_date", "term_start"),
            "endDate": ("end_date", "term_end"),
        }
    ),
    enrollments_of(TEACHER, _SECTION_ID, ("staff_id", "teacher_id"), needed=False),
)
_ROSTER = (enrollments_of(STUDENT, _SECTION_ID, ("student_id",)),)
PARENT_SQUARE_SET = RosterSet(
    FileKind.PARENT_SQUARE_SET,
    frozenset(("students", "parents")),
    {
        "students": (
            students_of(
                {
                    **_FIRST_AND_LAST,
                    "sourcedId": ("student_id", "id"),
                    "identifier": ("student_number",),
                    "grades": ("grade", "grade_level"),
                }
            ),
        ),
        "parents": (
            Filled(
                "users",
                ("email",),
                {**NO_ACCOUNT, **_FIRST_AND_LAST, "sourcedId": ("parent_id",), "email": ("email", "email_address")},
                _parent_square_parent,
                (FLAG,),
            ),
            Filled(
                "relationships",
                ("userSourcedId",),
                {
                    "userSourcedId": ("student_id",),
                    "relationshipUserSourcedId": ("parent_id",),
                    "relation": ("relationship", "relation", "relationship_type"),
                    "email": ("email", "email_address"),
                },
                _parent_square_relationship,
                ("email", FLAG),
            ),
        ),
        "schools": (
            Filled("orgs", ("sourcedId",), {"sourcedId": ("school_id", "id"), "name": ("school_name", "name")}),
        ),
        "staff": (teachers_of({**_FIRST_AND_LAST, "sourcedId": ("staff_id", "id")}),),
        **dict.fromkeys(("sections", "classes"), _SECTIONS),
        **dict.fromkeys(("rosters", "roster", "enrollments", "schedules", "student_schedules"), _ROSTER),
    },
)
