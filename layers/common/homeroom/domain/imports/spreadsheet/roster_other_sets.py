"""The sets of tables that are not OneRoster's: Clever's, Microsoft SDS', ParentSquare's.

They count students, teachers and parents each for themselves, so one number may be several people's: what is no
student's gets a word in front.
"""

import re
from collections.abc import Callable, Mapping

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet.contact_rules import CLEVER_INVITES, Flag
from homeroom.domain.imports.spreadsheet.full_names import halves
from homeroom.domain.imports.spreadsheet.roster_sets import FLAG, Cells, Filled, RosterSet

_AMERICAN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PARENT, _TEACHER, _STUDENT = "parent", "teacher", "student"

Names = Mapping[str, tuple[str, ...]]


# ------------------------------------------------------------------- people, places and who is in them
def _students(columns: Names) -> Filled:
    """Without a number of the school's own the system's is the student's id."""
    return Filled("users", ("sourcedId", "givenName", "familyName"), {**_NO_ACCOUNT, **columns}, _student)


def _student(cells: Cells) -> Cells:
    return {**cells, "role": _STUDENT, "identifier": cells["identifier"] or cells["sourcedId"]}


def _teachers(columns: Names) -> Filled:
    return Filled("users", ("sourcedId",), {**_NO_ACCOUNT, **columns}, _teacher)


def _teacher(cells: Cells) -> Cells | None:
    return {**cells, "role": _TEACHER, "sourcedId": f"{_TEACHER} {cells['sourcedId']}"} if cells["sourcedId"] else None


def _enrollments(role: str, class_id: tuple[str, ...], user_id: tuple[str, ...], *, needed: bool = True) -> Filled:
    def enrolled(cells: Cells) -> Cells | None:
        user = cells["userSourcedId"]
        if not user:
            return None
        return {**cells, "role": role, "userSourcedId": user if role == _STUDENT else f"{role} {user}"}

    columns = {"classSourcedId": class_id, "userSourcedId": user_id, "role": ()}
    return Filled("enrollments", tuple(columns)[:2] if needed else (), columns, enrolled)


def _classes(columns: Names) -> Filled:
    return Filled("classes", ("sourcedId",), {"status": ("Status",), "classType": (), **columns}, _class)


def _class(cells: Cells) -> Cells:
    return {**cells, "beginDate": _day(cells["beginDate"]), "endDate": _day(cells["endDate"])}


def _day(text: str) -> str:
    """`8/20/2026` -> `2026-08-20`; these systems are American."""
    found = _AMERICAN_DAY.fullmatch(text)
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else text


_NO_ACCOUNT: Names = {"role": (), "username": (), "email": (), "agentSourcedIds": (), "enabledUser": ()}


# ------------------------------------------------------------------- Clever
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
    return {**cells, "sourcedId": f"{_PARENT} {cells['sourcedId']} {cells['email'].casefold()}"}


def _clever_parent(cells: Cells) -> Cells | None:
    if not (contact := _clever_contact(cells)):
        return None
    last, first = halves(cells["givenName"])
    return {**contact, "role": _PARENT, "givenName": first, "familyName": last}


def _clever_relationship(cells: Cells) -> Cells | None:
    if not (contact := _clever_contact(cells)):
        return None
    return {**cells, "relationshipUserSourcedId": contact["sourcedId"], **_relation(cells)}


def _relation(cells: Cells) -> Cells:
    """Whom a flag forbids to be told has no other relationship."""
    is_forbidden = cells[FLAG] == Flag.NO_CONTACT.value
    return {"relationshipRole": _PARENT, "relation": Flag.NO_CONTACT.value if is_forbidden else cells["relation"]}


