"""Emails that log in, in the table of the invitations and their mails."""

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.accounts.log_in_mail import LogInLink, LogInMail, LogInRequest
from homeroom.settings import Settings


class DynamoLogInMails:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get(self, user_id: str) -> LogInMail | None:
        """As one of a batch: whoever sends mails may read it, too."""
        return next(iter(self._table.many(LogInMail, [keys.log_in_mail(user_id)])), None)

    def link(self, digest: str) -> LogInLink | None:
        return self._table.one(LogInLink, keys.log_in_link(digest))

    def asked_in(self, browser: str) -> LogInRequest | None:
        return self._table.one(LogInRequest, keys.log_in_request(browser))
