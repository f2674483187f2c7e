"""The sharing part of the form about oneself: what others would see of what was typed, and children kept out of lists.

A box that is not checked is not sent. So the form also says how each box was when it was filled, and only what differs
from that is a wish: a form that does not show the boxes, or an old one, changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from homeroom.domain.families.parent_contact import ContactDetails, ParentContact
from homeroom.domain.roster.student import Student
from homeroom.web.forms.families.contact_form import ContactForm, at_home_in
from homeroom.web.forms.families.recorded import recorded_hints
from homeroom.web.forms.form_parsing import Email, FormInvalid, read_form

_IN_ADDRESS = ("street", "apartment", "city", "state", "postal_code", "country")


class _LookedAt(ContactForm):
    """Nothing is required of what is only looked at."""

    email: Email = ""


def read_kept_out(typed: Mapping[str, str], students: Sequence[Student]) -> dict[str, bool]:
    """By student id, where the parent has changed it, whether they keep the child out of lists."""
    wishes = {s.id: typed.get(f"keep_out_{s.id}") == "yes" for s in students}
    return {i: wish for i, wish in wishes.items() if wish != (typed.get(f"kept_out_{i}") == "yes")}


def kept_out_values(contact_id: str, students: Sequence[Student]) -> dict[str, str]:
    """What the form begins with."""
    kept_out = [s.id for s in students if contact_id in s.unlisted_by]
    return {f"{name}_{i}": "yes" for i in kept_out for name in ("keep_out", "kept_out")}


def read_for_preview(typed: Mapping[str, str], country: str, recorded: ParentContact | None = None) -> ContactDetails:
    """What was typed, as far as it can be read: what is missing or wrong is left out. `country` is the school's. Of
    what another parent has `recorded` and this one leaves as it is stand the hints that the form shows: it is not
    theirs to see yet.
    """
    try:
        details = read_form(_LookedAt, typed).details()
    except FormInvalid as invalid:
        right = {name: value for name, value in typed.items() if name not in invalid.errors}
        details = read_form(_LookedAt, right).details()
    details = at_home_in(country, details)
    return _with_hints(details, _hints(typed, recorded)) if recorded else details


def _with_hints(details: ContactDetails, hints: Mapping[str, str]) -> ContactDetails:
    names = ("last_name", "email", "mobile_phone", "home_phone", "street")
    last_name, email, mobile, home, street = (hints.get(name) or getattr(details, name) for name in names)
    return replace(details, last_name=last_name, email=email, mobile_phone=mobile, home_phone=home, street=street)


def _hints(typed: Mapping[str, str], recorded: ParentContact) -> dict[str, str]:
    hints = recorded_hints(recorded)
    if any(typed.get(name, "").strip() for name in _IN_ADDRESS):
        hints.pop("street", "")
    left = {name: hint for name, hint in hints.items() if not typed.get(name, "").strip()}
    return {name: _as_hint(name, hint) for name, hint in left.items() if typed.get(f"remove_{name}") != "yes"}


def _as_hint(name: str, hint: str) -> str:
    return f"…{hint}" if name.endswith("_phone") else hint
