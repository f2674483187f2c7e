"""A registered parent's own information and their students'."""

from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.edition import check_seen
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class MyInformation:
    """`students` may have left the school; `year` is the current one."""

    contact: ParentContact
    students: list[Student]
    year: str


def my_information(user: User, services: Services) -> MyInformation:
    """Raises NotFound for somebody who is no registered parent."""
    contact = services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
    if contact is None:
        raise NotFound
    students = services.roster.students(contact.students.keys()).values()
    return MyInformation(contact, sorted(students, key=lambda s: s.first_name), site_settings(services).school_year)


def current_children(mine: MyInformation, services: Services) -> list[Student]:
    """Whose parent they are today, and who have not left."""
    ids = mine.contact.student_ids_on(site_settings(services).day_of(services.clock()))
    return [student for student in mine.students if student.id in ids and not student.has_left(mine.year)]


def edit_my_information(by: By, form: FilledForm, services: Services, seen: str | None = None) -> None:
    """What changes something is recorded. `seen` is the edition of the contact that the form was filled with. Raises
    ChangedElsewhere and NotFound.
    """
    retry_on_conflict(lambda: _edit(by, form, services, seen))


def _edit(by: By, form: FilledForm, services: Services, seen: str | None) -> None:
    mine = my_information(by.user, services)
    own = {i: relation for i, relation in form.students.items() if i in mine.contact.students}
    after = mine.contact.changed(form.details, own)
    check_seen(mine.contact, after, seen)
    change = Change(mine.contact, after)
    if change.before == change.after:
        services.store.save(change)
        return
    about = About(student_ids=tuple(mine.contact.students))
    services.store.save(change, recorded(AuditAction.INFORMATION_CHANGED, by, services, about))
