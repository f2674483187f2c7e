"""What goes with an invitation that nobody can answer any more."""

from homeroom.domain.change import Change
from homeroom.domain.invitation import Invitation
from homeroom.use_cases.ports import Outside


def closing(invitation: Invitation, closed: Invitation, outside: Outside) -> list[Change]:
    """Its address is free to be asked anew, and its students are no longer asked about in it."""
    changes = [Change(invitation, closed)]
    lock = outside.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id == invitation.id:
        changes.append(Change.gone(lock))
    for student in outside.roster.students(invitation.student_ids).values():
        after = student.no_longer_asked_about_in(invitation.id)
        if after != student:
            changes.append(Change(student, after))
    return changes
