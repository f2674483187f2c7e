"""Invitations whose time is over are closed, so that the address is free to be asked anew."""

from datetime import timedelta

from homeroom.domain.kernel.change import Conflict
from homeroom.use_cases.invitations.load_closing import load_closing
from homeroom.use_cases.ports.services import Services

_DAYS_BACK = 7
"""For how many days a run that did not happen is made up."""


def close_expired(services: Services) -> int:
    """How many invitations were closed. Run twice, late or half-way dead, it closes none twice."""
    today = services.clock().date()
    closed = 0
    for back in range(_DAYS_BACK, -1, -1):
        for invitation_id in services.due_invitations.expiring(today - timedelta(days=back)):
            closed += _close(invitation_id, services)
    return closed


def _close(invitation_id: str, services: Services) -> bool:
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None or not invitation.is_open or invitation.open_at(services.clock()):
        return False
    try:
        services.store.save(*load_closing(invitation, invitation.expired(), services))
    except Conflict:  # answered or asked again at this very moment; tomorrow's run looks again
        return False
    return True
