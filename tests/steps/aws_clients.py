"""AWS' own clients, for what only a test asks for: tables to be made, everything in them, a queue emptied."""

from functools import cache
from typing import Any

from botocore.session import Session


@cache
def client(service: str) -> Any:
    """Talks to moto, and has made-up keys."""
    session = Session()
    session.set_credentials("testing", "testing")
    return session.create_client(service, region_name="us-east-1")
