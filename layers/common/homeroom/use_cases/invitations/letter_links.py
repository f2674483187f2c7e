"""The link and the code of a letter. They are derived from what is stored and a key that stands in no table: so a
letter can be shown and printed again, and no secret of it is kept.
"""

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_code import code_of
from homeroom.domain.kernel.token import token_of
from homeroom.use_cases.mail.make_link import MadeLink, link_with
from homeroom.use_cases.ports.services import Services

_TOKEN, _CODE = "letter token", "letter code"
"""Purposes of the keyed digest."""


def letter_link(invitation: Invitation, services: Services) -> MadeLink:
    """Of the newest send number: the same whenever it is asked for."""
    text = f"{invitation.id} {invitation.send_number}"
    token, code = (services.code_key.digest(purpose, text) for purpose in (_TOKEN, _CODE))
    return link_with(token_of(token), code_of(int(code, 16)), 0, invitation, services)
