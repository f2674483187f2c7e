"""What an error of a call to AWS says, whichever transport raised it."""

from typing import TYPE_CHECKING

from botocore.exceptions import (
    BotoCoreError,
    ConnectionError,  # noqa: A004
    CredentialRetrievalError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    SSLError,
)

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_NOT_EVEN_TRIED = (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, NoRegionError)


def code_of(error: "ClientError") -> str:
    return error.response["Error"]["Code"]


def is_nothing_sent(error: BotoCoreError) -> bool:
    """Whether AWS cannot have heard of the request. An error of TLS may also come after it was read."""
    return isinstance(error, (ConnectionError, *_NOT_EVEN_TRIED)) and not isinstance(error, SSLError)
