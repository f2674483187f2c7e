"""The services of AWS: each made ready when it is first used.

Starting up is most of a cold start: nothing is imported that an event does not need. What every event needs (tables,
queues, mail, the file that was dropped) goes through our own small `aws_http`; for what pages alone need there are
botocore's clients.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from homeroom.adapters.aws_http.account import Account
from homeroom.adapters.aws_http.connections import Connections, Transport
from homeroom.adapters.aws_http.service import Service
from homeroom.adapters.dynamodb.client import DynamoDb

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_s3 import S3Client

_CONNECT_SECONDS = 2


class Aws:
    """Region, credentials and endpoint come from the environment, as AWS' own tools read it."""

    @cached_property
    def transport(self) -> Transport:
        return Connections()

    @cached_property
    def dynamodb(self) -> DynamoDb:
        return DynamoDb(self._service("dynamodb", attempts=5, read_seconds=3))

    @cached_property
    def sqs(self) -> Service:
        return self._service("sqs", attempts=4, read_seconds=5)

    @cached_property
    def objects(self) -> Service:
        """S3, for reading and writing a file."""
        return self._service("s3", attempts=4, read_seconds=20)

    @cached_property
    def ses(self) -> Service:
        """One attempt exactly: SES knows no idempotency key; a second try after a lost answer mails twice."""
        return self._service("sesv2", host="email", signs_as="ses", attempts=1, read_seconds=8)

    @cached_property
    def s3(self) -> "S3Client":
        """What it signs for browsers holds in every region: botocore's own choice is an older signature, which new
        buckets refuse, and an address that sends browsers on to the region's.
        """
        of_today = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}}
        client: S3Client = self._client("s3", attempts=4, read_seconds=20, **of_today)
        return client

    @cached_property
    def cognito(self) -> "CognitoIdentityProviderClient":
        client: CognitoIdentityProviderClient = self._client("cognito-idp", attempts=3, read_seconds=5)
        return client

    def _service(self, name: str, *, attempts: int, read_seconds: float, host: str = "", signs_as: str = "") -> Service:
        return Service(
            transport=self.transport,
            account=self._account,
            name=name,
            host=host or name,
            signs_as=signs_as or name,
            attempts=attempts,
            read_seconds=read_seconds,
        )

    @cached_property
    def _account(self) -> Account:
        return Account()

    def _client(self, service: str, *, attempts: int, read_seconds: int, **more: Any) -> Any:
        from botocore.config import Config

        config = Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=read_seconds,
            retries={"mode": "standard", "total_max_attempts": attempts},
            **more,
        )
        return self._session.create_client(service, config=config)

    @cached_property
    def _session(self) -> "Session":
        """Made by botocore itself: `import boto3` loads what moves large files in threads as well."""
        from botocore.session import Session

        return Session()
