"""Things of the domain for tests: believable by default, each test says only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pyotp import TOTP

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.spreadsheet import NamedParent, Placement, SheetRow
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.readers import ReaderAnswer
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.roster.student_identity import student_id
from homeroom.use_cases.imports.load_rows import keyed_rows

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
YEAR = "2026-2027"
SECRET = b"s" * 32
LINK_DAYS = 30


def a_homeroom(code: str = "3-A", **more: Any) -> Homeroom:
    usual: dict[str, Any] = {"year": YEAR, "code": code, "grade": code.partition("-")[0], "version": 1}
    return Homeroom(**usual | more)


def a_student(first_name: str = "Noé", last_name: str = "García López", **more: Any) -> Student:
    """`year`, `homeroom` and `grade` are those of the one placement."""
    school_id = more.get("school_id", "")
    own_id = student_id(SECRET, year=YEAR, school_id=school_id, first_name=first_name, last_name=last_name)
    placement = YearPlacement(homeroom=more.pop("homeroom", "3-A"), grade=more.pop("grade", "3"))
    usual: dict[str, Any] = {"id": own_id, "placements": {more.pop("year", YEAR): placement}}
    return Student(**usual | {"first_name": first_name, "last_name": last_name} | more)


def homeroom_of(student: Student, year: str = YEAR) -> str:
    return student.placements[year].homeroom


def details(first_name: str = "María", last_name: str = "García", **more: Any) -> ContactDetails:
    return ContactDetails(**{"first_name": first_name, "last_name": last_name, "email": "maria@example.org"} | more)


def a_contact(*students: Student, **more: Any) -> ParentContact:
    links = {student.id: Relation(relationship="Mother") for student in students}
    usual: dict[str, Any] = {"id": "contact-1", "details": details(), "students": links}
    return ParentContact(**usual | more)


def an_invitation(*students: Student, **more: Any) -> Invitation:
    usual: dict[str, Any] = {
        "id": "a" * 24,
        "email": "maria@example.org",
        "parent_name": "María García",
        "student_ids": tuple(student.id for student in students),
        "years": tuple(sorted({year for student in students for year in student.placements})) or (YEAR,),
        "inviter": "Lincoln School",
        "created_at": NOW,
        "asked_at": NOW,
        "expires_at": NOW + timedelta(days=LINK_DAYS),
    }
    return Invitation(**usual | more)


def with_answer(invitation: Invitation, contact_id: str, now: datetime, session: str = "s1") -> Invitation:
    """Its one reader has answered."""
    return invitation.answered(ReaderAnswer(reader=0, contact_id=contact_id, session=session, at=now))


def a_mail(**more: Any) -> Mail:
    usual: dict[str, Any] = {"invitation_id": "a" * 24, "send_number": 1, "state": MailState.QUEUED, "called_at": NOW}
    return Mail(**usual | more)


def an_admin(**more: Any) -> User:
    usual: dict[str, Any] = {
        "id": "u-admin",
        "email": "admin@example.org",
        "name": "Jordan Ellis",
        "is_admin": True,
        "has_password": True,
    }
    return User(**usual | more)


APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def a_second_factor(**more: Any) -> SecondFactor:
    usual: dict[str, Any] = {"user_id": "u-admin", "secret": APP_SECRET, "since": NOW, "last_step": 0}
    return SecondFactor(**usual | more)


def a_code(now: datetime = NOW, secret: str = APP_SECRET) -> str:
    """What the app shows."""
    return TOTP(secret).at(now)


def by_admin(**more: Any) -> By:
    return by(an_admin(**more))


def by(user: User) -> By:
    return By(user, "POST /somewhere")


def a_parent_user(contact: ParentContact, **more: Any) -> User:
    usual: dict[str, Any] = {
        "id": "u-parent",
        "email": "maria@example.org",
        "name": contact.details.name,
        "has_password": True,
    }
    return User(**usual | {"contact_ids": (contact.id,)} | more)


def a_row(number: int = 2, first_name: str = "Noé", last_name: str = "García López", **more: Any) -> KeyedRow:
    """`parents` as addresses."""
    parents = tuple(NamedParent(address, "", "") for address in more.pop("parents", ()))
    usual: dict[str, Any] = {"year": YEAR, "class_code": "3-A", "grade": "", "student_id": ""}
    placement = Placement(**usual | {"first_name": first_name, "last_name": last_name, "parents": parents} | more)
    return keyed_rows([SheetRow(number=number, cells=(), entry=placement)], SECRET)[0]


STRANGE_KEYS = [
    "uploads/año 2026/3+A %2B (1).csv",
    'uploads/it\'s "3-A" & <b>4-B</b>; a=1?b#c.csv',
    "uploads/👩‍🏫 3-A.csv",
    "uploads/a/../3-A.csv",
    "uploads/.csv",
    "uploads/no dot",
    "uploads//3-A.csv",
    f"uploads/{'x' * 1012}.csv",
    f"uploads/{'👩' * 254}",
]
"""Of the upload bucket: as long as S3 takes them, with whatever may stand in them."""
