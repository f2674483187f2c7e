"""The demo site that a first run finds: the Site Admin's log-in and a small, made-up school."""

import os
from datetime import UTC, datetime
from pathlib import Path

from homeroom.bootstrap import make_services
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import Nameless, Origin
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.row_import import place
from homeroom.domain.imports.spreadsheet import open_sheet
from homeroom.domain.kernel.change import Change, WorkingSet
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.token import new_id
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.school_year import school_year_on
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.settings import Settings
from homeroom.use_cases.accounts.add_admin import add_admin
from homeroom.use_cases.families.logged_store import contact_logged
from homeroom.use_cases.imports.load_rows import keyed_rows
from homeroom.use_cases.ports.services import Services

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


def seed(outputs: dict[str, str], endpoint: str, demo: bool = True) -> None:
    """Fill an empty stack, once. `outputs` are the stack's, `endpoint` is where its AWS APIs are. Without `demo` only
    the Site Admin is made, as `make admin` does after a deployment.
    """
    os.environ.update(AWS_ENDPOINT_URL=endpoint, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    services = make_services(Settings.from_outputs(outputs))
    add_admin(ADMIN, ADMIN_NAME, PASSWORD, services)
    if demo:
        _make_school(services)


def _make_school(services: Services) -> None:
    year = school_year_on(datetime.now(UTC).date())
    services.store.save(Change.new(SiteSettings(school_year=year, school_name="Lincoln School")))
    students = _place_students(year, services)
    for school_id, *who in _CONTACTS:
        _add_contact(students[school_id], who, services)


def _place_students(year: str, services: Services) -> dict[str, Student]:
    """By school-issued id. Placed by the very rules of an import, so that imports find them again."""
    homerooms = [Homeroom(year=year, code=c, grade=g, room=r, teachers=t) for c, g, r, t in _HOMEROOMS]
    services.store.save(*map(Change.new, homerooms))
    known = WorkingSet(services.roster.homerooms(year))
    context = ImportContext(import_id="", inviter="", now=services.clock(), link_days=30)
    with _STUDENTS.open("rb") as file:
        rows = list(open_sheet(file, default_year=year, today=services.clock().date()).rows())
        for row in keyed_rows(rows, services.site.secret()):
            place(row, known, context)
            services.store.save(*known.changes())
            known.saved()
    return {student.school_id: student for student in known.all(Student)}


def _add_contact(student: Student, who: list[str], services: Services) -> None:
    first_name, last_name, email, phone, relationship = who
    details = ContactDetails(
        first_name=first_name,
        last_name=last_name,
        email=email,
        mobile_phone=phone,
        sharing=Sharing(email=Audience.HOMEROOM),
    )
    contact = ParentContact(
        id=new_id(),
        details=details,
        students={student.id: Relation(relationship=relationship)},
        user_key=email_key(email),
    )
    user = User(id=new_id(), email=email, name=details.name, contact_ids=(contact.id,))
    linked = Change(student, student.linked_to(contact.id))
    log = contact_logged(None, contact, Origin(Nameless.INSTALLER, "seed"), services)
    services.store.save(Change.new(contact), Change.new(user), linked, *log)
