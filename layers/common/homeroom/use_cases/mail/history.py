"""What became of a mail belongs into its invitation's story, and lists and counts go by it."""

from homeroom.domain.invitations.status import is_told, with_mail
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Mail
from homeroom.use_cases.ports.services import Services


def told(before: Mail | None, after: Mail, services: Services) -> list[Change]:
    """The mail's change and, where it tells something, that of its invitation: to be saved together."""
    changes = [Change(before, after)]
    if (before and after.state is before.state) or not is_told(after):
        return changes
    invitation = services.invitations.get_many([after.invitation_id]).get(after.invitation_id)
    if invitation:
        changes.append(Change(invitation, with_mail(invitation, after, services.clock())))
    return changes
