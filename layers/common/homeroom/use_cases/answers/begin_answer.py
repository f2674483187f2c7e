"""The button behind the link was pressed: from here on a cookie, not the address, opens the form."""

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.sessions import Started, start_answering
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.ports.services import Services


def begin_answer(token: str, visitor: Visitor, services: Services) -> Started:
    """Raises what open_link raises."""
    invitation_id = retry_on_conflict(lambda: _begin(token, visitor, services))
    return start_answering(invitation_id, services)


def _begin(token: str, visitor: Visitor, services: Services) -> str:
    """Begun on another device at this moment, or changed by the office: look once more."""
    invitation = open_link(token, visitor, services).invitation
    begun = invitation.begun(services.clock())
    if begun != invitation:
        services.store.save(Change(invitation, begun))
    return invitation.id
