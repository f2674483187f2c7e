"""What goes with an invitation that nobody can answer any more."""

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.services import Services


def closing(invitation: Invitation, closed: Invitation, services: Services) -> list[Change]:
    """Its address is free to be asked anew, and its students are no longer asked about in it."""
    changes = [Change(invitation, closed)]
    lock = services.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id == invitation.id:
        changes.append(Change.gone(lock))
    for student in services.roster.students(invitation.student_ids).values():
        after = student.without_open_invitation(invitation.id)
        if after != student:
            changes.append(Change(student, after))
    return changes
