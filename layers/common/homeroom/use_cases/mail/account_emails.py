"""What emails about log-ins and accounts say, as data."""

from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.kernel.message import Message
from homeroom.use_cases.mail.emails import Email


@dataclass(frozen=True, kw_only=True)
class LogInEmail(Email):
    """Its `link` and its `code` log in for so many `minutes`, or open the page that sets a new password."""

    event = "log_in"
    link: str
    code: str
    minutes: int
    sets_password: bool


@dataclass(frozen=True, kw_only=True)
class NewAddressEmail(Email):
    """To an address that nobody has proved yet: its `link` makes it the log-in, for so many `days`. `old` is the
    address that it takes the place of, of which the email shows little; empty for the first one.
    """

    event = "new_address"
    old: str
    link: str
    days: int


@dataclass(frozen=True, kw_only=True)
class AddressChangedEmail(Email):
    """To the former address: `new`, of which the email shows little, has taken its place."""

    event = "address_changed"
    new: str
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordSetEmail(Email):
    """For the other Site Admins: `admin` has set a new password by a mailed link. The `link` shows the record."""

    event = "password_set"
    admin: str
    set_at: datetime
    link: str


@dataclass(frozen=True, kw_only=True)
class AdminInvitationEmail(Email):
    """`inviter` asks its reader to become a Site Admin; the `link` works until then. `is_parent`: they are known as a
    parent here.
    """

    event = "admin_invitation"
    inviter: str
    link: str
    until: datetime
    is_parent: bool


@dataclass(frozen=True, kw_only=True)
class AccountNewsEmail(Email):
    """What has been done to an account at `at`. `own`: its reader's; otherwise they are another Site Admin, and the
    `link` shows who runs the site.
    """

    event = "account_news"
    news: Message
    at: datetime
    own: bool
    link: str
