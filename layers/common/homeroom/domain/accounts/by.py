"""Who is at work, and from which page."""

from typing import NamedTuple

from homeroom.domain.accounts.user import User


class By(NamedTuple):
    """`source` is the key of the page's route, such as `POST /settings`."""

    user: User
    source: str
