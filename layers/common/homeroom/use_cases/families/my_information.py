"""A registered parent's own information and their students'."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from homeroom.use_cases.families.relation_days import days_changed
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class MyInformation:
    """`students` may have left the school, and the relation to them may be over, or not have begun on this `day`.
    `year` is the current one.
    """

    contact: ParentContact
    students: list[Student]
    year: str
    day: date

    @property
    def asked_about(self) -> list[Student]:
        """In the form about oneself: not about those of whom the office has said that the relation does not hold."""
        return [s for s in self.students if self._holds(s) or not self.contact.students[s.id].days_by_office]

    @property
    def theirs(self) -> list[Student]:
        """Whose parent they are on this day."""
        return [student for student in self.students if self._holds(student)]

    def _holds(self, student: Student) -> bool:
        return self.contact.is_parent_on(student.id, self.day)


def my_information(user: User, services: Services) -> MyInformation:
    """Raises NotFound for somebody who is no registered parent."""
    contact = services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
    if contact is None:
        raise NotFound
    students = services.roster.students(contact.students.keys()).values()
    settings = site_settings(services)
    day = settings.day_of(services.clock())
    return MyInformation(contact, sorted(students, key=lambda s: s.first_name), settings.school_year, day)


def current_children(mine: MyInformation, services: Services) -> list[Student]:
    """Whose parent they are today, and who have not left."""
    ids = mine.contact.student_ids_on(site_settings(services).day_of(services.clock()))
    return [student for student in mine.students if student.id in ids and not student.has_left(mine.year)]


def edit_my_information(by: By, form: FilledForm, services: Services, seen: str | None = None) -> None:
    """What changes something is recorded; when the parent has saved is kept in any case. The email address stays:
    another one has to be proved first. `seen` is the edition of the contact that the form was filled with. Raises
    ChangedElsewhere and NotFound.
    """
    retry_on_conflict(lambda: _edit(by, form, services, seen))


def _edit(by: By, form: FilledForm, services: Services, seen: str | None) -> None:
    mine = my_information(by.user, services)
    after = _changed(mine.contact, form)
    check_seen(mine.contact, after, seen)
    confirmed = Change(mine.contact, after.confirmed(services.clock()))
    changes = [confirmed, *_students_changed(mine, after, form, services)]
    if mine.contact == after and len(changes) == 1:
        services.store.save(confirmed)
        return
    about = About(student_ids=tuple(mine.contact.students))
    services.store.save(*changes, recorded(AuditAction.INFORMATION_CHANGED, by, services, about, changes))


def _students_changed(
    mine: MyInformation, after: ParentContact, form: FilledForm, services: Services
) -> Sequence[Change]:
    """Where the days of the relation are others, and whom this parent keeps out of lists, or does no more: another
    parent's wish stays as it is.
    """
    days = days_changed(mine.contact, after, mine.students, services)
    turned = {student.id: student for change in days if isinstance(student := change.after, Student)}
    wished = {s.id: turned.get(s.id, s).as_wished(mine.contact.id, form.kept_out.get(s.id)) for s in mine.students}
    return [Change(s, wished[s.id]) for s in mine.students if s.id in turned or wished[s.id] != s]


def _changed(contact: ParentContact, form: FilledForm) -> ParentContact:
    """Days that the office has set and the proved address stay as they are, whatever the form says."""
    own = {i: relation for i, relation in form.students.items() if i in contact.students}
    after = contact.changed(replace(form.details, email=contact.details.email), own)
    for student_id, days in form.days.items():
        if student_id in own and not contact.students[student_id].days_by_office:
            after = after.within(student_id, days)
    return after
