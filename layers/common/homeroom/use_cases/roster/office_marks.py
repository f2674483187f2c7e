"""What a Site Admin says of a student against what files say: that they have left, or are back, and that they are
protected. What is said twice does nothing the second time.
"""

from collections.abc import Callable, Collection

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.ended_questions import asked_no_longer
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.unlinking import asks_about
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import check_seen, protection_edition
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.freed_addresses import freed_addresses
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import find_student
from homeroom.use_cases.site.site_settings import site_settings

_MOST_INVITATIONS = 10
"""A transaction has an end. What is older asks about nobody: it is checked again before anything is sent."""


def open_questions(student: Student, services: Services, *, of_parents: bool = False) -> list[Invitation]:
    """The invitations in which somebody is asked about the student, or asks to be; `of_parents`: those alone that
    parents have begun, and letters.
    """
    invitations = services.invitations.get_many(student.newest_invitation_ids).values()
    asking = [i for i in invitations if asks_about(i, student.id) and (i.by_parent or i.on_paper or not of_parents)]
    return asking[:_MOST_INVITATIONS]


def mark_left(student_id: str, by: By, services: Services) -> None:
    """From the current school year on. Nobody is asked about them any more. Raises NotFound."""

    def left(student: Student) -> Student:
        year = site_settings(services).school_year
        return student if student.has_left(year) else student.left(year)

    _mark(student_id, left, AuditAction.STUDENT_LEFT, by, services)


def mark_back(student_id: str, by: By, services: Services) -> None:
    """In the homeroom where they were. Who was asked before is not asked again by itself. Raises NotFound."""
    _mark(student_id, Student.back, AuditAction.STUDENT_BACK, by, services)


def protect(student_id: str, reason: str, seen: str, by: By, services: Services) -> None:
    """What parents have begun ends, and letters do; the school's own emails go on. Raises NotFound, and StudentChanged
    where another Site Admin has said something else of the student than what was `seen`.
    """

    def protected(student: Student) -> Student:
        after = student.as_protected(reason)
        check_seen(student, after, seen, protection_edition)
        return after

    _mark(student_id, protected, AuditAction.STUDENT_PROTECTED, by, services)


def unprotect(student_id: str, by: By, services: Services) -> None:
    """Raises NotFound."""
    _mark(student_id, Student.no_longer_protected, AuditAction.STUDENT_UNPROTECTED, by, services)


def _mark(student_id: str, mark: Callable[[Student], Student], action: AuditAction, by: By, services: Services) -> None:
    def once() -> None:
        before = find_student(student_id, services)
        after = mark(before)
        if after == before:
            return
        ending = []
        if action in (AuditAction.STUDENT_LEFT, AuditAction.STUDENT_PROTECTED):
            of_parents = action is AuditAction.STUDENT_PROTECTED
            ending = open_questions(before, services, of_parents=of_parents)
        changes = _ended(before, after, ending, by, services)
        about = About(student_ids=(student_id,))
        services.store.save(*changes, recorded(action, by, services, about, changes))

    retry_on_conflict(once)


def _ended(before: Student, after: Student, ending: Collection[Invitation], by: By, services: Services) -> list[Change]:
    """The student, and the invitations that ask about them no more; the addresses of those that are over are free."""
    now, by_name = services.clock(), by.user.name
    ended = [(i, asked_no_longer(i, before.id, by=by_name, now=now)) for i in ending]
    for invitation in ending:
        after = after.without_open_invitation(invitation.id)
    over = [i for _, i in ended if i.state is InvitationState.WITHDRAWN]
    changed = (Change(*before_and_after) for before_and_after in ended)
    return [Change(before, after), *changed, *freed_addresses(over, services)]
