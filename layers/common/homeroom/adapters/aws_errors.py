"""What an error of a call to AWS says, whichever transport raised it.

All are botocore's. They are named as `aws_errors.ClientError`, which is looked up when there is one: importing them
takes a fiftieth of a cold start, and most events have none.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.exceptions import *  # noqa: F403
    from botocore.exceptions import BotoCoreError, ClientError
else:

    def __getattr__(name: str) -> Any:
        from botocore import exceptions

        return getattr(exceptions, name)


def code_of(error: "ClientError") -> str:
    return error.response["Error"]["Code"]


def is_nothing_sent(error: "BotoCoreError") -> bool:
    """Whether AWS cannot have heard of the request. An error of TLS may also come after it was read."""
    from botocore import exceptions as known

    not_even_tried = (
        known.NoCredentialsError,
        known.PartialCredentialsError,
        known.CredentialRetrievalError,
        known.NoRegionError,
    )
    return isinstance(error, (known.ConnectionError, *not_even_tried)) and not isinstance(error, known.SSLError)
