"""The time. No other code asks for it, and none waits for it."""

import time
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    return datetime.now(UTC)


def pause(span: timedelta) -> None:
    """Come back after so long, at once where it is negative."""
    time.sleep(max(0.0, span.total_seconds()))
