"""The button behind the link was pressed: from here on a cookie, not the address, opens the form."""

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.sessions import Started, start_answering
from homeroom.use_cases.answers.open_link import Opened, Visitor, open_link
from homeroom.use_cases.ports.services import Services


def begin_answer(token: str, visitor: Visitor, services: Services) -> Started:
    """Raises what open_link raises."""
    opened = retry_on_conflict(lambda: _begin(token, visitor, services))
    return start_answering(opened.invitation.id, services, opened.reader)


def _begin(token: str, visitor: Visitor, services: Services) -> Opened:
    """Begun on another device at this moment, or changed by the office: look once more."""
    opened = open_link(token, visitor, services)
    invitation = opened.invitation
    begun = invitation.begun(services.clock())
    if begun != invitation:
        services.store.save(Change(invitation, begun))
    return opened
