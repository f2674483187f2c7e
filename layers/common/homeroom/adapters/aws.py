"""The clients of AWS services: each made when it is first used, all from one session.

Importing boto3 and making a client is most of a cold start: nothing is imported that an event does not need.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boto3 import Session
    from botocore.config import Config
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

        client = self._session.client("dynamodb", config=_config(attempts=5, read_seconds=3))
        speed_up(client)
        return client

    @cached_property
    def s3(self) -> "S3Client":
        return self._session.client("s3", config=_config(attempts=4, read_seconds=20))

    @cached_property
    def sqs(self) -> "SQSClient":
        return self._session.client("sqs", config=_config(attempts=4, read_seconds=5))

    @cached_property
    def cognito(self) -> "CognitoIdentityProviderClient":
        return self._session.client("cognito-idp", config=_config(attempts=3, read_seconds=5))

    @cached_property
    def ses(self) -> "SESV2Client":
        """One attempt exactly: SES knows no idempotency key, and botocore's own default puts the same mail
        on the wire up to five times when answers are lost.
        """
        return self._session.client("sesv2", config=_config(attempts=1, read_seconds=8))

    @cached_property
    def _session(self) -> "Session":
        from boto3 import Session

        return Session()


def _config(*, attempts: int, read_seconds: int) -> "Config":
    from botocore.config import Config

    return Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
