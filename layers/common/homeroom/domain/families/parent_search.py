"""What of a parent a Site Admin may type to find their children: a name, an address, or a phone number."""

from collections.abc import Iterator, Sequence

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.phone import may_be_one_number, phone_numbers
from homeroom.domain.kernel.text import clean, words

_FEWEST_DIGITS = 4


def typed_digits(text: str) -> str:
    """Of a phone number, or of its end. Empty for what is none."""
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    return digits if len(digits) >= _FEWEST_DIGITS and not any(c.isalpha() for c in text) else ""


def typed_email(text: str) -> str:
    """The beginning of an address, or all of it. Empty for what is none."""
    text = clean(text).lower()
    return text if "@" in text[1:] and " " not in text else ""


def is_like(contact: ParentContact, text: str) -> bool:
    """Whether that was typed of this parent."""
    if digits := typed_digits(text):
        return any(may_be_one_number(digits, own) for own in _phones(contact))
    if typed := typed_email(text):
        return any(own.startswith(typed) for own in _addresses(contact))
    typed_words, own_words = words(text), words(contact.details.name)
    return bool(typed_words) and all(any(own.startswith(word) for own in own_words) for word in typed_words)


def _phones(contact: ParentContact) -> Sequence[str]:
    return (*phone_numbers(contact.details.mobile_phone), *phone_numbers(contact.details.home_phone))


def _addresses(contact: ParentContact) -> Iterator[str]:
    email = contact.details.email
    return filter(None, (email_key(email) if email else "", contact.user_key))
