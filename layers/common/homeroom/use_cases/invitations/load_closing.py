"""The changes that close an invitation, decided by what is read now."""

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invitation_closing import invitation_closing
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.services import Services


def load_closing(invitation: Invitation, closed: Invitation, services: Services) -> list[Change]:
    lock = services.invitations.locks([invitation.email_key]).get(invitation.email_key)
    students = services.roster.students(invitation.student_ids).values()
    return invitation_closing(invitation, closed, lock, students)
