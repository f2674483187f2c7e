"""Users, sessions, and how often somebody tried something."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import from_item, key_of
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.accounts.known_devices import KnownDevices
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.limits import Limit, TooManyTries
from homeroom.settings import Settings


class DynamoAccess:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._name = settings.access_table
        self._table = Reader(aws, self._name)

    def user(self, email_key: str) -> User | None:
        return self._table.one(User, keys.user(email_key))

    def users(self, email_keys: Collection[str]) -> list[User]:
        return self._table.many(User, map(keys.user, email_keys))

    def users_by_id(self, ids: Collection[str]) -> dict[str, User]:
        """One call for each: an index cannot be asked for several keys at once."""
        found = (
            from_item(User, item)
            for user_id in dict.fromkeys(ids)
            for item in islice(self._table.query_index(keys.BY_USER_ID, "id = :id", {"id": user_id}, page=1), 1)
        )
        return {user.id: user for user in found}

    def admins(self) -> list[User]:
        items = self._table.query_index(keys.BY_ROLE, "role_key = :role", {"role": keys.SITE_ADMINS})
        return sorted((from_item(User, item) for item in items), key=lambda user: user.email_key)

    def session(self, digest: str) -> Session | None:
        return self._table.one(Session, keys.session(digest))

    def second_factor(self, user_id: str) -> SecondFactor | None:
        return self._table.one(SecondFactor, keys.second_factor(user_id))

    def known_devices(self, email_key: str) -> KnownDevices | None:
        return self._table.one(KnownDevices, keys.known_devices(email_key))

    def sessions(self, email_key: str) -> list[Session]:
        """The index says which there are, their items how they are."""
        found = self._table.query_index(
            keys.BY_ACCOUNT, "account_key = :account", {"account": keys.of_account(email_key)}
        )
        return self._table.many(Session, [{"pk": item["pk"]["S"]} for item in found])

    def count(self, limit: Limit, subject: str, now: datetime) -> None:
        if self._add(1, limit, subject, now) > limit.most:
            raise TooManyTries(limit)

    def forgive(self, limit: Limit, subject: str, now: datetime) -> None:
        self._add(-1, limit, subject, now)

    def _add(self, number: int, limit: Limit, subject: str, now: datetime) -> int:
        """How many tries there are then. In windows of fixed length, counted from the epoch."""
        seconds = int(limit.window.total_seconds())
        window = int(now.timestamp()) // seconds
        answer = self._aws.dynamodb.update_item(
            TableName=self._name,
            Key=key_of(keys.tries(limit.name, subject, window)),
            UpdateExpression="ADD #tries :number SET #ttl = :ttl",
            ExpressionAttributeNames={"#tries": "tries", "#ttl": "ttl"},
            ExpressionAttributeValues={":number": {"N": str(number)}, ":ttl": {"N": str((window + 1) * seconds)}},
            ReturnValues="UPDATED_NEW",
        )
        return int(answer["Attributes"]["tries"]["N"])
