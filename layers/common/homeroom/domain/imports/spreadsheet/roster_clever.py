"""Clever's set of files. `students.csv` has the contacts, too: a row for each of a student's."""

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.contact_rules import CLEVER_INVITES, Flag
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
from homeroom.domain.kernel.full_names import halves

_CONTACT = {
    "sourcedId": ("Contact_sis_id",),
    "email": ("Contact_email",),
    "givenName": ("Contact_name",),
    "type": ("Contact_type",),
}


def _clever_contact(cells: Cells) -> Cells | None:
    """A contact may have several rows, one for each phone, and several addresses."""
    kind = "".join(cells["type"].split()).casefold()
    if kind not in CLEVER_INVITES or not cells["email"] or cells[FLAG] == Flag.NO_RIGHTS.value:
        return None
    return {**cells, "sourcedId": f"{PARENT} {cells['sourcedId']} {cells['email'].casefold()}"}


def _clever_parent(cells: Cells) -> Cells | None:
    if not (contact := _clever_contact(cells)):
        return None
    last, first = halves(cells["givenName"])
    return {**contact, "role": PARENT, "givenName": first, "familyName": last}


def _clever_relationship(cells: Cells) -> Cells | None:
    if not (contact := _clever_contact(cells)):
        return None
    return {**cells, "relationshipUserSourcedId": contact["sourcedId"], **relation_of(cells)}


CLEVER_SET = RosterSet(
    FileKind.CLEVER_SET,
    frozenset(("students", "sections", "enrollments")),
    {
        "students": (
            students_of(
                {
                    "sourcedId": ("Student_id",),
                    "identifier": ("Student_number",),
                    "givenName": ("First_name",),
                    "familyName": ("Last_name",),
                    "grades": ("Grade",),
                }
            ),
            Filled(
                "users",
                (),
                {**NO_ACCOUNT, "status": (), "familyName": (), "identifier": (), "grades": (), **_CONTACT},
                _clever_parent,
                ("type", FLAG),
            ),
            Filled(
                "relationships",
                (),
                {"userSourcedId": ("Student_id",), "relation": ("Contact_relationship",), **_CONTACT},
                _clever_relationship,
                ("sourcedId", "email", "type", FLAG),
            ),
        ),
        "teachers": (
            teachers_of({"sourcedId": ("Teacher_id",), "givenName": ("First_name",), "familyName": ("Last_name",)}),
        ),
        "schools": (Filled("orgs", ("sourcedId",), {"sourcedId": ("School_id",), "name": ("School_name",)}),),
        "sections": (
            classes_of(
                {
                    "sourcedId": ("Section_id",),
                    "title": ("Name", "Section_name", "Course_name", "Section_number"),
                    "classCode": (),
                    "grades": ("Grade",),
                    "termSourcedIds": ("Term_name",),
                    "schoolSourcedId": ("School_id",),
                    "courseSourcedId": (),
                    "subjects": ("Subject",),
                    "periods": ("Period",),
                    "beginDate": ("Term_start",),
                    "endDate": ("Term_end",),
                }
            ),
            sessions_of({"sourcedId": ("Term_name",), "startDate": ("Term_start",), "endDate": ("Term_end",)}),
            enrollments_of(TEACHER, ("Section_id",), ("Teacher_id",), needed=False),
        ),
        "enrollments": (enrollments_of(STUDENT, ("Section_id",), ("Student_id",)),),
    },
)
