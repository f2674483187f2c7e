"""AWS' own clients, for what only a test asks for: tables to be made, everything in them, a queue emptied."""

from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.session import Session

Clients = Callable[[str], Any]
"""From the name of a service, such as `sqs`, to its client."""


@cache
def client(service: str) -> Any:
    """Talks to moto, and has made-up keys."""
    session = Session()
    session.set_credentials("testing", "testing")
    return session.create_client(service, region_name="us-east-1")


def clients_at(endpoint: str, key: str, secret: str, token: str | None = None) -> Clients:
    """Talk to an emulator."""
    session = Session()
    session.set_credentials(key, secret, token)

    @cache
    def client_at(service: str) -> Any:
        return session.create_client(service, region_name="us-east-1", endpoint_url=endpoint)

    return client_at
