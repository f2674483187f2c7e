"""Clients for the emulator's AWS APIs, made when first needed: each costs some time to make."""

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from local.settings import OWNER, REGION

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient

_one_at_a_time = threading.Lock()  # boto3 may not make two clients at once
API_SECONDS = 30  # API Gateway waits no longer for a function


@dataclass(frozen=True)
class Aws:
    """The AWS account that the local run acts in, as its owner."""

    endpoint: str

    @cached_property
    def cloudformation(self) -> "CloudFormationClient":
        """For deploying."""
        client: CloudFormationClient = self._client("cloudformation")
        return client

    @cached_property
    def s3(self) -> "S3Client":
        """For the functions' code."""
        client: S3Client = self._client("s3")
        return client

    @cached_property
    def functions(self) -> "LambdaClient":
        """For answering requests: one attempt, for as long as API Gateway would wait."""
        client: LambdaClient = self._client("lambda")
        return client

    @cached_property
    def ses(self) -> "SESV2Client":
        """For asking where reports about mail go."""
        client: SESV2Client = self._client("sesv2")
        return client

    @cached_property
    def sns(self) -> "SNSClient":
        """For publishing reports about mail."""
        client: SNSClient = self._client("sns")
        return client

    def make_clients(self) -> None:
        """Make now those that every start needs."""
        _ = self.cloudformation, self.s3, self.functions

    def _client(self, service: Any) -> Any:
        import boto3
        from botocore.config import Config

        config = Config(
            read_timeout=API_SECONDS,
            retries={"total_max_attempts": 1},
            max_pool_connections=50,
            parameter_validation=False,
        )
        with _one_at_a_time:
            return boto3.client(
                service,
                endpoint_url=self.endpoint,
                region_name=REGION,
                aws_access_key_id=OWNER,
                aws_secret_access_key=OWNER,
                config=config,
            )
