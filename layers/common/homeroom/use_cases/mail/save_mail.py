"""A mail is stored together with its invitation's history, by which lists and counts go."""

from homeroom.domain.invitations.mail_history import is_history, with_history
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Mail
from homeroom.use_cases.ports.services import Services


def save_mail(before: Mail | None, after: Mail, services: Services, *also: Change) -> None:
    """In one transaction with `also`. Raises Conflict."""
    invitation = None
    if is_history(before, after):
        invitation = services.invitations.get_many([after.invitation_id]).get(after.invitation_id)
    services.store.save(*with_history(before, after, invitation, services.clock()), *also)
