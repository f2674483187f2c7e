"""A logged-in parent records another parent of their own children, as behind the link, and asks them by email."""

from collections.abc import Sequence

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import FilledForm
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import INVITE_AS_PARENT, RECORD_AS_PARENT
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.my_information import MyInformation, current_children, my_information
from homeroom.use_cases.families.other_parents import recorded_by_me
from homeroom.use_cases.families.record_parent import Recorded, Recorder, ask_recorded, record_parent
from homeroom.use_cases.ports.services import Services


def my_current_children(user: User, services: Services) -> tuple[MyInformation, Sequence[Student]]:
    """Raises NotFound for somebody who has none."""
    mine = my_information(user, services)
    children = current_children(mine, services)
    if not children:
        raise NotFound
    return mine, children


def add_by_parent(form: FilledForm, by: By, services: Services, *, send: bool) -> Recorded:
    """For those of their children whom the form names. The same form that comes twice records one parent and sends one
    email. Raises NotFound where it names none of them, and TooManyTries for a parent who has recorded or mailed too
    many others today.
    """
    services.access.count(RECORD_AS_PARENT, by.user.email_key, services.clock())
    if send:
        services.access.count(INVITE_AS_PARENT, by.user.email_key, services.clock())
    return retry_on_conflict(lambda: _add(form, by, services, send))


def _add(form: FilledForm, by: By, services: Services, send: bool) -> Recorded:
    mine, children = my_current_children(by.user, services)
    chosen = [student for student in children if student.id in form.students]
    if not chosen:
        raise NotFound
    own = {student.id: form.students[student.id] for student in chosen}
    return record_parent(FilledForm(form.details, own), chosen, _recorder(mine, by), services, send=send)


def ask_by_parent(contact_id: str, by: By, services: Services) -> Recorded:
    """The first email to somebody whom this parent has recorded without one. Pressed twice, it is one. Raises NotFound
    for everybody else, and TooManyTries.
    """
    services.access.count(INVITE_AS_PARENT, by.user.email_key, services.clock())
    return retry_on_conflict(lambda: _ask(contact_id, by, services))


def _ask(contact_id: str, by: By, services: Services) -> Recorded:
    mine, children = my_current_children(by.user, services)
    contacts = [contact for contact in recorded_by_me(mine, services) if contact.id == contact_id]
    about = [student for student in children if contact_id in student.contact_ids]
    if not contacts or not about:
        raise NotFound
    return ask_recorded(contacts[0], about, _recorder(mine, by), services)


def _recorder(mine: MyInformation, by: By) -> Recorder:
    return Recorder(
        name=mine.contact.details.name,
        email_key=by.user.email_key if by.user.has_password else "",
        by=by,
        contact_id=mine.contact.id,
    )
