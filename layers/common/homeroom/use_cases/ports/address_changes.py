"""Reading which new addresses wait for being proved."""

from typing import Protocol

from homeroom.domain.accounts.address_change import AddressChange, AddressChangeLink


class AddressChanges(Protocol):
    """Always in its newest state."""

    def get(self, contact_id: str) -> AddressChange | None: ...
    def link(self, digest: str) -> AddressChangeLink | None: ...
