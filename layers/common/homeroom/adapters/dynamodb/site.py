"""The site's settings and its secret."""

import secrets

from homeroom.adapters import aws_errors
from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import from_item, key_of
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.adapters.dynamodb.store_version import check_version, stamp
from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.site.logo import Logo
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.settings import Settings

_SECRET_BYTES = 32


class DynamoSite:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._name = settings.site_table
        self._table = Reader(aws, self._name)
        self._secret = b""

    def settings(self) -> SiteSettings | None:
        item = self._table.item(keys.site_settings())
        if item is None:
            return None
        check_version(item)
        return from_item(SiteSettings, item)

    def answers(self, header_key: str) -> HeaderAnswers | None:
        return self._table.one(HeaderAnswers, keys.header_answers(header_key))

    def logo(self) -> Logo | None:
        return self._table.one(Logo, keys.logo())

    def secret(self) -> bytes:
        """Read once: it never changes."""
        self._secret = self._secret or self._stored_secret() or self._make_secret()
        return self._secret

    def _stored_secret(self) -> bytes:
        item = self._table.item(keys.secret())
        if item is None:
            return b""
        check_version(item)
        return bytes(item["secret"]["B"])

    def _make_secret(self) -> bytes:
        """Of two callers at once, the first one's is stored and both go by that."""
        try:
            self._aws.dynamodb.put_item(
                TableName=self._name,
                Item={**key_of(keys.secret()), "secret": {"B": secrets.token_bytes(_SECRET_BYTES)}, **stamp()},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except aws_errors.ClientError as error:
            if aws_errors.code_of(error) != "ConditionalCheckFailedException":
                raise
        return self._stored_secret()
