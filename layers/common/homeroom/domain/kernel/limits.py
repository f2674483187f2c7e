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
"""Wrong passwords for one account from one network: a stranger's do not lock out its owner, who is elsewhere."""
LOG_IN_HOUR = Limit("log-in-hour", 12, timedelta(hours=1))
"""The same, in an hour: after five wrong passwords Cognito makes an account wait, a second and then twice as long each
time. Twelve keep that near two minutes, so that a stranger keeps nobody out for longer.
"""
LOG_IN_FROM = Limit("log-in-from", 100, timedelta(minutes=5))
"""From one network, behind which a whole school may sit on a parents' evening."""
LOG_IN_ACCOUNT = Limit("log-in-account", 100, timedelta(hours=1))
"""For one account from wherever: who guesses from many networks comes no further."""
LOG_IN_DEVICE = Limit("log-in-device", 10, timedelta(minutes=5))
"""From a browser that has logged in to the account before. Only these count for it."""
SECOND_FACTOR = Limit("second-factor", 10, timedelta(hours=1))
"""Wrong second factors of one Site Admin. Who gives one knows the password already."""
SECOND_FACTOR_IN_SESSION = Limit("second-factor-in-session", 5, timedelta(hours=1))
WRONG_LINK = Limit("wrong-link", 30, timedelta(minutes=1))
WRONG_CODE = Limit("wrong-code", 10, timedelta(hours=1))
"""From one network. A right code is not counted."""
WRONG_CODE_ANYWHERE = Limit("wrong-code-anywhere", 300, timedelta(hours=1))
"""Over the whole site: whoever has many addresses does not have as many guesses. Links go on working."""
LOG_IN_MAIL = Limit("log-in-mail", 5, timedelta(hours=1))
"""To one address, asked for from one network: a stranger's do not use up its owner's."""
LOG_IN_MAIL_ADDRESS = Limit("log-in-mail-address", 12, timedelta(hours=1))
"""To one address, from wherever they are asked for."""
WRONG_LOG_IN_CODE = Limit("wrong-log-in-code", 10, timedelta(days=1))
"""For one address: six digits are few, and whoever asks often would have as many guesses. Links go on working."""
LINK_MAIL_FROM = Limit("link-mail-from", 30, timedelta(hours=1))
"""From one network: emails with a link that somebody asks for."""
NEW_LINK = Limit("new-link", 3, timedelta(hours=6))
NEW_ADDRESS = Limit("new-address", 3, timedelta(hours=6))
"""Of one account: emails to addresses that its parent has typed for themselves, which may be anybody's."""
INVITE_ADMIN = Limit("invite-admin", 20, timedelta(hours=1))
"""Of one Site Admin: emails that let their readers become Site Admins."""
INVITE_AS_PARENT = Limit("invite-as-parent", 5, timedelta(days=1))
"""Of other families' parents, also where a Site Admin decides: of those who ask, nobody has more waiting for a day."""
SEND_AGAIN_AS_PARENT = Limit("send-again-as-parent", 1, timedelta(hours=6))
"""To another parent whom one has recorded."""
RECORD_AS_PARENT = Limit("record-as-parent", 15, timedelta(days=1))
"""Other parents of one's students, with or without an email to them: a large household fits."""

SAMPLE = Limit("sample", 5, timedelta(hours=1))
"""Of one Site Admin: the invitation, emailed to themselves."""


def network_of(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the first half of an IPv6 address, whose rest they choose freely."""
    if ":" not in address:
        return address
    from ipaddress import IPv6Address, ip_network  # seldom

    return str(ip_network((IPv6Address(address), 64), strict=False))


class TooManyTries(HomeroomError):
    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.name)
        self.limit = limit
