"""A contact that another parent has recorded, in the form of whom it is about.

The address may be a wrong one: so the form shows the first name, and of everything else just enough to recognize it.
What is left empty stays as it is recorded, unless it is to be removed.
"""

from collections.abc import Mapping

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.phone import phone_link
from homeroom.messages.formats import masked
from homeroom.web.forms.families.contact_form import contact_values

_ADDRESS = ("street", "apartment", "city", "state", "postal_code", "country")
_PHONES = ("mobile_phone", "home_phone")
_SHOWN = ("first_name", "language")
_DIGITS_SHOWN = 2


def recorded_values(contact: ParentContact) -> dict[str, str]:
    """What the form begins with. The relation to each student is for its own parent to say."""
    values = contact_values(contact)
    return {name: values[name] for name in _SHOWN} | {"receives_school_mail": "yes"}


def recorded_relationships(contact: ParentContact) -> dict[str, str]:
    """By the field's name."""
    return {name: value for name, value in contact_values(contact).items() if name.startswith("relationship_")}


def recorded_hints(contact: ParentContact) -> dict[str, str]:
    """What is recorded, as far as its own parent needs to recognize it, by the field's name."""
    details = contact.details
    hints = {"email": masked(details.email)} if details.email else {}
    if details.last_name:
        hints["last_name"] = details.last_name[:1] + "…"
    hints |= {name: _ending(getattr(details, name)) for name in _PHONES if getattr(details, name)}
    if details.address_lines:
        hints["street"] = details.address_lines[0][:2] + "…"
    return hints


def _ending(phone: str) -> str:
    """Of its number, not of an extension or a word behind it."""
    number = phone_link(phone).partition(";")[0] or phone
    return "".join(c for c in number if c.isdecimal())[-_DIGITS_SHOWN:]


def with_recorded(typed: Mapping[str, str], contact: ParentContact) -> dict[str, str]:
    """What was typed, and what is recorded where nothing was. An address is kept whole or not at all."""
    stored = contact_values(contact)
    kept = ["last_name", "email", *(name for name in _PHONES if typed.get(f"remove_{name}") != "yes")]
    if typed.get("remove_street") != "yes" and not any(typed.get(name, "").strip() for name in _ADDRESS):
        kept += _ADDRESS
    return {**typed, **{name: stored[name] for name in kept if not typed.get(name, "").strip()}}
