"""A Site Admin says that two contacts are one person's: all that leads to either leads to the one that stays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.edition import edition_of
from homeroom.domain.families.merging import CannotMerge, MergeProblem, check_mergeable, in_order, merged
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.contact_merging import following
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.mail import MailState
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.address_emails import new_address_key, told_key
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.same_as import same_as
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.store import MOST_ITEMS
from homeroom.use_cases.site.site_settings import today

_OF_THE_RECORD = 4
"""Items that are left for the entry in the record, at least."""


class ContactsChanged(HomeroomError):
    """One of the two is another than the form has shown."""


@dataclass(frozen=True)
class TwoContacts:
    """`stays` and `goes` are what would become of the two. `students` are those of both, by id."""

    student: Student
    stays: ParentContact
    goes: ParentContact
    students: Mapping[str, Student]

    @property
    def edition(self) -> str:
        return f"{edition_of(self.stays)} {edition_of(self.goes)}"

    def check(self) -> None:
        """Raises CannotMerge."""
        check_mergeable(self.stays, self.goes)
        for one, other in ((self.stays, self.goes), (self.goes, self.stays)):
            for student in (self.students[i] for i in other.students if i in self.students):
                if student.id not in one.students and any(map(student.must_not_tell, one.email_keys)):
                    raise CannotMerge(message(MergeProblem.NOT_TO_BE_TOLD, student=student.first_name))


def two_contacts(student_id: str, contact_id: str, other_id: str, services: Services) -> TwoContacts:
    """Raises NotFound, also for one that is not offered."""
    student, contact, offered = same_as(student_id, contact_id, services)
    other = next((one.contact for one in offered if one.contact.id == other_id), None)
    if other is None:
        raise NotFound
    stays, goes = in_order(contact, other)
    students = services.roster.students({*stays.students, *goes.students})
    return TwoContacts(student, stays, goes, students)


def are_merged(contact_id: str, other_id: str, services: Services) -> bool:
    """Whether somebody has been quicker."""
    contacts = services.roster.contacts([contact_id, other_id])
    return any({contact_id, other_id} <= contact.ids for contact in contacts.values())


def merge_contacts(ids: tuple[str, str, str], taken: Collection[str], seen: str, by: By, services: Services) -> None:
    """`ids` are those of the student and of the two contacts, `taken` as in `merged`, and `seen` is the edition that
    the form has shown. It cannot be undone; done already, nothing is done.

    Raises NotFound, ContactsChanged or CannotMerge.
    """
    retry_on_conflict(lambda: _merge(ids, taken, seen, by, services))


def _merge(ids: tuple[str, str, str], taken: Collection[str], seen: str, by: By, services: Services) -> None:
    if are_merged(*ids[1:], services):
        return
    two = two_contacts(*ids, services)
    if seen != two.edition:
        raise ContactsChanged
    two.check()
    after = merged(two.stays, two.goes, taken)
    user = services.access.user(two.stays.user_key) if two.stays.user_key else None
    changes = [
        Change(two.stays, after),
        Change.gone(two.goes),
        *_students(two, after, services),
        *_invitations(two, after, services),
        *(Change(r, replace(r, contact_id=after.id)) for r in services.parent_requests.of_parent(two.goes.id)),
        *_log_in(user, two, services),
        *_new_address(two.goes, services),
    ]
    if services.store.weight(changes) > MOST_ITEMS - _OF_THE_RECORD:
        raise CannotMerge(message(MergeProblem.TOO_MUCH))
    about = About(student_ids=tuple(after.students), user_id=user.id if user else "")
    services.store.save(*changes, recorded(AuditAction.CONTACTS_MERGED, by, services, about, changes))


def _students(two: TwoContacts, after: ParentContact, services: Services) -> list[Change]:
    """Those of the one that goes, and whom either has recorded of their other parents."""
    day, own = today(services), {two.stays.id, two.goes.id}
    ids = chain.from_iterable(student.all_contact_ids for student in two.students.values())
    others = services.roster.contacts({*ids} - own)
    theirs = [student for student in two.students.values() if student.id in two.goes.students]
    changes = [Change(student, _linked(student, two.goes, after, others, day)) for student in theirs]
    recorded_by_them = [other for other in others.values() if other.recorded_by == two.goes.id]
    return [*changes, *(Change(other, replace(other, recorded_by=after.id)) for other in recorded_by_them)]


def _linked(
    student: Student, goes: ParentContact, after: ParentContact, others: Mapping[str, ParentContact], day: date
) -> Student:
    """As a parent's, or not now; while the relation does not hold, no file invites an address that is nobody else's."""
    kept_out = not {goes.id, after.id}.isdisjoint(student.unlisted_by)
    left = student.unlinked_from(goes.id)
    if after.is_parent_on(student.id, day):
        linked = left.linked_to(after.id)
        return linked.unlisted(after.id) if kept_out else linked
    also_at = {key for i in student.contact_ids if i in others for key in others[i].email_keys}
    return left.inactively_linked_to(after.id).without_contact(sorted(after.email_keys - also_at))


def _invitations(two: TwoContacts, after: ParentContact, services: Services) -> list[Change]:
    ids = {i for student in two.students.values() for i in student.invitation_ids}
    found = services.invitations.get_many(ids).values() if ids else ()
    entered = email_key(after.details.email) if after.details.email else ""
    own = [invitation for invitation in found if not {two.goes.id, after.id}.isdisjoint(invitation.contact_ids)]
    follow = partial(following, gone_id=two.goes.id, stays_id=after.id, reader_key=after.user_key or entered)
    return [Change(one, then) for one in own if (then := follow(one)) != one]


def _log_in(user: User | None, two: TwoContacts, services: Services) -> list[Change]:
    """Who has logged in as the one that goes is the one that stays."""
    if user is None or two.goes.id not in user.contact_ids:
        return []
    sessions = [s for s in services.access.sessions(user.email_key) if s.contact_id == two.goes.id]
    moved = [Change(session, replace(session, contact_id=two.stays.id)) for session in sessions]
    return [Change(user, user.no_longer_read_by(two.goes.id).also_read_by(two.stays.id)), *moved]


def _new_address(goes: ParentContact, services: Services) -> list[Change]:
    """What waits for being proved waits no more, and its emails lead to nobody. Raises Conflict while one is sent."""
    waiting = services.address_changes.get(goes.id)
    if waiting is None:
        return []
    keys = [key(goes.id, number + 1) for number in range(waiting.number) for key in (new_address_key, told_key)]
    mails = services.mails.get_many(keys).values()
    if any(mail.state is MailState.SENDING and not mail.abandoned(services.clock()) for mail in mails):
        raise Conflict
    return [Change.gone(waiting), *map(Change.gone, mails)]
