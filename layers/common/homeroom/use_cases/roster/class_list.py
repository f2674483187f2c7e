"""Class lists with contacts, for the office to print: who opens one takes contacts out, and is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import HomeroomList
from homeroom.use_cases.site.site_settings import today


@dataclass(frozen=True)
class StudentWithContacts:
    """`contacts` are those who are the student's parents today."""

    student: Student
    contacts: Sequence[ParentContact]


@dataclass(frozen=True)
class ClassList:
    homeroom: Homeroom
    students: Sequence[StudentWithContacts]


def open_class_lists(homerooms: Sequence[HomeroomList], by: By, services: Services) -> list[ClassList]:
    """Once it is recorded."""
    students = [student for homeroom in homerooms for student in homeroom.students]
    about = About(student_ids=tuple(student.id for student in students))
    services.store.save(recorded(AuditAction.CLASS_LIST_OPENED, by, services, about))
    known, day = services.roster.contacts({i for s in students for i in s.contact_ids}), today(services)

    def with_contacts(student: Student) -> StudentWithContacts:
        linked = (known[i] for i in student.contact_ids if i in known)
        return StudentWithContacts(student, [c for c in linked if c.is_parent_on(student.id, day)])

    return [ClassList(homeroom.homeroom, list(map(with_contacts, homeroom.students))) for homeroom in homerooms]
