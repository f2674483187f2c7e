"""The email that logs its reader in, by a link or by a code. Only the newest one works, once and for a short time."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.token import new_number
from homeroom.domain.kernel.typed_code import typed_code

LASTS = timedelta(minutes=15)
"""From being asked for to being made, if it has to wait; and from then to the end of its link and its code."""
MOST_TRIES = 5
CODE_LENGTH = 6
CODE_PURPOSE = "log-in"
"""Of the keyed digest under which a code is stored."""
NOBODY = "nobody"
"""In place of a user's id, for an address that is not known: it is looked for as any other, and never there."""


class LogInOver(HomeroomError):
    """This link does not log in any more, or never did; or no code is awaited in this browser."""


@dataclass(frozen=True, kw_only=True)
class LogInMail:
    """The newest one of a user. `number` rises with each that is asked for, and is stored for good: the emails of
    invitations, too, are known by their numbers. `names` are those of the readers. `sets_password`:
    it is a Site Admin's. `browser` is the digest of the
    cookie of the browser that asked: the code works there and nowhere else. `link` and `code` are digests, empty until
    the email is made, at `made_at`.

    A press of the link, which may be a mail scanner's, leaves the code as it is; the code ends the link as well.
    """

    user_id: str
    email: str
    names: tuple[str, ...]
    sets_password: bool
    number: int
    browser: str
    asked_at: datetime
    made_at: datetime | None = None
    link: str = ""
    code: str = ""
    link_used: bool = False
    code_used: bool = False
    version: int = 0

    @property
    def identity(self) -> str:
        return self.user_id

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def is_used(self) -> bool:
        return self.link_used or self.code_used

    def may_be_made(self, number: int, now: datetime) -> bool:
        """Whether the email of this number is still of use."""
        return number == self.number and now < self.asked_at + LASTS

    def made(self, link: str, code: str, now: datetime) -> "LogInMail":
        return replace(self, link=link, code=code, made_at=now)

    def with_link_used(self, digest: str, now: datetime) -> "LogInMail":
        """Raises LogInOver."""
        if digest != self.link or self.link_used or self.code_used or not self._works(now):
            raise LogInOver
        return replace(self, link_used=True)

    def takes_code(self, request: "LogInRequest", now: datetime) -> bool:
        """Whether a code that is typed in this browser can be the right one."""
        own = (request.number, request.browser) == (self.number, self.browser)
        return own and not self.code_used and self._works(now)

    def with_code_used(self) -> "LogInMail":
        return replace(self, code_used=True)

    def _works(self, now: datetime) -> bool:
        return self.made_at is not None and now < self.made_at + LASTS


@dataclass(frozen=True, kw_only=True)
class LogInLink:
    """From the digest of a link's token to whose email it stands in."""

    digest: str
    user_id: str
    made_at: datetime
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest

    @property
    def ends_at(self) -> datetime:
        return self.made_at + LASTS


@dataclass(frozen=True, kw_only=True)
class LogInRequest:
    """What a browser has asked for last, and how often a code was typed there since. There is one for every address,
    known or not: `address` is a digest, and `user_id` NOBODY with the `number` 0 where no email with a code is made.
    `browser` is the digest of the browser's cookie.
    """

    browser: str
    address: str
    user_id: str
    number: int
    asked_at: datetime
    tries: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        return self.browser

    @property
    def ends_at(self) -> datetime:
        return self.asked_at + 2 * LASTS

    @property
    def tries_left(self) -> int:
        return MOST_TRIES - self.tries

    def takes_try(self, now: datetime) -> bool:
        return self.tries < MOST_TRIES and now < self.ends_at

    def with_try(self, now: datetime) -> "LogInRequest":
        """Raises LogInOver."""
        if not self.takes_try(now):
            raise LogInOver
        return replace(self, tries=self.tries + 1)


def new_code() -> str:
    return f"{new_number(10**CODE_LENGTH):0{CODE_LENGTH}}"


def read_code(typed: str) -> str:
    """As `new_code` writes it; empty for what has not the shape of a code."""
    code = typed_code(typed)
    return code if re.fullmatch(f"[0-9]{{{CODE_LENGTH}}}", code) else ""
