"""A registered parent's own information and their students'."""

from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class MyInformation:
    contact: ParentContact
    students: list[Student]


def my_information(user: User, services: Services) -> MyInformation:
    """Raises NotFound for somebody who is no registered parent."""
    contact = services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
    if contact is None:
        raise NotFound
    students = services.roster.students(contact.students.keys()).values()
    return MyInformation(contact, sorted(students, key=lambda s: s.first_name))


def edit_my_information(user: User, form: FilledForm, services: Services) -> None:
    """Raises Conflict when the information was changed elsewhere in between, and NotFound."""
    mine = my_information(user, services)
    own = {i: relation for i, relation in form.students.items() if i in mine.contact.students}
    services.store.save(Change(mine.contact, mine.contact.changed(form.details, own)))
