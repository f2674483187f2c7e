"""Waiting."""

from datetime import timedelta
from typing import Protocol


class Pause(Protocol):
    def __call__(self, span: timedelta) -> None:
        """Come back after so long, at once where it is negative."""
