"""The button behind the link was pressed: from here on a cookie, not the address, opens the form."""

from homeroom.domain.change import Change
from homeroom.use_cases.open_link import Visitor, open_link
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict
from homeroom.use_cases.sessions import Started, start_answering


def begin_answer(token: str, visitor: Visitor, outside: Outside) -> Started:
    """Raises what open_link raises."""
    invitation_id = again_on_conflict(lambda: _begin(token, visitor, outside))
    return start_answering(invitation_id, outside)


def _begin(token: str, visitor: Visitor, outside: Outside) -> str:
    """Begun on another device at this moment, or changed by the office: look once more."""
    invitation = open_link(token, visitor, outside).invitation
    begun = invitation.begun(outside.clock())
    if begun != invitation:
        outside.store.save(Change(invitation, begun))
    return invitation.id
