"""Requests to a far end through the lean transport, by themselves."""

import io
import time
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError

from homeroom.adapters.aws_errors import is_nothing_sent
from homeroom.adapters.lean_aws.account import Credentials
from homeroom.adapters.lean_aws.http import Http
from homeroom.adapters.lean_aws.messages import Body, HttpRequest
from tests.steps.far_end import FarEnd

LARGE = b"x" * 12_000_000
"""More than the buffers of both ends hold."""
BODIES = {"GET": None, "POST": Body.of_bytes(b"{}"), "PUT": Body.of_file(io.BytesIO(b"rows"))}
METHODS = pytest.mark.parametrize("method", BODIES)


def a_request(far_end: FarEnd | str, method: str = "POST", path: str = "/", **more: Any) -> HttpRequest:
    address = far_end if isinstance(far_end, str) else far_end.address
    said = {"headers": {"Content-Type": "text/plain"}, "signed_for": "s3", "body": BODIES[method]}
    account = {"region": "eu-west-1", "credentials": Credentials("id", "secret", "")}
    return HttpRequest(method, address + path, **(said | account | more))


def what_becomes_of(request: HttpRequest, transport: Http) -> str:
    try:
        return str(transport.send(request).status)
    except BotoCoreError as error:
        return "nothing sent" if is_nothing_sent(error) else "lost"


class Clock:
    """Instead of the module `time` where connections are kept: it goes only where a test sets it."""

    now = 1_000_000.0
    monotonic = staticmethod(time.monotonic)

    def time(self) -> float:
        return self.now
