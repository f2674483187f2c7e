"""Who is at work, and from which page."""

from dataclasses import dataclass

from homeroom.domain.accounts.user import User


@dataclass(frozen=True)
class By:
    """`source` is the key of the page's route, such as `POST /settings`."""

    user: User
    source: str
