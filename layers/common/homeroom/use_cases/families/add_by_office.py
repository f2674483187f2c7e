"""A Site Admin records another parent of a student."""

from homeroom.domain.accounts.by import By
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.record_parent import Recorded, Recorder, record_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def student_at_school(student_id: str, services: Services) -> Student:
    """Raises NotFound, also for one who has left: nobody is asked about them."""
    student = services.roster.students([student_id]).get(student_id)
    if student is None or student.has_left(site_settings(services).school_year):
        raise NotFound
    return student


def contacts_of(student: Student, services: Services) -> list[ParentContact]:
    """In the order in which they came."""
    contacts = services.roster.contacts(student.contact_ids)
    return [contacts[contact_id] for contact_id in student.contact_ids if contact_id in contacts]


def add_by_office(student_id: str, form: FilledForm, by: By, services: Services, *, send: bool) -> Recorded:
    """The same form that comes twice records one parent and sends one email. Raises NotFound."""
    recorder = Recorder(name=by.user.name, email_key=by.user.email_key, by=by, is_office=True)

    def add() -> Recorded:
        return record_parent(form, [student_at_school(student_id, services)], recorder, services, send=send)

    return retry_on_conflict(add)
