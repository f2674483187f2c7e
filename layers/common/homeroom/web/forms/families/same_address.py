"""In the form about another parent: the home address of one who is known, instead of typing it again."""

from collections.abc import Iterable, Mapping

from homeroom.domain.families.parent_contact import ParentContact

_LINES = ("street", "apartment", "city", "state", "postal_code")
_ADDRESS = (*_LINES, "country")


def with_an_address(contacts: Iterable[ParentContact]) -> list[ParentContact]:
    """Whose address there is to take over."""
    return [contact for contact in contacts if contact.details.address_lines]


def with_same_address(typed: Mapping[str, str], contacts: Iterable[ParentContact]) -> dict[str, str]:
    """The form as it was typed, with the address of the first of these contacts whose box is checked. What was typed
    counts, and an address is taken over whole or not at all: a country alone, which a form may begin with, is none.
    """
    chosen = next((c for c in with_an_address(contacts) if typed.get(f"same_address_{c.id}") == "yes"), None)
    if chosen is None or any(typed.get(name, "").strip() for name in _LINES):
        return dict(typed)
    return {**typed, **{name: getattr(chosen.details, name) for name in _ADDRESS}}
