"""A Site Admin records a parent of a student, and perhaps of siblings, who has told the office: the first one that is
known, or another.
"""

from homeroom.domain.accounts.by import By
from homeroom.domain.families.office_entry import NOTHING_SAID, OfficeEntry, Said
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.record_parent import Recorded, Recorder, record_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def student_at_school(student_id: str, services: Services) -> Student:
    """Raises NotFound, also for one who has left: nobody is asked about them."""
    return students_at_school([student_id], services)[0]


def students_at_school(ids: list[str], services: Services) -> list[Student]:
    """Raises NotFound where one of them is not."""
    year, students = site_settings(services).school_year, services.roster.students(ids)
    found = [students[i] for i in ids if i in students and not students[i].has_left(year)]
    if len(found) < len(ids) or not ids:
        raise NotFound
    return found


def contacts_of(student: Student, services: Services) -> list[ParentContact]:
    """In the order in which they came."""
    contacts = services.roster.contacts(student.contact_ids)
    return [contacts[contact_id] for contact_id in student.contact_ids if contact_id in contacts]


def open_invitations_of(student: Student, services: Services) -> list[Invitation]:
    """The oldest first."""
    now = services.clock()
    invitations = services.invitations.get_many(student.open_invitation_ids).values()
    return sorted((i for i in invitations if i.open_at(now)), key=lambda i: i.asked_at)


def add_by_office(
    student_id: str, form: FilledForm, by: By, services: Services, *, send: bool, said: Said = NOTHING_SAID
) -> Recorded:
    """For this student and all others of the form. The same form that comes twice records one parent and sends one
    email. Raises NotFound.
    """
    entry = OfficeEntry(at=services.clock(), by=by.user.name, said=said)
    recorder = Recorder(name=by.user.name, email_key=by.user.email_key, by=by, is_office=True, entry=entry)
    ids = list(dict.fromkeys((student_id, *form.students)))

    def add() -> Recorded:
        return record_parent(form, students_at_school(ids, services), recorder, services, send=send)

    return retry_on_conflict(add)
