"""What was asked for a day ago is done: nothing is kept of a person but ids, codes, and a keyed digest of an address
that wanted no more emails.

First the contact and the log-in go, in one transaction, so that nobody does anything in their name any more; the
Deletion then says how to find the rest (forget_person.py). Whatever dies on the way, the next run does what is left.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.people.deletion import GRACE, Deletion
from homeroom.domain.people.person import Person
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.people.find_person import find_person, user_of
from homeroom.use_cases.people.forget_person import MailBeingSent, forget_person
from homeroom.use_cases.ports.services import Services

T = TypeVar("T")
_AT_ONCE = 100
"""So many in one run: the next one does more."""
_INDEXES_SHOW_IT = timedelta(seconds=3)
"""What was stored before the log-in went is in every index by then."""
_BY = Origin(Nameless.SCHEDULE, "run.hourly")


def delete_information(services: Services) -> int:
    """Of how many people. Where one's cannot be deleted, the others' is: what went wrong is raised at the end."""
    due = services.roster.deletions(services.clock() - GRACE, _AT_ONCE)
    failed: list[Exception] = []
    begun = list(_each(due, lambda asked: retry_on_conflict(partial(_begin, asked, services)), failed))
    if begun:
        services.pause(_INDEXES_SHOW_IT)
    done = sum(_each(begun, lambda deletion: _finish(deletion, services), failed))
    if failed:
        raise failed[0]
    return done


def _each(
    deletions: Sequence[Deletion], operation: Callable[[Deletion], T | None], failed: list[Exception]
) -> Iterator[T]:
    """What it leads to, where it leads to something. Nobody waits for somebody else whose turn goes wrong."""
    for deletion in deletions:
        try:
            result = operation(deletion)
        except Exception as error:
            failed.append(error)
            continue
        if result is not None:
            yield result


def _begin(asked: Deletion, services: Services) -> Deletion | None:
    """None where somebody has changed their mind, or a Site Admin has unlinked the contact meanwhile; and as long as
    their password is being set: what has no log-in any more would be kept at the password service.
    """
    deletion = services.roster.deletion(asked.asked_at, asked.contact_id)
    if deletion is None or deletion.person:
        return deletion
    contact = services.roster.contacts([deletion.contact_id]).get(deletion.contact_id)
    if contact is None or contact.deletion_asked_at != deletion.asked_at:
        services.store.save(Change.gone(deletion))
        return None
    user = user_of(contact, services)
    if user and user.is_password_being_set(services.clock()):
        return None
    newest = services.log_in_mails.get(user.id) if user else None
    address = services.address_changes.get(contact.id)
    numbers = (newest.number if newest else 0, address.number if address else 0)
    person = find_person(contact, user, services)
    changes = [Change(deletion, deletion.begun(person, *numbers))]
    changes += [*([Change.gone(address)] if address else []), *changes_without(contact, person, user, services)]
    about = About(student_ids=tuple(contact.students), user_id=user.id if user else "")
    services.store.save(*changes, recorded(AuditAction.INFORMATION_DELETED, _BY, services, about, changes))
    return services.roster.deletion(asked.asked_at, asked.contact_id)


def changes_without(contact: ParentContact, person: Person, user: User | None, services: Services) -> list[Change]:
    """What goes at once with a contact: whoever stores one more thing that is a contact's own adds it here."""
    return [Change.gone(contact), *_students(contact, person, services), *_user(user, contact, services)]


def _students(contact: ParentContact, person: Person, services: Services) -> list[Change]:
    """None of them keeps anything of this contact, and neither does a parent whom they have recorded, or about whom
    they have told the office. Whether anybody else is left to reach is the school's to see.
    """
    students = services.roster.students(contact.students.keys()).values()
    others = services.roster.contacts({i for student in students for i in student.all_contact_ids}).values()
    left_of = ((other, _without_person(other, contact, person)) for other in others if other.id != contact.id)
    changes = [Change(other, left) for other, left in left_of if left != other]
    for student in students:
        left = student.unlinked_from(contact.id)
        for key in person.own_keys:
            left = left.no_longer_declined_by(key)
        changes.append(Change(student, left))
    return changes


def _without_person(other: ParentContact, contact: ParentContact, person: Person) -> ParentContact:
    """Whom they have recorded, and of whom they have told the office."""
    left = replace(other, recorded_by="", recorded_as="") if other.recorded_by == contact.id else other
    entry = left.office_entry
    if entry is None or not person.is_mentioned_in(entry.said.note):
        return left
    return replace(left, office_entry=replace(entry, said=replace(entry.said, note="")))


def _user(user: User | None, contact: ParentContact, services: Services) -> list[Change]:
    """A log-in that is somebody else's, too, or a Site Admin's, goes on without this contact."""
    if user is None:
        return []
    left = user.no_longer_read_by(contact.id)
    if not left.is_nobody:
        name = _name_of_others(left.contact_ids, services) if not left.is_admin else left.name
        return [Change(user, left.called(name).with_sessions_ended(services.clock()))]
    kept = (services.log_in_mails.get(user.id), services.access.known_devices(user.email_key))
    return [Change.gone(user), *(Change.gone(thing) for thing in kept if thing)]


def _name_of_others(contact_ids: Collection[str], services: Services) -> str:
    others = services.roster.contacts(contact_ids).values()
    return next((other.details.name for other in others), "")


def _finish(deletion: Deletion, services: Services) -> bool:
    """False where it is to be gone on with later."""
    try:
        forget_person(deletion, services)
    except MailBeingSent:
        return False
    retry_on_conflict(partial(_end, deletion, services))
    return True


def _end(deletion: Deletion, services: Services) -> None:
    """Another run may have come first."""
    stored = services.roster.deletion(deletion.asked_at, deletion.contact_id)
    if stored:
        services.store.save(Change.gone(stored))
