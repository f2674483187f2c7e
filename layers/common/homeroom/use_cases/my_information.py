"""A registered parent's own information and their students'."""

from dataclasses import dataclass

from homeroom.domain.access import User
from homeroom.domain.change import Change
from homeroom.domain.parent_contact import ParentContact
from homeroom.domain.student import Student
from homeroom.use_cases.answer import FilledForm
from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.ports import Outside


@dataclass(frozen=True)
class MyInformation:
    contact: ParentContact
    students: list[Student]


def my_information(user: User, outside: Outside) -> MyInformation:
    """Raises NotFound for somebody who is no registered parent."""
    contact = outside.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
    if contact is None:
        raise NotFound
    students = outside.roster.students(contact.students.keys()).values()
    return MyInformation(contact, sorted(students, key=lambda s: s.first_name))


def edit_my_information(user: User, form: FilledForm, outside: Outside) -> None:
    """Raises Conflict when the information was changed elsewhere in between, and NotFound."""
    mine = my_information(user, outside)
    own = {i: relation for i, relation in form.students.items() if i in mine.contact.students}
    outside.store.save(Change(mine.contact, mine.contact.changed(form.details, own)))
