"""Signatures, as botocore makes them of what was received."""

from datetime import UTC, datetime
from unittest.mock import patch

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.steps.far_end import Received
from tests.steps.transports import KEY_ID, SECRET

_BY_BOTOCORE = {"host", "x-amz-date", "x-amz-security-token"}
"""Headers that botocore's signer adds by itself."""


def signature_of_botocore(received: Received, service: str, region: str) -> str:
    """What Authorization should say, over the headers that it says were signed."""
    headers = received.headers
    signed = headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    request = AWSRequest(
        received.method,
        f"http://{headers['host']}{received.target}",
        headers={name: headers[name] for name in signed if name not in _BY_BOTOCORE},
        data=received.body,
    )
    request.context["payload_signing_enabled"] = True
    credentials = Credentials(KEY_ID, SECRET, headers.get("x-amz-security-token"))
    signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(credentials, service, region)
    then = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    with patch("botocore.auth.get_current_datetime", lambda: then):
        signer.add_auth(request)
    return str(request.headers["Authorization"])
