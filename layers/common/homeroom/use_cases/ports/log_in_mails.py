"""Reading what logs in by email."""

from typing import Protocol

from homeroom.domain.accounts.log_in_mail import LogInLink, LogInMail, LogInRequest


class LogInMails(Protocol):
    """Always in its newest state."""

    def get(self, user_id: str) -> LogInMail | None: ...
    def link(self, digest: str) -> LogInLink | None: ...
    def asked_in(self, browser: str) -> LogInRequest | None:
        """`browser` is the digest of the browser's cookie."""
