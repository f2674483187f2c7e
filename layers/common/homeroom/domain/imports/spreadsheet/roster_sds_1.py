"""Microsoft SDS 1's set of files. Guardians are known by their addresses."""

from collections.abc import Callable

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.roster_people import (
    NO_ACCOUNT,
    PARENT,
    STUDENT,
    TEACHER,
    classes_of,
    enrollments_of,
    sessions_of,
    students_of,
    teachers_of,
)
from homeroom.domain.imports.spreadsheet.roster_sets import Cells, Filled, RosterSet

_NAME = {"givenName": ("First Name",), "familyName": ("Last Name",)}


def _by_address(cells: Cells, column: str, person: Callable[[str], Cells]) -> Cells | None:
    return {**cells, **person(f"{PARENT} {cells[column].casefold()}")} if cells[column] else None


def _sds_parent(cells: Cells) -> Cells | None:
    return _by_address(cells, "email", lambda key: {"sourcedId": key, "role": PARENT})


def _sds_relationship(cells: Cells) -> Cells | None:
    return _by_address(cells, "email", lambda key: {"relationshipUserSourcedId": key})


SDS_1 = RosterSet(
    FileKind.SDS_1,
    frozenset(("student", "section", "studentenrollment")),
    {
        "student": (
            students_of({**_NAME, "sourcedId": ("SIS ID",), "identifier": ("Student Number",), "grades": ("Grade",)}),
        ),
        "teacher": (teachers_of({**_NAME, "sourcedId": ("SIS ID",)}),),
        "school": (Filled("orgs", ("sourcedId",), {"sourcedId": ("SIS ID",), "name": ("Name",)}),),
        "section": (
            classes_of(
                {
                    "sourcedId": ("SIS ID",),
                    "title": ("Section Name", "Course Name"),
                    "classCode": (),
                    "termSourcedIds": ("Term SIS ID", "Term Name"),
                    "schoolSourcedId": ("School SIS ID",),
                    "courseSourcedId": (),
                    "subjects": ("Course Subject", "Course Name"),
                    "periods": ("Periods", "Period"),
                    "beginDate": ("Term StartDate",),
                    "endDate": ("Term EndDate",),
                }
            ),
            sessions_of(
                {
                    "sourcedId": ("Term SIS ID", "Term Name"),
                    "startDate": ("Term StartDate",),
                    "endDate": ("Term EndDate",),
                }
            ),
        ),
        "studentenrollment": (enrollments_of(STUDENT, ("Section SIS ID",), ("SIS ID",)),),
        "teacherroster": (enrollments_of(TEACHER, ("Section SIS ID",), ("SIS ID",)),),
        "user": (
            Filled("users", ("email",), {**NO_ACCOUNT, **_NAME, "sourcedId": (), "email": ("Email",)}, _sds_parent),
        ),
        "guardianrelationship": (
            Filled(
                "relationships",
                ("userSourcedId",),
                {"userSourcedId": ("SIS ID",), "relationshipRole": ("Role",), "email": ("Email",)},
                _sds_relationship,
                ("email",),
            ),
        ),
    },
)
