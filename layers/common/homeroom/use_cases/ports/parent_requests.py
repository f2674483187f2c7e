"""Reading what parents have asked for."""

from typing import Protocol

from homeroom.domain.invitations.parent_request import ParentRequest


class ParentRequests(Protocol):
    """Always the newest state. Requests that are over may still be among them."""

    def get(self, request_id: str) -> ParentRequest | None: ...
    def waiting(self) -> list[ParentRequest]:
        """All that wait for a Site Admin, the longest first."""

    def of_parent(self, contact_id: str) -> list[ParentRequest]:
        """All that this contact has made, the oldest first."""

    def to_address(self, email_key: str) -> list[ParentRequest]:
        """All that ask this address, whoever has made them."""
