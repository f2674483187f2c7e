"""A student is deleted: first nobody is asked about them any more, then nobody is their parent, and then they go.

Each step is one transaction, and whatever dies on the way is gone on with by the same press.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, reduce

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.ended_questions import without_deleted
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import StudentChanged
from homeroom.domain.roster.student_identity import namesakes_identity
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.freed_addresses import freed_addresses
from homeroom.use_cases.families.unlink_contact import ContactLink, find_contact_link, unlink_contact
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import find_student

_ROUNDS = 3
"""So often it begins anew where somebody invites or answers meanwhile."""
_INVITATIONS_AT_ONCE, _REQUESTS_AT_ONCE = 30, 20


@dataclass(frozen=True, kw_only=True)
class StudentDeletion:
    """What goes with a student: who is linked to them, the open `invitations`, and what waits for a Site Admin."""

    student: Student
    links: Sequence[ContactLink]
    invitations: Sequence[Invitation]
    requests: Sequence[ParentRequest]

    @property
    def users_without_log_in(self) -> Sequence[User]:
        """Who is neither a parent nor a Site Admin then."""
        users = {link.user.id: link.user for link in self.links if link.user}
        return [user for user in users.values() if self._after(user).is_nobody]

    def _after(self, user: User) -> User:
        gone = [link.contact.id for link in self.links if link.is_last and link.user and link.user.id == user.id]
        return reduce(lambda left, contact_id: left.no_longer_read_by(contact_id), gone, user)


def find_student_deletion(student_id: str, services: Services) -> StudentDeletion:
    """Raises NotFound."""
    student, now = find_student(student_id, services), services.clock()
    invitations = services.invitations.get_many(student.open_invitation_ids).values()
    contacts = services.roster.contacts(student.all_contact_ids)
    return StudentDeletion(
        student=student,
        links=[find_contact_link(student_id, contact_id, services) for contact_id in contacts],
        invitations=[invitation for invitation in invitations if invitation.open_at(now)],
        requests=_requests(student, services),
    )


def delete_student(student_id: str, seen: str, by: By, services: Services) -> None:
    """`seen` is the student's version that was shown. Raises NotFound, also where it is done, StudentChanged, and
    Conflict where others go on inviting and answering.
    """
    student = find_student(student_id, services)
    if str(student.version) != seen:
        raise StudentChanged(student)
    for _ in range(_ROUNDS):
        _until_done(partial(_end_invitations, student_id, by, services))
        for contact_id in services.roster.contacts(find_student(student_id, services).all_contact_ids):
            with suppress(NotFound):
                unlink_contact(student_id, contact_id, by, services)
        _until_done(partial(_drop_requests, student_id, services))
        if retry_on_conflict(partial(_delete, student_id, by, services)):
            return
    raise Conflict


def _until_done(step: Callable[[], bool]) -> None:
    while not retry_on_conflict(step):
        pass


def _invitations_about(student: Student, services: Services) -> Sequence[Invitation]:
    found = services.invitations.get_many(student.invitation_ids).values()
    return [i for i in found if student.id in (*i.student_ids, *i.declined_ids)]


def _end_invitations(student_id: str, by: By, services: Services) -> bool:
    """Whether none is left. They still lead to the student's parents, whose forms end with their links."""
    student, now = find_student(student_id, services), services.clock()
    left = _invitations_about(student, services)
    after, changes, closed = student, list[Change](), list[Invitation]()
    for invitation in left[:_INVITATIONS_AT_ONCE]:
        ended = without_deleted(invitation, student_id, by=by.user.name, now=now)
        after = after.without_open_invitation(invitation.id)
        changes.append(Change(invitation, ended))
        closed += [ended] if ended.state is InvitationState.WITHDRAWN else []
    changes += freed_addresses(closed, services)
    if changes:
        services.store.save(Change(student, after), *changes)
    return len(left) <= _INVITATIONS_AT_ONCE


def _requests(student: Student, services: Services) -> list[ParentRequest]:
    """That others be invited about them: what is decided is tidied away by itself."""
    return [request for request in services.parent_requests.waiting() if request.student_id in student.all_ids]


def _drop_requests(student_id: str, services: Services) -> bool:
    """Whether none is left."""
    requests = _requests(find_student(student_id, services), services)
    services.store.save(*map(Change.gone, requests[:_REQUESTS_AT_ONCE]))
    return len(requests) <= _REQUESTS_AT_ONCE


def _delete(student_id: str, by: By, services: Services) -> bool:
    """False where somebody is linked or asked again by now."""
    student = find_student(student_id, services)
    if services.roster.contacts(student.all_contact_ids) or _invitations_about(student, services):
        return False
    changes = [Change.gone(student), *_ways_to(student, services)]
    about = About(student_ids=(student_id,))
    services.store.save(*changes, recorded(AuditAction.STUDENT_DELETED, by, services, about, changes))
    return True


def _ways_to(student: Student, services: Services) -> list[Change]:
    """All that leads a file to them: names, ids, and what they were before they turned out to be one."""
    names = [namesakes_identity(year, key) for year in student.placements for key in student.name_keys]
    ids = student.school_id_keys
    namesakes = services.roster.namesakes(names).values()
    school_ids = services.roster.school_ids(ids).values() if ids else ()
    merged = services.roster.merged(student.merged_ids).values() if student.merged_ids else ()
    left = [(own, own.left_by(student.id)) for own in namesakes]
    return [
        *(Change(own, after if after.student_ids else None) for own, after in left if after != own),
        *(Change.gone(own) for own in school_ids if own.student_id == student.id),
        *map(Change.gone, merged),
    ]
