"""The clients of AWS services: each made when it is first used, all from one session.

Making a client is most of a cold start: nothing is imported that an event does not need. The clients are boto3's, but
made by botocore itself: `import boto3` loads what moves large files in threads as well, and nobody here does that.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

_CONNECT_SECONDS = 2


class Aws:
    """Region, credentials and endpoint come from the environment, as AWS' own tools read it."""

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        from homeroom.adapters.dynamodb.wire import speed_up

        client: DynamoDBClient = self._client("dynamodb", attempts=5, read_seconds=3)
        speed_up(client)
        return client

    @cached_property
    def s3(self) -> "S3Client":
        """What it signs for browsers holds in every region: botocore's own choice is an older signature, which new
        buckets refuse, and an address that sends browsers on to the region's.
        """
        of_today = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}}
        client: S3Client = self._client("s3", attempts=4, read_seconds=20, **of_today)
        return client

    @cached_property
    def sqs(self) -> "SQSClient":
        client: SQSClient = self._client("sqs", attempts=4, read_seconds=5)
        return client

    @cached_property
    def cognito(self) -> "CognitoIdentityProviderClient":
        client: CognitoIdentityProviderClient = self._client("cognito-idp", attempts=3, read_seconds=5)
        return client

    @cached_property
    def ses(self) -> "SESV2Client":
        """One attempt exactly: SES knows no idempotency key, and botocore's own default puts the same mail
        on the wire up to five times when answers are lost.
        """
        client: SESV2Client = self._client("sesv2", attempts=1, read_seconds=8)
        return client

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
        from botocore.session import Session

        return Session()
