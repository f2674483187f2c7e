"""One more email to another parent whom a parent has recorded."""

from homeroom.domain.accounts.by import By
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import SEND_AGAIN_AS_PARENT
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.families.other_parents import asked_to_check, can_ask_again, recorded_by_me
from homeroom.use_cases.invitations.manage_invitation import send_again
from homeroom.use_cases.ports.services import Services


def ask_other_parent_again(contact_id: str, by: By, services: Services) -> None:
    """Raises NotFound where nobody is to be asked again, TooManyTries within some hours of the last time, and what
    send_again raises.
    """
    mine = my_information(by.user, services)
    contacts = [contact for contact in recorded_by_me(mine, services) if contact.id == contact_id]
    invitation = asked_to_check(mine, contacts, services).get(contact_id)
    if not contacts or invitation is None or not can_ask_again(contacts[0], invitation):
        raise NotFound
    students = services.roster.students(invitation.student_ids).values()
    if any(student.must_not_tell(invitation.email_key) for student in students):
        raise NotFound
    services.access.count(SEND_AGAIN_AS_PARENT, invitation.id, services.clock())
    send_again(invitation.id, by, services)
