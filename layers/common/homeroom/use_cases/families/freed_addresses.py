"""Addresses that are free to be asked anew."""

from collections.abc import Collection

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.services import Services


def freed_addresses(closed: Collection[Invitation], services: Services) -> list[Change]:
    """Of invitations that nobody can answer any more: their locks go, where they hold them still."""
    own = {invitation.id for invitation in closed}
    locks = services.invitations.locks({invitation.email_key for invitation in closed}).values() if own else ()
    return [Change.gone(lock) for lock in locks if lock.invitation_id in own]
