"""The time. No other code asks for it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
