"""People to whom a parent shows nothing, whatever they share with others."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.text import sort_key

MOST_EXCLUSIONS = 30


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """One of them: chosen from a list, and then `contact_id` says who, and `name` how they were called; or typed, an
    `email` or a `name`. What was typed may be nobody's.
    """

    name: str = ""
    email: str = ""
    contact_id: str = ""

    @property
    def key(self) -> str:
        """The same for what means the same."""
        if self.contact_id:
            return f"contact {self.contact_id}"
        return f"email {email_key(self.email)}" if self.email else f"name {sort_key(self.name)}"

    def known_among(self, contact_ids: Collection[str]) -> tuple["Exclusion", ...]:
        """The same while there is such a contact. Somebody who was chosen and has none any more is meant by the name,
        too: who is asked anew gets another contact.
        """
        is_there = not self.contact_id or self.contact_id in contact_ids
        return (self,) if is_there else (self, replace(self, contact_id=""))

    @property
    def shown(self) -> str:
        """As it was chosen or typed."""
        return self.email or self.name

    def means(self, contact_ids: Collection[str], email_keys: Collection[str], name_keys: Collection[str]) -> bool:
        """Whether it means the parent who has, or had, these contacts, reads at these addresses and is called so."""
        if self.contact_id:
            return self.contact_id in contact_ids
        if self.email:
            return email_key(self.email) in email_keys
        return sort_key(self.name) in name_keys


def name_keys(first_name: str, last_name: str) -> frozenset[str]:
    """The sort keys of a whole name, which leave case and accents aside, in either order. One name of two is not
    enough: it would be everybody's who is called so.
    """
    return frozenset({sort_key(f"{first_name} {last_name}"), sort_key(f"{last_name} {first_name}")} - {""})
