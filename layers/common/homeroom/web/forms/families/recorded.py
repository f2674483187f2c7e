"""A contact that another parent has recorded, in the form of whom it is about.

The address may be a wrong one: so the form shows the first name, and of everything else just enough to recognize it.
What is left empty stays as it is recorded, unless it is to be removed.
"""

from collections.abc import Mapping

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.messages.formats import masked
from homeroom.web.forms.families.contact_form import contact_values

_ADDRESS = ("street", "city", "state", "postal_code")
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
    hints = {"last_name": details.last_name[:1] + "…", "email": masked(details.email)}
    hints |= {name: getattr(details, name)[-_DIGITS_SHOWN:] for name in _PHONES if getattr(details, name)}
    if details.address_lines:
        hints["street"] = (details.street or details.city)[:2] + "…"
    return {name: hint for name, hint in hints.items() if hint}


def with_recorded(typed: Mapping[str, str], contact: ParentContact) -> dict[str, str]:
    """What was typed, and what is recorded where nothing was. An address is kept whole or not at all."""
    stored = contact_values(contact)
    kept = ["last_name", "email", *(name for name in _PHONES if typed.get(f"remove_{name}") != "yes")]
    if typed.get("remove_street") != "yes" and not any(typed.get(name, "").strip() for name in _ADDRESS):
        kept += _ADDRESS
    return {**typed, **{name: stored[name] for name in kept if not typed.get(name, "").strip()}}
