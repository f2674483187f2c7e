"""What holds an address's one open invitation."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AddressLock:
    """Holds an address's one open invitation; its existence is what makes a second one impossible."""

    email_key: str
    invitation_id: str
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key
