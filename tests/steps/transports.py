"""Both transports to AWS, with what they read of the environment."""

from typing import Literal

import pytest

from homeroom.adapters.aws_clients import Aws

Transport = Literal["lean", "boto3"]
BOTH: tuple[Transport, ...] = ("lean", "boto3")
KEY_ID, SECRET, REGION = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-west-1"


def an_account(environment: pytest.MonkeyPatch, address: str = "", **more: str) -> None:
    """Region, credentials, and where AWS is, if not at AWS itself."""
    given = {"AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
    for name, value in ({"AWS_ENDPOINT_URL": address, "AWS_SESSION_TOKEN": ""} | given | more).items():
        if value:
            environment.setenv(name, value)
        else:
            environment.delenv(name, raising=False)


def aws_by(transport: Transport, environment: pytest.MonkeyPatch) -> Aws:
    """Its clients are made when they are first used, of the environment of that moment."""
    environment.setenv("TRANSPORT_TO_AWS", transport)
    return Aws()
