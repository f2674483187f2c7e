"""What an error of a call to AWS says, whichever transport raised it."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ConnectionError, NoCredentialsError, NoRegionError, SSLError  # noqa: A004

if TYPE_CHECKING:
    from botocore.exceptions import ClientError


def code_of(error: "ClientError") -> str:
    return error.response["Error"]["Code"]


def is_nothing_sent(error: BotoCoreError) -> bool:
    """Whether AWS cannot have heard of the request. An error of TLS may also come after it was read."""
    return isinstance(error, ConnectionError | NoCredentialsError | NoRegionError) and not isinstance(error, SSLError)
