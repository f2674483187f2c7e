"""How files of other systems than OneRoster fill its tables with people, classes, and who is in them.

They count students, teachers and parents each for themselves, so one number may be several people's: what is no
student's gets a word in front.
"""

import re
from collections.abc import Mapping

from homeroom.domain.imports.spreadsheet.contact_rules import Flag
from homeroom.domain.imports.spreadsheet.roster_sets import FLAG, Cells, Filled

_AMERICAN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
PARENT, TEACHER, STUDENT = "parent", "teacher", "student"

Names = Mapping[str, tuple[str, ...]]
"""Column of ours -> what a file may call it."""

NO_ACCOUNT: Names = {"role": (), "username": (), "email": (), "agentSourcedIds": (), "enabledUser": ()}


def students_of(columns: Names) -> Filled:
    """Without a number of the school's own the system's is the student's id."""
    return Filled("users", ("sourcedId", "givenName", "familyName"), {**NO_ACCOUNT, **columns}, _student)


def _student(cells: Cells) -> Cells:
    return {**cells, "role": STUDENT, "identifier": cells["identifier"] or cells["sourcedId"]}


def teachers_of(columns: Names) -> Filled:
    return Filled("users", ("sourcedId",), {**NO_ACCOUNT, **columns}, _teacher)


def _teacher(cells: Cells) -> Cells | None:
    return {**cells, "role": TEACHER, "sourcedId": f"{TEACHER} {cells['sourcedId']}"} if cells["sourcedId"] else None


def enrollments_of(role: str, class_id: tuple[str, ...], user_id: tuple[str, ...], *, needed: bool = True) -> Filled:
    def enrolled(cells: Cells) -> Cells | None:
        user = cells["userSourcedId"]
        if not user:
            return None
        return {**cells, "role": role, "userSourcedId": user if role == STUDENT else f"{role} {user}"}

    columns = {"classSourcedId": class_id, "userSourcedId": user_id, "role": ()}
    return Filled("enrollments", tuple(columns)[:2] if needed else (), columns, enrolled)


def classes_of(columns: Names) -> Filled:
    return Filled("classes", ("sourcedId",), {"status": ("Status",), "classType": (), **columns}, _class)


def sessions_of(columns: Names) -> Filled:
    """The terms, which these systems tell with each class: their dates tell the school year."""
    return Filled("academicSessions", (), {"schoolYear": (), **columns}, _session)


def _session(cells: Cells) -> Cells | None:
    dates = {"startDate": _day(cells["startDate"]), "endDate": _day(cells["endDate"])}
    return {**cells, **dates} if cells["sourcedId"] and all(dates.values()) else None


def _class(cells: Cells) -> Cells:
    return {**cells, "beginDate": _day(cells["beginDate"]), "endDate": _day(cells["endDate"])}


def _day(text: str) -> str:
    """`8/20/2026` -> `2026-08-20`; these systems are American."""
    found = _AMERICAN_DAY.fullmatch(text)
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else text


def relation_of(cells: Cells) -> Cells:
    """Whom a flag forbids to be told has no other relationship."""
    is_forbidden = cells[FLAG] == Flag.NO_CONTACT.value
    return {"relationshipRole": PARENT, "relation": Flag.NO_CONTACT.value if is_forbidden else cells["relation"]}
