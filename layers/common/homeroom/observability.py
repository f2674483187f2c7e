"""One logger for all functions. It logs ids, counts and kinds; never a token, an address or a name."""

from aws_lambda_powertools import Logger

from homeroom.queue_messages import UnknownMessage

logger = Logger()


def log_unknown_message(unknown: UnknownMessage, receive_count: str) -> None:
    """One line for each message, however often the queue brings it before it lies among the dead letters."""
    if receive_count == "1":
        logger.error("unknown message", extra={"kind": unknown.kind, "version": unknown.version})
