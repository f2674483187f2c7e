"""Who was asked to become a Site Admin."""

from typing import Protocol

from homeroom.domain.accounts.admin_invitation import AdminInvitation


class AdminInvitations(Protocol):
    def get(self, invitation_id: str) -> AdminInvitation | None: ...
    def all(self) -> list[AdminInvitation]:
        """Also those that are over, as long as they are kept; by id."""
