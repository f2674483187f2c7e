"""What holds an address's one open invitation."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AddressLock:
    """Holds an address's one open invitation; its existence is what makes a second one impossible. Raises ValueError
    without an address: letters, which have none, are not one another's.
    """

    email_key: str
    invitation_id: str
    version: int = 0

    def __post_init__(self) -> None:
        if not self.email_key:
            raise ValueError("a lock without an address")

    @property
    def identity(self) -> str:
        return self.email_key
