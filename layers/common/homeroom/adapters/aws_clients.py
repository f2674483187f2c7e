"""The services of AWS, each made ready when it is first used: nothing is imported that an event does not need.

All have boto3's interface. Behind it stand boto3's own clients, or, where the environment says TRANSPORT_TO_AWS=lean,
those of `lean_aws` for what every event needs: tables, queues, mail, the key for codes, and the file that was dropped.
"""

from functools import cached_property
from typing import TYPE_CHECKING, cast

from homeroom.adapters.limits import Limits
from homeroom.settings import is_transport_lean

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

    from homeroom.adapters.aws_interface import DynamoDb, Objects, Secrets, Ses, Sqs
    from homeroom.adapters.botocore_clients import BotocoreClients
    from homeroom.adapters.lean_aws.clients import LeanClients

_TABLES = Limits(attempts=5, read_seconds=3)
_QUEUES = Limits(attempts=4, read_seconds=5)
_FILES = Limits(attempts=4, read_seconds=20)
_PASSWORDS = Limits(attempts=3, read_seconds=5)
_SECRETS = Limits(attempts=4, read_seconds=3)
_MAIL = Limits(attempts=1, read_seconds=8, idle_seconds=5)
"""One attempt exactly: SES knows no idempotency key; a second try after a lost answer mails twice. A connection that
was idle may have died silently, and the mail that finds that out is in doubt.
"""


class Aws:
    """Region, credentials and endpoint come from the environment, as AWS' own tools read it. Making any of them ready
    raises NoRegionError where there is none.
    """

    @cached_property
    def dynamodb(self) -> "DynamoDb":
        if is_transport_lean():
            return self._lean.dynamodb(_TABLES)
        return cast("DynamoDBClient", self._botocore.make("dynamodb", _TABLES))

    @cached_property
    def sqs(self) -> "Sqs":
        if is_transport_lean():
            return self._lean.sqs(_QUEUES)
        return cast("SQSClient", self._botocore.make("sqs", _QUEUES))

    @cached_property
    def ses(self) -> "Ses":
        if is_transport_lean():
            return self._lean.ses(_MAIL)
        return cast("SESV2Client", self._botocore.make("sesv2", _MAIL))

    @cached_property
    def secrets(self) -> "Secrets":
        if is_transport_lean():
            return self._lean.secrets(_SECRETS)
        return cast("Secrets", self._botocore.make("secretsmanager", _SECRETS))

    @cached_property
    def objects(self) -> "Objects":
        """S3, for reading and writing a file."""
        return self._lean.objects(_FILES) if is_transport_lean() else self.s3

    @cached_property
    def s3(self) -> "S3Client":
        """What it signs for browsers holds in every region: botocore's own choice is an older signature, which new
        buckets refuse, and an address that sends browsers on to the region's.
        """
        of_today = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}}
        return cast("S3Client", self._botocore.make("s3", _FILES, **of_today))

    @cached_property
    def cognito(self) -> "CognitoIdentityProviderClient":
        return cast("CognitoIdentityProviderClient", self._botocore.make("cognito-idp", _PASSWORDS))

    @cached_property
    def _botocore(self) -> "BotocoreClients":
        from homeroom.adapters.botocore_clients import BotocoreClients

        return BotocoreClients()

    @cached_property
    def _lean(self) -> "LeanClients":
        from homeroom.adapters.lean_aws.clients import LeanClients

        return LeanClients()
