"""Invitations whose time is over are closed, so that the address is free to be asked anew."""

from datetime import timedelta

from homeroom.domain.change import Change, Conflict
from homeroom.domain.invitation import Invitation
from homeroom.use_cases.ports import Outside

_DAYS_BACK = 7
"""How many days a round that did not run is made up for."""


def close_expired(outside: Outside) -> int:
    """How many invitations were closed. Run twice, late or half-way dead, it closes none twice."""
    today = outside.clock().date()
    closed = 0
    for back in range(_DAYS_BACK, -1, -1):
        for invitation_id in outside.invitations.due(today - timedelta(days=back)):
            closed += _close(invitation_id, outside)
    return closed


def _close(invitation_id: str, outside: Outside) -> bool:
    invitation = outside.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None or not invitation.is_open or invitation.open_at(outside.clock()):
        return False
    try:
        outside.store.save(*_changes(invitation, outside))
    except Conflict:  # answered or asked again at this very moment; tomorrow's round looks again
        return False
    return True


def _changes(invitation: Invitation, outside: Outside) -> list[Change]:
    changes = [Change(invitation, invitation.expired())]
    lock = outside.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id == invitation.id:
        changes.append(Change.gone(lock))
    for student in outside.roster.students(invitation.student_ids).values():
        after = student.no_longer_asked_about_in(invitation.id)
        if after != student:
            changes.append(Change(student, after))
    return changes
