"""What one family sees of another: exactly what that one's parents have decided, and nothing that goes around it.

Every page that shows a parent somebody else's contact information asks here: profiles, the directory, its search and
its counts, what is printed, and the preview.
"""

from dataclasses import dataclass

from homeroom.domain.families.parent_contact import ContactDetails, ParentContact
from homeroom.domain.families.sharing import audiences_of


@dataclass(frozen=True, kw_only=True)
class Viewpoint:
    """From where a parent sees other families. `contact` is their own. `homerooms` are the keys of the codes of their
    children's homerooms (`class_code_key`) in the current school year. `is_registered`: they have set a password.
    """

    contact: ParentContact
    homerooms: frozenset[str]
    is_registered: bool


def seen_details(contact: ParentContact, homerooms: frozenset[str], viewpoint: Viewpoint) -> ContactDetails | None:
    """What this contact, whose children are in these `homerooms`, shares with whoever looks from there: None where it
    is nothing, and then not even the name is shown.
    """
    if contact.id == viewpoint.contact.id:
        return contact.details
    classmates = bool(homerooms & viewpoint.homerooms)
    audiences = audiences_of(is_classmate=classmates, is_registered=viewpoint.is_registered)
    details = contact.details.seen_by(audiences)
    return details if details.shows_something else None


def details_for_homerooms(contact: ParentContact) -> ContactDetails | None:
    """What the registered parents of a contact's homerooms may see of it, to show it to whom it belongs: None where it
    is nothing.
    """
    details = contact.details.seen_by(audiences_of(is_classmate=True, is_registered=True))
    return details if details.shows_something else None
