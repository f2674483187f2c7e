"""The email that lets its reader become a Site Admin."""

import re

from homeroom.use_cases.accounts.invite_admin import invite_admin
from homeroom.use_cases.mail.send_admin_invitation import send_admin_invitation
from tests.factories import by_admin
from tests.fakes import World


def admin_links_sent(world: World) -> list[str]:
    """The tokens of the links in the emails that go out now."""
    asked, world.queue.admin_invitations = world.queue.admin_invitations, []
    before = len(world.mailer.sent)
    for invitation_id, number, _ in asked:
        send_admin_invitation(invitation_id, number, world.services)
    text = "\n".join(mail.text for mail in world.mailer.sent[before:])
    return re.findall(r"/login/invited/([A-Za-z0-9_-]{43})", text)


def invited_as_admin(world: World, session_token: str, email: str) -> tuple[str, str]:
    """The id of the invitation, and the token of its link."""
    invitation = invite_admin(email, by_admin(), session_token, world.services)
    [token] = admin_links_sent(world)
    return invitation.id, token
