"""How often one subject may do one thing. HTTP APIs have no limits per person of their own."""

from dataclasses import dataclass
from datetime import timedelta

from homeroom.domain.kernel.errors import HomeroomError


@dataclass(frozen=True)
class Limit:
    name: str
    most: int
    window: timedelta


LOG_IN = Limit("log-in", 10, timedelta(minutes=5))
LOG_IN_FROM = Limit("log-in-from", 100, timedelta(minutes=5))
"""From one network address, behind which a whole school may sit on a parents' evening."""
WRONG_LINK = Limit("wrong-link", 30, timedelta(minutes=1))
WRONG_CODE = Limit("wrong-code", 10, timedelta(hours=1))
"""From one network address. A right code is not counted."""
WRONG_CODE_ANYWHERE = Limit("wrong-code-anywhere", 300, timedelta(hours=1))
"""Over the whole site: whoever has many addresses does not have as many guesses. Links go on working."""
LOG_IN_MAIL = Limit("log-in-mail", 5, timedelta(hours=1))
"""To one address."""
LINK_MAIL_FROM = Limit("link-mail-from", 30, timedelta(hours=1))
"""From one network address: emails with a link that somebody asks for."""
NEW_LINK = Limit("new-link", 3, timedelta(hours=6))
INVITE_AS_PARENT = Limit("invite-as-parent", 5, timedelta(days=1))
RECORD_AS_PARENT = Limit("record-as-parent", 15, timedelta(days=1))
"""Other parents of one's students, with or without an email to them: a large household fits."""


class TooManyTries(HomeroomError):
    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.name)
        self.limit = limit
