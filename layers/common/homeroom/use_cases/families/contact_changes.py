"""What has changed of a contact, and how the office takes a change back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.contact_log import Author, ContactChange, ContactLog
from homeroom.domain.families.office_entry import OfficeEntry
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.take_back import NothingToTakeBack, taken_back
from homeroom.domain.kernel.change import Change, WorkingSet
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.mail import MailKey
from homeroom.domain.roster.student import Student
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.address_corrected import address_corrected, mails_in
from homeroom.use_cases.families.relation_days import days_changed, find_relation
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True, kw_only=True)
class ContactChanges:
    """Of a contact of this student, the newest first; all of them stand in the `log`, which is None where nothing has
    changed. `students` are by id all that the changes are about, and `people` those of the office who have made some;
    who is gone is in neither.
    """

    student: Student
    contact: ParentContact
    log: ContactLog | None
    changes: Sequence[ContactChange]
    students: Mapping[str, Student]
    people: Mapping[str, User]


def find_contact_changes(student_id: str, contact_id: str, services: Services) -> ContactChanges:
    """Raises NotFound, also where they are linked no more."""
    student, contact = find_relation(student_id, contact_id, services)
    log = _log(contact_id, services)
    changes = log.kept_at(services.clock())[::-1] if log else []
    student_ids = {i for change in changes for i in change.student_ids}
    return ContactChanges(
        student=student,
        contact=contact,
        log=log,
        changes=changes,
        students=services.roster.students(student_ids),
        people=services.access.users_by_id({one.actor for one in changes if one.author is Author.OFFICE}),
    )


def take_back_change(student_id: str, contact_id: str, number: int, by: By, services: Services) -> None:
    """What was taken back before stays so: pressed twice, it is done once. Raises ChangedAgain, NothingToTakeBack and
    NotFound.
    """
    mails = retry_on_conflict(lambda: _take_back(student_id, contact_id, number, by, services))
    if mails:
        services.queue.put(mails)


def _take_back(student_id: str, contact_id: str, number: int, by: By, services: Services) -> list[MailKey]:
    _, contact = find_relation(student_id, contact_id, services)
    log = _log(contact_id, services)
    if log is None:
        raise NothingToTakeBack
    after = taken_back(log, number, contact)
    if after == contact:
        return []
    after = replace(after, office_entry=OfficeEntry(at=services.clock(), by=by.user.name))
    students = services.roster.students(contact.students.keys()).values()
    days, known = days_changed(contact, after, students, services), WorkingSet(students)
    for change in days:
        if isinstance(change.after, Student):
            known.put(change.after)
    asked = address_corrected(contact, after, by.user.name, known, services)
    now = {change.after.identity: change for change in known.changes() if change.after}
    held = [change for change in days if change.before and change.before.identity not in now]
    changes = [Change(contact, after), *asked, *now.values(), *held]
    about = About(student_ids=tuple(contact.students))
    services.store.save(*changes, recorded(AuditAction.CHANGE_TAKEN_BACK, by, services, about, changes))
    return mails_in(asked)


def _log(contact_id: str, services: Services) -> ContactLog | None:
    return services.roster.contact_logs([contact_id]).get(contact_id)
