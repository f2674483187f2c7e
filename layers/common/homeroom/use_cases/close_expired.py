"""Invitations whose time is over are closed, so that the address is free to be asked anew."""

from datetime import timedelta

from homeroom.domain.change import Conflict
from homeroom.use_cases.closing import closing
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
        outside.store.save(*closing(invitation, invitation.expired(), outside))
    except Conflict:  # answered or asked again at this very moment; tomorrow's round looks again
        return False
    return True
