"""Who may log in."""

from dataclasses import dataclass

from homeroom.domain.kernel.email_address import email_key


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with a password. `id` is the user name at the password service and says nothing about
    the person. A user is a Site Admin, a registered parent (has a `contact_id`), or both.
    """

    id: str
    email: str
    name: str
    is_admin: bool = False
    contact_id: str = ""
    active: bool = False
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def is_parent(self) -> bool:
        return bool(self.contact_id)
