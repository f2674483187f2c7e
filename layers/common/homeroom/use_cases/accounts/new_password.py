"""What everybody who sets a password has in common."""

from dataclasses import replace

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


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
