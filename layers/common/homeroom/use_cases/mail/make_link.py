"""What one email, or one letter, lets its reader in with."""

from dataclasses import dataclass, field

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_code import PURPOSE, new_code
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.mail import Link
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class MadeLink:
    """The secrets of one reader's link and of the code beside it, which stand in the email or the letter alone, and
    what is stored of each.
    """

    token: str = field(repr=False)
    code: str = field(repr=False)
    stored: tuple[Link, Link]

    @property
    def reader(self) -> int:
        return self.stored[0].reader


def make_link(reader: int, invitation: Invitation, services: Services) -> MadeLink:
    """For the newest send number."""
    return link_with(new_token(), new_code(), reader, invitation, services)


def link_with(token: str, code: str, reader: int, invitation: Invitation, services: Services) -> MadeLink:
    """Both live and die together: only their digests differ."""
    digests = digest(token), services.code_key.digest(PURPOSE, code)
    by_token, by_code = (
        Link(
            digest=stored_as,
            reader=reader,
            invitation_id=invitation.id,
            send_number=invitation.send_number,
            expires_at=invitation.expires_at,
        )
        for stored_as in digests
    )
    return MadeLink(token, code, (by_token, by_code))
