"""What one family sees of another: exactly what that one's parents have decided, and nothing that goes around it.

Every page that shows a parent somebody else's contact information asks here: profiles, the directory, its search and
its counts, what is printed, and the preview.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.families.parent_contact import ContactDetails, ParentContact
from homeroom.domain.families.sharing import audiences_of


@dataclass(frozen=True, kw_only=True)
class Viewpoint:
    """From where a parent sees other families. `contact` is their own. `homerooms` are the keys of the codes of their
    children's homerooms (`class_code_key`) in the current school year. `is_registered`: they have set a password.
    `user_key` is the email key of their log-in, and `others` are the contacts of whoever else reads there.
    """

    contact: ParentContact
    homerooms: frozenset[str]
    is_registered: bool
    user_key: str = ""
    others: Sequence[ParentContact] = ()


def seen_details(contact: ParentContact, homerooms: frozenset[str], viewpoint: Viewpoint) -> ContactDetails | None:
    """What this contact, whose children are in these `homerooms`, shares with whoever looks from there: None where it
    is nothing, and then not even the name is shown.
    """
    if contact.id == viewpoint.contact.id:
        return contact.details
    if is_excluded(contact, viewpoint):
        return None
    classmates = bool(homerooms & viewpoint.homerooms)
    return _shared(contact.details, is_classmate=classmates, is_registered=viewpoint.is_registered)


def is_excluded(contact: ParentContact, viewpoint: Viewpoint) -> bool:
    """Whether this contact's parent shows nothing to whoever looks from there. Those who share a log-in are excluded
    together: any of them could look as another.
    """
    readers = (viewpoint.contact, *viewpoint.others)
    return any(
        exclusion.means(reader.ids, reader.email_keys | {viewpoint.user_key}, reader.name_keys)
        for exclusion in contact.exclusions
        for reader in readers
    )


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What others see of a parent, as `seen_details` has it: families in a homeroom of their children, and all other
    registered families. None: nothing, not even the name. Nobody else sees anything.
    """

    homeroom: ContactDetails | None
    site: ContactDetails | None


def preview(details: ContactDetails) -> Preview:
    return Preview(
        homeroom=_shared(details, is_classmate=True, is_registered=True),
        site=_shared(details, is_classmate=False, is_registered=True),
    )


def _shared(details: ContactDetails, *, is_classmate: bool, is_registered: bool) -> ContactDetails | None:
    seen = details.seen_by(audiences_of(is_classmate=is_classmate, is_registered=is_registered))
    return seen if seen.shows_something else None


def details_for_homerooms(contact: ParentContact) -> ContactDetails | None:
    """What the registered parents of a contact's homerooms may see of it, to show it to whom it belongs: None where it
    is nothing.
    """
    return preview(contact.details).homeroom
