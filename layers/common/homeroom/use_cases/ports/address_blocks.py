"""Addresses to which nothing is sent, and the links that block one."""

from collections.abc import Collection
from typing import Protocol

from homeroom.domain.mail.address_block import AddressBlock, StopLink


class AddressBlocks(Protocol):
    """Always the newest state."""

    def digest(self, email_key: str) -> str:
        """Under which a block knows the address, and a StopLink: keyed, with a key that stands in no table."""

    def by_digest(self, address: str) -> AddressBlock | None: ...
    def get_many(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        """By email key, those of these addresses to which nothing is sent."""

    def stop_link(self, digest: str) -> StopLink | None: ...
