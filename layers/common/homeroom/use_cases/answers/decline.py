"""Not my child: its students leave an invitation, and without students it is over."""

from collections.abc import Callable, Collection
from dataclasses import replace

from homeroom.domain.audit.audit_entry import Nameless, Origin
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_errors import LinkCompleted
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.families.logged_store import contact_logged
from homeroom.use_cases.ports.services import Services

_BY = Origin(Nameless.PARENT, "decline")


def decline_by_link(token: str, student_ids: Collection[str], visitor: Visitor, services: Services) -> None:
    """Students that the invitation is not (any more) about are passed over. Raises what open_link raises."""
    retry_on_conflict(lambda: _decline(lambda: open_link(token, visitor, services).invitation, student_ids, services))


def decline_in_form(form_token: str, student_ids: Collection[str], services: Services) -> None:
    """Raises LinkCompleted once the form is saved, and what read_answer raises."""
    retry_on_conflict(lambda: _decline(lambda: read_answer(form_token, services).invitation, student_ids, services))


def _decline(read: Callable[[], Invitation], student_ids: Collection[str], services: Services) -> None:
    """All in one transaction: the invitation, its address when it is over, the students, a contact that somebody else
    had recorded for this reader.
    """
    invitation = read()
    if not invitation.is_open or invitation.answers:
        raise LinkCompleted  # also where somebody at the same address has answered that it is their child
    leaving = [i for i in invitation.student_ids if i in student_ids]
    if not leaving:
        return
    after = invitation
    for student_id in leaving:
        after = after.not_about(student_id, services.clock())
    changes = [Change(invitation, after), *_students(invitation, leaving, services)]
    changes += _recorded_contact(invitation, leaving, services)
    lock = services.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id == invitation.id and not after.is_open:
        changes.append(Change.gone(lock))
    services.store.save(*changes)


def _students(invitation: Invitation, leaving: Collection[str], services: Services) -> list[Change]:
    changes = []
    for student in services.roster.students(leaving).values():
        left = student.without_open_invitation(invitation.id)
        after = left if invitation.on_paper else student.declined_by(invitation.email_key, invitation.id)
        if invitation.contact_id and not _is_proved(invitation, services):
            after = after.unlinked_from(invitation.contact_id)
        changes.append(Change(student, after))
    return changes


def _is_proved(invitation: Invitation, services: Services) -> bool:
    contact = services.roster.contacts([invitation.contact_id]).get(invitation.contact_id)
    return contact is not None and bool(contact.user_key)


def _recorded_contact(invitation: Invitation, leaving: Collection[str], services: Services) -> list[Change]:
    """What another parent entered about this reader goes with the students; whoever has answered keeps theirs."""
    contact = services.roster.contacts([invitation.contact_id]).get(invitation.contact_id)
    if contact is None or contact.user_key:
        return []
    left = {i: relation for i, relation in contact.students.items() if i not in leaving}
    after = replace(contact, students=left) if left else None
    return [Change(contact, after), *contact_logged(contact, after, _BY, services)]
