"""The emulator is worth asking: it refuses what AWS would refuse for its signature, of every service that we use."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.steps.aws_clients import clients_at
from tests.steps.emulated_aws import EmulatedAws

CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("dynamodb", "list_tables", {}),
    ("sqs", "list_queues", {}),
    ("s3", "list_buckets", {}),
    ("sesv2", "get_account", {}),
    ("cognito-idp", "list_user_pools", {"MaxResults": 1}),
]


@pytest.mark.parametrize(("service", "call", "parameters"), CALLS, ids=[service for service, _, _ in CALLS])
def test_whoever_signs_with_another_secret_is_refused(
    service: str, call: str, parameters: dict[str, Any], emulator: EmulatedAws
) -> None:
    known = emulator.environment
    credentials = [known[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")]
    stranger = clients_at(known["AWS_ENDPOINT_URL"], credentials[0], "guessed", credentials[2])
    with pytest.raises(ClientError) as refused:
        getattr(stranger(service), call)(**parameters)
    assert refused.value.response["Error"]["Code"] in {"SignatureDoesNotMatch", "InvalidSignatureException"}
    getattr(clients_at(known["AWS_ENDPOINT_URL"], *credentials)(service), call)(**parameters)
