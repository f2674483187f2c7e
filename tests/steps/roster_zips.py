"""Zips of tables that refer to each other, built in memory."""

import io
import zipfile

from homeroom.domain.imports.spreadsheet import Placement
from tests.steps.spreadsheet_files import rows_of

USERS_11 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
)
CLASSES = (
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,subjects,subjectCodes,periods"
)
ENROLLMENTS = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
)
SESSIONS = "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear"
USERS_12 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
    "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,"
    "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns"
)
ROLES = (
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId"
)
RELATIONSHIPS = "userSourcedId,relationshipUserSourcedId,relationshipRole"


def of(header: str, *rows: dict[str, str]) -> str:
    """A table with these cells; the others are blank, as they are in bulk files."""
    names = header.split(",")
    lines = [",".join(f'"{row.get(name, "")}"' for name in names) for row in rows]
    return "\r\n".join([header, *lines, ""])


def user(user_id: str, given: str, family: str, **more: str) -> dict[str, str]:
    return {"sourcedId": user_id, "givenName": given, "familyName": family, **more}


CLASS = {"sourcedId": "c1", "title": "Homeroom 3-A", "classCode": "3-A", "classType": "homeroom", "grades": "03"}
CLASS |= {"termSourcedIds": "t1,t2"}
MATH = {"sourcedId": "c2", "title": "Math", "classCode": "MATH-3", "classType": "scheduled"}
IN_CLASS = {"classSourcedId": "c1", "userSourcedId": "s1", "role": "student"}
IN_MATH = {"classSourcedId": "c2", "userSourcedId": "s1", "role": "student"}
TERM = {"sourcedId": "t2", "schoolYear": "2027"}
STUDENT = user("s1", "Noé", "García", role="student", identifier="00417", agentSourcedIds="p1,x9")
MOTHER = user("p1", "Ana", "García", role="parent", email="ana@example.org")
FATHER = user("p2", "Luis", "García", role="guardian", email="luis@example.org", agentSourcedIds="s1")
TEACHER = user("x9", "Rosa", "Rivera", role="teacher", email="rosa@example.org")


def archive(**tables: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in tables.items():
            written.writestr(f"export/{name}.csv", text)
    return file.getvalue()


def one_roster(*users: dict[str, str], **tables: str) -> bytes:
    usual = {
        "users": of(USERS_11, *(users or (STUDENT, MOTHER, FATHER, TEACHER))),
        "classes": of(CLASSES, MATH, CLASS),
        "enrollments": of(ENROLLMENTS, IN_MATH, IN_CLASS, {**IN_CLASS, "userSourcedId": "x9", "role": "teacher"}),
        "academicSessions": of(SESSIONS, TERM),
        "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\no1,,,Lincoln,school,,\r\n",
    }
    return archive(**usual | tables)


def placements_of(data: bytes) -> list[Placement]:
    rows = rows_of(data)
    assert not [row.problems for row in rows if row.problems]
    return [row.placement for row in rows if row.placement]
