"""Which state of a contact somebody has seen in a form, so that nobody overwrites what they have not seen."""

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.token import digest

_LENGTH = 16


class ChangedElsewhere(HomeroomError):
    """The contact has changed since its form was shown, and is not what the form wants to make of it. `stored` is how
    it stands now, None where it has become another's form.
    """

    def __init__(self, stored: ParentContact | None, wanted: ParentContact) -> None:
        super().__init__("changed elsewhere")
        self.stored, self.wanted = stored, wanted


def edition_of(contact: ParentContact | None) -> str:
    """Whose contact, and its version in the store. Empty while there is none."""
    return f"{contact.id}.{contact.version}" if contact else ""


def check_seen(stored: ParentContact | None, wanted: ParentContact, seen: str | None) -> None:
    """`seen`: the edition that the form was filled with, None where it does not say. Raises ChangedElsewhere."""
    if seen is None or seen == edition_of(stored) or wanted == stored:
        return
    raise ChangedElsewhere(stored, wanted)


def shown_edition(contact: ParentContact) -> str:
    """What a page shows of a contact; when it was confirmed is no part of it, so that the same press twice is one."""
    facts = (contact.id, contact.details, contact.new_email, sorted(contact.students.items()))
    return digest(repr(facts))[:_LENGTH]
