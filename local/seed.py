"""The demo site that a first run finds: the Site Admin's log-in and a small, made-up school."""

import os
from datetime import UTC, datetime
from pathlib import Path

from homeroom.bootstrap import make_outside
from homeroom.domain.change import Change, WorkingSet
from homeroom.domain.homeroom import Homeroom
from homeroom.domain.parent_contact import Audience, ContactDetails, ParentContact, Relation, Sharing
from homeroom.domain.placing import ImportContext, place
from homeroom.domain.school_year import school_year_on
from homeroom.domain.site_settings import SiteSettings
from homeroom.domain.spreadsheet import open_sheet
from homeroom.domain.student import Student
from homeroom.domain.token import new_id
from homeroom.settings import Settings
from homeroom.use_cases.add_admin import add_admin
from homeroom.use_cases.ports import Outside

ADMIN, ADMIN_NAME, PASSWORD = "admin@example.org", "Jordan Ellis", "correct-horse-battery"
"""They exist in no deployed stack."""

_STUDENTS = Path(__file__).parent / "demo" / "students.csv"
_HOMEROOMS = (
    ("3-A", "3", "Room 12", ("Ms. Rivera",)),
    ("3-B", "3", "Room 14", ("Mr. Ito",)),
    ("4-A", "4", "Room 21", ("Ms. Okonkwo", "Mr. Lang")),
    ("4-B", "4", "Room 22", ("Mr. Abbott",)),
    ("5-A", "5", "Room 31", ("Ms. Petersen",)),
    ("5-B", "5", "Room 33", ("Mr. Haddad",)),
)
_CONTACTS = (
    ("10002", "Renee", "Johnson", "renee.johnson@example.com", "555 0102", "Mother"),
    ("10008", "Carlos", "Hernández", "carlos.hernandez@example.com", "555 0108", "Father"),
    ("10016", "Dana", "Williams", "dana.williams@example.net", "555 0116", "Guardian"),
    ("10025", "Meera", "Patel", "meera.patel@example.com", "555 0125", "Mother"),
    ("10033", "Simone", "Carter", "simone.carter@example.net", "555 0133", "Grandparent"),
)


def seed(outputs: dict[str, str], endpoint: str) -> None:
    """Fill an empty stack, once. `outputs` are the stack's, `endpoint` is where its AWS APIs are."""
    os.environ.update(AWS_ENDPOINT_URL=endpoint, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    outside = make_outside(Settings.from_outputs(outputs))
    add_admin(ADMIN, ADMIN_NAME, PASSWORD, outside)
    year = school_year_on(datetime.now(UTC).date())
    outside.store.save(Change.new(SiteSettings(school_year=year, school_name="Lincoln School")))
    students = _place_students(year, outside)
    for school_id, *who in _CONTACTS:
        _add_contact(students[school_id], who, outside)


def _place_students(year: str, outside: Outside) -> dict[str, Student]:
    """By school-issued id. Placed by the very rules of an import, so that imports find them again."""
    homerooms = [Homeroom(year=year, code=c, grade=g, room=r, teachers=t) for c, g, r, t in _HOMEROOMS]
    outside.store.save(*map(Change.new, homerooms))
    known = WorkingSet(outside.roster.homerooms(year))
    context = ImportContext(import_id="", inviter="", now=outside.clock(), link_days=30, secret=outside.site.secret())
    with _STUDENTS.open("rb") as file:
        for row in open_sheet(file, default_year=year).rows():
            place(row, known, context)
            outside.store.save(*known.changes())
            known.saved()
    return {student.school_id: student for student in known.all(Student)}


def _add_contact(student: Student, who: list[str], outside: Outside) -> None:
    first_name, last_name, email, phone, relationship = who
    details = ContactDetails(
        first_name=first_name,
        last_name=last_name,
        email=email,
        mobile_phone=phone,
        sharing=Sharing(email=Audience.HOMEROOM),
    )
    contact = ParentContact(id=new_id(), details=details, students={student.id: Relation(relationship=relationship)})
    outside.store.save(Change.new(contact), Change(student, student.linked_to(contact.id)))