CLEVER_SET = RosterSet(
    FileKind.CLEVER_SET,
    frozenset(("students", "sections", "enrollments")),
    {
        "students": (
            _students(
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
                {**_NO_ACCOUNT, "status": (), "familyName": (), "identifier": (), "grades": (), **_CONTACT},
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
            _teachers({"sourcedId": ("Teacher_id",), "givenName": ("First_name",), "familyName": ("Last_name",)}),
        ),
        "schools": (Filled("orgs", ("sourcedId",), {"sourcedId": ("School_id",), "name": ("School_name",)}),),
        "sections": (
            _classes(
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
            _enrollments(_TEACHER, ("Section_id",), ("Teacher_id",), needed=False),
        ),
        "enrollments": (_enrollments(_STUDENT, ("Section_id",), ("Student_id",)),),
    },
)


# ------------------------------------------------------------------- Microsoft SDS 1
_NAME = {"givenName": ("First Name",), "familyName": ("Last Name",)}


def _by_address(cells: Cells, column: str, person: Callable[[str], Cells]) -> Cells | None:
    return {**cells, **person(f"{_PARENT} {cells[column].casefold()}")} if cells[column] else None


def _sds_parent(cells: Cells) -> Cells | None:
    return _by_address(cells, "email", lambda key: {"sourcedId": key, "role": _PARENT})


def _sds_relationship(cells: Cells) -> Cells | None:
    return _by_address(cells, "email", lambda key: {"relationshipUserSourcedId": key})


SDS_1 = RosterSet(
    FileKind.SDS_1,
    frozenset(("student", "section", "studentenrollment")),
    {
        "student": (
            _students({**_NAME, "sourcedId": ("SIS ID",), "identifier": ("Student Number",), "grades": ("Grade",)}),
        ),
        "teacher": (_teachers({**_NAME, "sourcedId": ("SIS ID",)}),),
        "school": (Filled("orgs", ("sourcedId",), {"sourcedId": ("SIS ID",), "name": ("Name",)}),),
        "section": (
            _classes(
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
        ),
        "studentenrollment": (_enrollments(_STUDENT, ("Section SIS ID",), ("SIS ID",)),),
        "teacherroster": (_enrollments(_TEACHER, ("Section SIS ID",), ("SIS ID",)),),
        "user": (
            Filled("users", ("email",), {**_NO_ACCOUNT, **_NAME, "sourcedId": (), "email": ("Email",)}, _sds_parent),
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


# ------------------------------------------------------------------- ParentSquare
_FIRST_AND_LAST = {"givenName": ("first_name",), "familyName": ("last_name",)}
_SECTION_ID = ("section_id", "class_id", "sis_section_id")


def _parent_square_parent(cells: Cells) -> Cells | None:
    key = cells["sourcedId"] or cells["email"].casefold()
    is_out = not key or cells[FLAG] == Flag.NO_RIGHTS.value
    return None if is_out else {**cells, "role": _PARENT, "sourcedId": f"{_PARENT} {key}"}


def _parent_square_relationship(cells: Cells) -> Cells | None:
    key = cells["relationshipUserSourcedId"] or cells["email"].casefold()
    return {**cells, "relationshipUserSourcedId": f"{_PARENT} {key}", **_relation(cells)} if key else None


_SECTIONS = (
    _classes(
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
    _enrollments(_TEACHER, _SECTION_ID, ("staff_id", "teacher_id"), needed=False),
)
_ROSTER = (_enrollments(_STUDENT, _SECTION_ID, ("student_id",)),)
PARENT_SQUARE_SET = RosterSet(
    FileKind.PARENT_SQUARE_SET,
    frozenset(("students", "parents")),
    {
        "students": (
            _students(
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
                {**_NO_ACCOUNT, **_FIRST_AND_LAST, "sourcedId": ("parent_id",), "email": ("email", "email_address")},
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
        "staff": (_teachers({**_FIRST_AND_LAST, "sourcedId": ("staff_id", "id")}),),
        **dict.fromkeys(("sections", "classes"), _SECTIONS),
        **dict.fromkeys(("rosters", "roster", "enrollments", "schedules", "student_schedules"), _ROSTER),
    },
)

OTHER_SETS = (CLEVER_SET, SDS_1, PARENT_SQUARE_SET)
