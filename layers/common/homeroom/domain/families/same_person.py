"""Contacts that may be one person's: they are read or called at the same place, and are called alike. Only people say
whether they are.
"""

from collections.abc import Iterable
from itertools import combinations

from homeroom.domain.families.parent_contact import ContactDetails, ParentContact
from homeroom.domain.kernel.phone import phone_numbers
from homeroom.domain.kernel.text import sort_key

_DIGITS_COMPARED = 10
"""The last ones: with or without a country's code it is the same number."""


def look_alike(one: ParentContact, other: ParentContact) -> bool:
    """An address or a phone number alone is a household's, and a name alone may be anybody's."""
    reached = bool(one.email_keys & other.email_keys) or bool(_phones(one.details) & _phones(other.details))
    return one.id != other.id and reached and called_alike(one.details, other.details)


def pairs_alike(contacts: Iterable[ParentContact]) -> list[tuple[ParentContact, ParentContact]]:
    return [(one, other) for one, other in combinations(contacts, 2) if look_alike(one, other)]


def called_alike(one: ContactDetails, other: ContactDetails) -> bool:
    """`María García` and `Garcia, Maria`, `María García López`, or `M. García`; not `Mario García`."""
    words, others = _words(one.name), _words(other.name)
    if not words or not others:
        return False
    if words <= others or others <= words:
        return True
    first, second = sort_key(one.first_name), sort_key(other.first_name)
    same_last = sort_key(one.last_name) == sort_key(other.last_name) != ""
    return same_last and bool(first and second) and (first.startswith(second) or second.startswith(first))


def _words(name: str) -> frozenset[str]:
    return frozenset(sort_key(name).split())


def _phones(details: ContactDetails) -> frozenset[str]:
    numbers = (*phone_numbers(details.mobile_phone), *phone_numbers(details.home_phone))
    return frozenset(number[-_DIGITS_COMPARED:] for number in numbers)
