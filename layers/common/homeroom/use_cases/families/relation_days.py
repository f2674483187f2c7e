"""Relations that begin and end: the student knows a contact as somebody's parent on the days of the relation only."""

from collections.abc import Iterable
from datetime import date, timedelta

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.parent_contact import Days, ParentContact
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import today

_DAYS_BACK = 7
"""For how many days a run that did not happen is made up."""


def find_relation(student_id: str, contact_id: str, services: Services) -> tuple[Student, ParentContact]:
    """Raises NotFound, also where they are linked no more."""
    student = services.roster.students([student_id]).get(student_id)
    contact = services.roster.contacts([contact_id]).get(contact_id)
    if student is None or contact is None or not _are_linked(student, contact):
        raise NotFound
    return student, contact


def set_relation_days(student_id: str, contact_id: str, days: Days, by: By, services: Services) -> None:
    """By the office, for any contact of a student: from then on the office alone changes them. Raises NotFound."""
    retry_on_conflict(lambda: _set(student_id, contact_id, days, by, services))


def _set(student_id: str, contact_id: str, days: Days, by: By, services: Services) -> None:
    student, contact = find_relation(student_id, contact_id, services)
    after = contact.within(student_id, days, by_office=True)
    if after == contact:
        return
    about = About(student_ids=(student_id,))
    changes = [Change(contact, after), *days_changed(contact, after, [student], services)]
    services.store.save(*changes, recorded(AuditAction.RELATION_DAYS_CHANGED, by, services, about, changes))


def days_changed(
    before: ParentContact, after: ParentContact, students: Iterable[Student], services: Services
) -> list[Change]:
    """Of those of its students whose days are others than before: each is stored with the contact, also one for whom
    nothing changes, or the scheduled run might decide by the days before.
    """
    day = today(services)
    changed = [s for s in students if before.students[s.id].turns != after.students[s.id].turns]
    return [Change(student, _as_it_holds(student, after, day, services)) for student in changed]


def turn_relations(services: Services) -> int:
    """How many relations have begun or are over by now. Run twice, late or half-way dead, it turns none twice."""
    day = today(services)
    due = services.roster.relation_turns(day - timedelta(days=_DAYS_BACK), day)
    return sum(_turned(student_id, contact_id, day, services) for student_id, contact_id in dict.fromkeys(due))


def _turned(student_id: str, contact_id: str, day: date, services: Services) -> bool:
    try:
        student, contact = find_relation(student_id, contact_id, services)
        after = _as_it_holds(student, contact, day, services)
        if after == student:
            return False
        services.store.save(Change(student, after), Change.unchanged(contact))
    except (NotFound, Conflict):  # gone, or changed at this very moment; the next run looks again
        return False
    return True


def _as_it_holds(student: Student, contact: ParentContact, day: date, services: Services) -> Student:
    """While the relation does not hold no file invites the contact's addresses, where no other parent of the student
    reads email: the office's own button does.
    """
    if contact.is_parent_on(student.id, day):
        after = student.linked_to(contact.id)
        for key in contact.email_keys if after != student else ():
            after = after.may_tell(key)
        return after
    if contact.id in student.inactive_contact_ids:
        return student
    others = services.roster.contacts([i for i in student.contact_ids if i != contact.id]).values()
    also_at = {key for other in others for key in other.email_keys}
    return student.inactively_linked_to(contact.id).without_contact(sorted(contact.email_keys - also_at))


def _are_linked(student: Student, contact: ParentContact) -> bool:
    return contact.id in student.all_contact_ids and student.id in contact.students
