"""What everybody who sets a password has in common."""

from dataclasses import replace

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import InvitationState
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_MOST_MARKED = 12
"""Invitations that one save marks as registered: a transaction has an end."""


def own_words(services: Services, *texts: str) -> tuple[str, ...]:
    """For check_new_password: the school's name, and texts about the person: names, their students' first names, the
    email address.
    """
    return (site_settings(services).school_name, *texts)


def contacts_changed(user: User, services: Services, registers: str = "", *, had_password: bool) -> list[Change]:
    """What a new password makes of the contacts of this user: the one with the id `registers` is registered. Where
    there was a password before, no other address waits any more for any of them: it may be asked for by whoever knew
    the old one.
    """
    changes = []
    for contact in services.roster.contacts(user.contact_ids).values() if user.contact_ids else ():
        after = contact.with_password() if contact.id == registers else contact
        if had_password and after.new_email:
            after = replace(after, new_email="")
        if after != contact:
            changes.append(Change(contact, after))
    return changes


def invitations_registered(contact: ParentContact, services: Services) -> list[Change]:
    """By which this parent answered, who has the first password now: lists say so of those that are still with their
    students.
    """
    if contact.registered:
        return []
    students = services.roster.students(contact.students.keys()).values()
    ids = {i for student in students for i in student.newest_invitation_ids}
    invitations = [i for i in services.invitations.get_many(ids).values() if contact.id in i.contact_ids]
    completed = [i for i in invitations if i.state is InvitationState.COMPLETED and not i.registered_at]
    return [Change(i, i.registered(services.clock())) for i in completed[:_MOST_MARKED]]
